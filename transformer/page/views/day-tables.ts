/** One day of Agree?: its rows by facility, and what the receivers did with them; each number opens its list. */
import { html } from 'hono/html';
import type { DayAgreement, FacilityBalance, Uneven } from '../../answers/by-day/agree.ts';
import { type Balance, isEven } from '../../answers/by-day/balance.ts';
import type { ReceiverBalance } from '../../answers/by-day/receivers.ts';
import type { Links } from '../parts/links.ts';
import { emptyNote, mark } from '../parts/marks.ts';
import type { TenantView } from '../parts/page-data.ts';
import { type Column, table } from '../parts/table.ts';
import { count, foreign, type Html, number, path } from '../parts/text.ts';

export const check = (balance: Balance): Html =>
  isEven(balance) ? mark('good', 'Adds up') : mark('bad', balance.unknown > 0 ? 'Partly unknown' : 'Differs');

export function dayDetails(
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
