/** One file: where it lies, what became of its rows, what its receiver made of it, and the file itself to take away. */
import { html } from 'hono/html';
import { adviceFor } from '../../answers/advice.ts';
import { type FileStory, pathOfFile } from '../../answers/file-list.ts';
import type { KnownFile } from '../../row-index/files-table.ts';
import type { ListedRow } from '../../row-index/period.ts';
import type { RowTally } from '../../row-index/tally-rows.ts';
import { facilityName } from './day-tables.ts';
import { placeStates, skippedIn } from './file-table.ts';
import type { FileContent, Links } from '../parts/links.ts';
import { emptyNote, mark } from '../parts/marks.ts';
import { idLink } from './order.ts';
import type { TenantView } from '../parts/page-data.ts';
import type { View } from '../parts/shell.ts';
import { table } from '../parts/table.ts';
import { foreign, foreignCut, type Html, number, path } from '../parts/text.ts';
import { moment } from '../parts/times.ts';

/** @property refused the first of them */
export type FileAnswer = {
  tenant: TenantView;
  story: FileStory;
  tallies: readonly RowTally[];
  refused: readonly ListedRow[];
  links: Links;
};

export function fileView({ tenant, story, tallies, refused, links }: FileAnswer): View {
  const { file, sent, answer } = story;
  const [state, word] = placeStates[file.gone === 0 ? file.place : 'gone'];
  const lead = html`${mark(state, word)} ${number(file.applied)} rows delivered, ${number(file.rejected)} refused, ${number(skippedIn(file.skipped))} skipped.`;
  const body = html`<section class="panel"><h2>Its life</h2>
<dl class="facts">${facts(file, tenant, links).map(([title, value]) => html`<div><dt>${title}</dt><dd>${value}</dd></div>`)}</dl>
${file.code === '' ? '' : html`<div class="stop"><h3><code>${foreign(file.code, 60)}</code></h3><p>${foreign(file.message, 1000)}</p><p class="do"><strong>Do:</strong> ${adviceFor(file.code)}</p></div>`}
${downloads(file, tenant, links)}</section>
${sent ? related('It was made of', sent, tenant, links) : ''}
${answer ? related('What its receiver made of it', answer, tenant, links) : ''}
${refused.length > 0 ? refusedSection(refused, file, links) : ''}
${tallies.length > 0 ? html`<section class="panel"><h2>Rows by facility</h2>${tallyTable(tallies)}</section>` : ''}`;
  return { name: 'files', title: foreignCut(file.name, 60), lead, body };
}

function facts(file: KnownFile, { zone }: TenantView, links: Links): [string, Html | string][] {
  const filled: [string, Html | string, boolean][] = [
    ['File', path(pathOfFile(file)), true],
    ['Feed', file.feed, true],
    ['Decided by', file.side === 'netsuite' ? 'NetSuite' : 'the transformer', true],
    ['When', moment(file.at, zone), true],
    ['Output', path(file.output), file.side === 'transformer' && file.output !== ''],
    ['Refused rows', path(file.errors), file.errors !== ''],
    [
      'Skipped',
      html`${Object.entries(file.skipped).map(([reason, count]) => html`${number(count)} ${foreign(reason, 60)} `)}`,
      skippedIn(file.skipped) > 0,
    ],
    ['Known from', file.basis, file.basis !== 'decided' && links.isLive],
  ];
  return filled.filter(([, , isShown]) => isShown).map(([title, value]) => [title, value]);
}

function downloads(file: KnownFile, { name }: TenantView, links: Links): Html {
  const wanted: [FileContent, string, boolean][] = [
    ['source', 'The file', file.gone === 0],
    ['output', 'What was delivered', file.side === 'transformer' && file.output !== ''],
    ['errors', 'The refused rows', file.errors !== ''],
  ];
  const buttons = wanted.flatMap(([what, title, isThere]) => {
    const link = isThere ? links.contentOf(name, file.id, what) : undefined;
    return link === undefined ? [] : [html`<a class="button" href="${link}" download>${title}</a> `];
  });
  return buttons.length === 0 ? emptyNote('') : html`<p class="actions">${buttons}</p>`;
}

function related(title: string, file: KnownFile, { name, zone }: TenantView, links: Links): Html {
  const link = links.fileOf(name, file.id);
  const shown = path(pathOfFile(file));
  return html`<section class="panel"><h2>${title}</h2>
<p>${link === undefined ? shown : html`<a href="${link}">${shown}</a>`}</p>
<p>${mark(...placeStates[file.gone === 0 ? file.place : 'gone'])} ${number(file.applied)} applied, ${number(file.rejected)} refused, ${number(skippedIn(file.skipped))} skipped, ${moment(file.at, zone)}</p></section>`;
}

function refusedSection(rows: readonly ListedRow[], file: KnownFile, links: Links): Html {
  const rest = file.rejected - rows.length;
  return html`<section class="panel"><h2>Refused rows</h2>${table<ListedRow>(
    'Refused rows',
    [
      { title: 'Row', numeric: true, cell: ({ row }) => number(row) },
      {
        title: 'Order',
        main: true,
        cell: ({ orderId, salesOrder, orderItemSeqId, line }) =>
          html`${idLink(orderId || salesOrder, links)} <small>${foreign(orderItemSeqId || line, 60)}</small>`,
      },
      {
        title: 'Reason',
        wide: true,
        cell: ({ outcome, refusal }) =>
          html`<code>${foreign(outcome.code, 60)}</code><span class="reason">${foreign(refusal?.message ?? '')}</span>`,
      },
    ],
    rows,
  )}${rest > 0 ? emptyNote(`${number(rest)} more are in its error file.`) : ''}</section>`;
}

const tallyTable = (tallies: readonly RowTally[]): Html =>
  table<RowTally>(
    'Rows by facility and outcome',
    [
      { title: 'Facility', main: true, cell: facilityName },
      {
        title: 'Outcome',
        cell: ({ kind, code }) => html`${kind}${code === '' ? '' : html` <code>${foreign(code, 60)}</code>`}`,
      },
      { title: 'Rows', numeric: true, cell: ({ count }) => number(count) },
    ],
    tallies,
  );
