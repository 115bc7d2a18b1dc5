/** Agree?: of each day and facility, whether what came in is what was delivered, refused and skipped; each number opens its list. */
import { html } from 'hono/html';
import {
  type Balance,
  type DayAgreement,
  type DayBalance,
  type FacilityBalance,
  isEven,
  type ReceiverBalance,
  type Uneven,
} from '../../answers/by-day/agree.ts';
import type { Links } from '../parts/links.ts';
import { emptyNote, mark } from '../parts/marks.ts';
import { isOneOfMany, type Of, type TenantView } from '../parts/page-data.ts';
import { type ComparedSides, sidesSection } from './sides.ts';
import type { View } from '../parts/shell.ts';
import { type Column, table } from '../parts/table.ts';
import { count, counted, foreign, type Html, number, path } from '../parts/text.ts';

export type Agreement = {
  days: readonly DayBalance[];
  shown: DayAgreement | undefined;
  sides: ComparedSides | undefined;
};

export type AgreeAnswer = { agreements: readonly Of<Agreement>[]; links: Links };

export function agreeView({ agreements, links }: AgreeAnswer): View {
  const isNamed = isOneOfMany(agreements);
  const days = agreements.flatMap(({ answer }) => answer.days);
  const body = html`${agreements.map(({ tenant, answer }) => tenantSection(tenant, answer, isNamed, links))}`;
  return { name: 'agree', title: 'Agree?', lead: leadOf(days, agreements), body };
}

/** What the two sides do not have in common is worse than a number that does not add up. */
function leadOf(days: readonly DayBalance[], agreements: readonly Of<Agreement>[]): Html {
  const differences = agreements.reduce(
    (sum, { answer }) => sum + (answer.sides?.answer?.differences ?? 0),
    0,
  );
  const sides =
    differences === 0
      ? ''
      : html`${mark('bad', 'The two sides differ:')} ${counted(differences, 'difference')}, line by line below. `;
  return html`${sides}${balanceLead(days, agreements)}`;
}

function balanceLead(days: readonly DayBalance[], agreements: readonly Of<Agreement>[]): Html {
  const rows = days.reduce((sum, day) => sum + day.rows, 0);
  const odd = days.filter((day) => !isEven(day));
  const uneven = agreements.flatMap(({ answer }) => answer.shown?.uneven ?? []);
  if (rows === 0) return html`No row has come in these days.`;
  if (odd.length === 0 && uneven.length === 0)
    return html`${mark('good', 'It adds up:')} each of the ${counted(rows, 'row')} of these days was delivered, refused or skipped.`;
  return html`${mark('bad', 'It does not add up')} on ${counted(odd.length, 'day')} and for ${counted(uneven.length, 'file')}.`;
}

function tenantSection(
  tenant: TenantView,
  { days, shown, sides }: Agreement,
  isNamed: boolean,
  links: Links,
): Html {
  return html`${isNamed ? html`<h2 class="tenant">${foreign(tenant.name)}</h2>` : ''}
<div class="panel flat">${dayTable(tenant, days, shown, links)}</div>
${shown ? dayDetails(tenant, shown, links) : ''}
${sidesSection(tenant, sides, links)}`;
}

const check = (balance: Balance): Html =>
  isEven(balance) ? mark('good', 'Adds up') : mark('bad', balance.unknown > 0 ? 'Partly unknown' : 'Differs');

function dayTable(
  tenant: TenantView,
  days: readonly DayBalance[],
  shown: DayAgreement | undefined,
  links: Links,
): Html {
  const query = { tenant: tenant.name };
  return table<DayBalance>(
    'The last days, all feeds together',
    [
      {
        title: 'Day',
        main: true,
        cell: ({ day, rows }) => {
          const link = rows > 0 ? links.dayOf({ ...query, day }) : undefined;
          const current = day === shown?.day ? html` aria-current="date"` : '';
          return link === undefined ? day : html`<a href="${link}"${current}>${day}</a>`;
        },
      },
      { title: 'Files', numeric: true, cell: ({ files }) => count(files) },
      { title: 'Rows in', numeric: true, cell: ({ rows }) => count(rows) },
      { title: 'Delivered', numeric: true, cell: ({ applied }) => count(applied) },
      { title: 'Refused', numeric: true, cell: ({ refused }) => count(refused) },
      { title: 'Skipped', numeric: true, cell: ({ skipped }) => count(skipped) },
      { title: 'Check', cell: dayCheck },
    ],
    days,
    ({ day }) => (day === shown?.day ? 'chosen' : ''),
  );
}

const dayCheck = (day: DayBalance): Html => {
  const failed = day.failed === 0 ? '' : html` <small>${counted(day.failed, 'file')} failed</small>`;
  return day.rows === 0 ? html`<span class="unknown">–</span>${failed}` : html`${check(day)}${failed}`;
};

