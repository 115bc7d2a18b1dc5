/** Files: each with its life, the latest first, by feed, state and name. */
import { html } from 'hono/html';
import { feeds } from '#feeds/catalogue.ts';
import { type FilePage, pathOfFile } from '../../answers/file-list.ts';
import { ageOf } from '../../answers/steps.ts';
import type { PlaceFound } from '../../catch-up/store-looks.ts';
import type { KnownFile } from '../../row-index/files-table.ts';
import { placeStates, skippedIn } from './file-table.ts';
import type { Links } from '../parts/links.ts';
import { emptyNote, mark } from '../parts/marks.ts';
import { isOneOfMany, type Of, type TenantView } from '../parts/page-data.ts';
import type { View } from '../parts/shell.ts';
import { table } from '../parts/table.ts';
import { count, counted, foreign, type Html, number, path } from '../parts/text.ts';
import { moment } from '../parts/times.ts';

export type TenantFiles = { underWay: readonly PlaceFound[]; page: FilePage };

export type FilesAnswer = {
  files: readonly Of<TenantFiles>[];
  tenants: readonly TenantView[];
  query: Readonly<Record<string, string>>;
  now: number;
  links: Links;
};

export const filterPlaces: Readonly<Record<string, string>> = {
  waiting: 'waiting',
  processing: 'in processing',
  archive: 'finished',
  failed: 'failed',
  repeat: 'a repeat',
};

export function filesView({ files, tenants, query, now, links }: FilesAnswer): View {
  const body = html`${links.isLive ? filterForm(tenants, query, links) : ''}
${files.map((one) => tenantSection(one, isOneOfMany(tenants), query, now, links))}`;
  const waiting = files.reduce((sum, { answer }) => sum + answer.underWay.length, 0);
  const lead = html`${counted(waiting, 'file')} ${waiting === 1 ? 'waits or is' : 'wait or are'} in processing; below them the finished ones, the latest first.`;
  return { name: 'files', title: 'Files', lead, body };
}

function filterForm(
  tenants: readonly TenantView[],
  query: Readonly<Record<string, string>>,
  links: Links,
): Html {
  const choice = (name: string, title: string, options: readonly (readonly [string, string])[]): Html =>
    html`<label>${title}<select name="${name}"><option value="">all</option>${options.map(
      ([value, text]) =>
        html`<option value="${value}"${value === (query[name] ?? '') ? html` selected` : ''}>${text}</option>`,
    )}</select></label>`;
  return html`<form class="filters" role="search" aria-label="Files" action="${links.files}">
${
  isOneOfMany(tenants)
    ? choice(
        'tenant',
        'Tenant',
        tenants.map(({ name }) => [name, name]),
      )
    : ''
}
${choice(
  'feed',
  'Feed',
  feeds.map(({ name }) => [name, name]),
)}
${choice('place', 'State', Object.entries(filterPlaces))}
<label>Part of the name<input name="text" type="search" value="${query.text ?? ''}" maxlength="300" autocomplete="off" spellcheck="false"></label>
<button>Show</button></form>`;
}

function tenantSection(
  { tenant, answer: { underWay, page } }: Of<TenantFiles>,
  isNamed: boolean,
  query: Readonly<Record<string, string>>,
  now: number,
  links: Links,
): Html {
  const last = page.files.at(-1);
  const more =
    page.more && last
      ? links.filesWith({ ...query, tenant: tenant.name, before: `${last.at}.${last.id}` })
      : undefined;
  return html`${isNamed ? html`<h2 class="tenant">${foreign(tenant.name)}</h2>` : ''}
${underWay.length > 0 ? html`<div class="panel flat">${underWayTable(underWay, tenant, now)}</div>` : ''}
${page.files.length > 0 ? html`<div class="panel flat">${finishedTable(page.files, tenant, links)}</div>` : emptyNote('No finished file is of this kind.')}
${more === undefined ? '' : html`<nav class="pages" aria-label="Pages"><a class="button" href="${more}">Older files</a></nav>`}`;
}

/** More would not be read by anybody. */
const MOST_UNDER_WAY = 100;

function underWayTable(files: readonly PlaceFound[], { zone }: TenantView, now: number): Html {
  const rest = files.length - MOST_UNDER_WAY;
  return html`${table<PlaceFound>(
    'Files that wait or are in processing',
    [
      {
        title: 'File',
        main: true,
        wide: true,
        cell: ({ folder, name, place }) =>
          path(place === 'waiting' ? `${folder}/${name}` : `${folder}/processing/${name}`),
      },
      { title: 'State', cell: ({ place }) => mark(...placeStates[place]) },
      { title: 'Since', cell: ({ modified }) => moment(modified, zone) },
      { title: 'Age', numeric: true, cell: ({ modified }) => ageOf(now - modified) },
    ],
    files.slice(0, MOST_UNDER_WAY),
  )}${rest > 0 ? emptyNote(`${counted(rest, 'more file')} are not shown.`) : ''}`;
}

const finishedTable = (files: readonly KnownFile[], { name, zone }: TenantView, links: Links): Html =>
  table<KnownFile>(
    'Finished files, the latest first',
    [
      { title: 'File', main: true, wide: true, cell: (file) => fileCell(file, name, links) },
      { title: 'State', cell: (file) => mark(...placeStates[file.gone === 0 ? file.place : 'gone']) },
      { title: 'When', cell: ({ at }) => moment(at, zone) },
      { title: 'Delivered', numeric: true, cell: ({ applied }) => count(applied) },
      {
        title: 'Refused',
        numeric: true,
        cell: ({ rejected }) =>
          rejected === 0 ? count(0) : html`<strong class="refused-count">${number(rejected)}</strong>`,
      },
      { title: 'Skipped', numeric: true, cell: ({ skipped }) => count(skippedIn(skipped)) },
    ],
    files,
    ({ place, gone }) => (place === 'failed' && gone === 0 ? 'worst' : ''),
  );

function fileCell(file: KnownFile, tenant: string, links: Links): Html {
  const link = links.fileOf(tenant, file.id);
  const name = path(pathOfFile(file));
  const side = file.side === 'netsuite' ? 'NetSuite' : 'transformer';
  return html`${link === undefined ? name : html`<a href="${link}">${name}</a>`}<span class="where">${file.feed}, by ${side}</span>`;
}