function dayDetails(
  tenant: TenantView,
  { day, facilities, receivers, uneven }: DayAgreement,
  links: Links,
): Html {
  if (facilities.length === 0) return emptyNote(`No row came on ${day}.`);
  const csv = links.rowsOf({ tenant: tenant.name, day }, 'csv');
  return html`<section class="panel"><h2>${day}: by facility</h2>
<p class="quiet-text">Rows in = delivered + refused + skipped.</p>
${facilityTable(tenant, day, facilities, links)}
${csv === undefined ? '' : html`<p class="actions"><a class="button" href="${csv}" download>All rows of the day (CSV)</a></p>`}</section>
<section class="panel"><h2>${day}: what the receivers did</h2>
<p class="quiet-text">Delivered = applied or taken + refused + skipped + waiting.</p>
${receiverTable(tenant, day, receivers, links)}</section>
${uneven.length > 0 ? unevenSection(uneven) : ''}`;
}

/** A number that opens its list, where there is one to open. */
function countLink(rows: number, query: Readonly<Record<string, string>>, links: Links): Html | string {
  const link = rows > 0 ? links.rowsOf(query, 'page') : undefined;
  return link === undefined ? count(rows) : html`<a href="${link}">${number(rows)}</a>`;
}

function facilityTable(
  tenant: TenantView,
  day: string,
  facilities: readonly FacilityBalance[],
  links: Links,
): Html {
  const query = ({ feed, facility, location }: FacilityBalance, kind: string) => ({
    tenant: tenant.name,
    day,
    feed,
    facility,
    location,
    kind,
    of: 'facility',
  });
  const numberColumn = (title: string, key: keyof Balance, kind: string): Column<FacilityBalance> => ({
    title,
    numeric: true,
    cell: (one) => countLink(one[key], query(one, kind), links),
  });
  return table<FacilityBalance>(
    `Rows of ${day} by facility and feed`,
    [
      { title: 'Facility', main: true, cell: facilityName },
      { title: 'Feed', cell: ({ feed }) => feed },
      numberColumn('Rows in', 'rows', ''),
      numberColumn('Delivered', 'applied', 'applied'),
      numberColumn('Refused', 'refused', 'refused'),
      numberColumn('Skipped', 'skipped', 'skipped'),
      ...(facilities.some(({ unknown }) => unknown > 0)
        ? [numberColumn('Unknown', 'unknown', 'unknown')]
        : []),
      { title: 'Check', cell: check },
    ],
    facilities,
    (one) => (isEven(one) ? '' : 'worst'),
  );
}

export const facilityName = ({ facility, location }: { facility: string; location: string }): Html => {
  if (facility === '' && location === '') return html`<span class="unknown">not said</span>`;
  if (facility === location) return foreign(facility, 60);
  if (facility === '') return html`<small>location</small> ${foreign(location, 60)}`;
  return html`${foreign(facility, 60)}${location === '' ? '' : html` <small>${foreign(location, 60)}</small>`}`;
};

function receiverTable(
  tenant: TenantView,
  day: string,
  receivers: readonly ReceiverBalance[],
  links: Links,
): Html {
  const query = ({ feed }: ReceiverBalance, kind: string) => ({
    tenant: tenant.name,
    day,
    feed,
    kind,
    of: 'receiver',
  });
  return table<ReceiverBalance>(
    `What became of the rows delivered on ${day}`,
    [
      { title: 'Receiver', main: true, cell: ({ to, feed }) => html`${to} <small>${feed}</small>` },
      { title: 'Delivered', numeric: true, cell: ({ delivered }) => count(delivered) },
      {
        title: 'Applied or taken',
        numeric: true,
        cell: (one) =>
          one.to === 'HotWax' ? count(one.taken) : countLink(one.applied, query(one, 'applied'), links),
      },
      {
        title: 'Refused',
        numeric: true,
        cell: (one) => countLink(one.refused, query(one, 'refused'), links),
      },
      {
        title: 'Skipped',
        numeric: true,
        cell: (one) => countLink(one.skipped, query(one, 'skipped'), links),
      },
      { title: 'Waiting', numeric: true, cell: ({ waiting }) => count(waiting) },
      { title: 'Check', cell: receiverCheck },
    ],
    receivers,
    ({ other }) => (other === 0 ? '' : 'worst'),
  );
}

function receiverCheck({ other, waiting, to }: ReceiverBalance): Html {
  if (other > 0) return mark('bad', `${number(other)} without an answer`);
  if (other < 0) return mark('bad', `${number(-other)} more than delivered`);
  if (waiting > 0) return mark('watch', `Waits for ${to}`);
  return mark('good', 'Adds up');
}

function unevenSection(uneven: readonly Uneven[]): Html {
  const cell = ({ rows, applied, refused, skipped }: Balance): string =>
    `${number(rows)} = ${number(applied)} + ${number(refused)} + ${number(skipped)}`;
  return html`<section class="panel"><h2>Files whose record says something else</h2>
<p>The delivery record of these files and their rows differ. Usually the configuration has changed since: then the record counts.</p>
${table<Uneven>(
  'Files whose record and rows differ',
  [
    { title: 'File', main: true, wide: true, cell: ({ file }) => path(`${file.folder}/${file.name}`) },
    { title: 'By its record', numeric: true, cell: ({ counted }) => cell(counted) },
    { title: 'By its rows', numeric: true, cell: ({ noted }) => cell(noted) },
  ],
  uneven,
)}</section>`;
}
