/** The rows behind a number of Agree?, page by page. */
import { html } from 'hono/html';
import type { ListedRow, RowPlace } from '../../row-index/period.ts';
import { pathOfFile } from '../../answers/file-list.ts';
import { facilityName } from './day-tables.ts';
import type { Links } from '../parts/links.ts';
import { mark, type State } from '../parts/marks.ts';
import { idLink } from './order.ts';
import type { TenantView } from '../parts/page-data.ts';
import type { View } from '../parts/shell.ts';
import { table } from '../parts/table.ts';
import { foreign, type Html, path } from '../parts/text.ts';

/** @property next where the list goes on */
export type RowsAnswer = {
  tenant: TenantView;
  query: Readonly<Record<string, string>>;
  rows: readonly ListedRow[];
  next: RowPlace | undefined;
  links: Links;
};

const outcomes: Readonly<Record<ListedRow['outcome']['kind'], [State, string]>> = {
  applied: ['good', 'Applied'],
  skipped: ['quiet', 'Skipped'],
  refused: ['bad', 'Refused'],
  unknown: ['watch', 'Unknown'],
};

export function rowsView({ tenant, query, rows, next, links }: RowsAnswer): View {
  const { day = '', feed = '', kind = '', of = '' } = query;
  const where =
    of === 'receiver'
      ? 'by the receiver'
      : of === 'facility'
        ? html`at ${facilityName({ facility: query.facility ?? '', location: query.location ?? '' })}`
        : '';
  const lead = html`${feed === '' ? 'All feeds' : feed}, ${kind === '' ? 'whatever became of them' : kind} ${where}${tenant.name === '' ? '' : html`, ${foreign(tenant.name)}`}.`;
  const csv = links.rowsOf(query, 'csv');
  const more = next && links.rowsOf({ ...query, after: `${next.file}.${next.row}` }, 'page');
  const body = html`<p class="actions"><a class="button" href="${links.dayOf({ tenant: tenant.name, day }) ?? links.agree}">Back to ${day}</a>${csv === undefined ? '' : html` <a class="button" href="${csv}" download>All of them (CSV)</a>`}</p>
<div class="panel flat">${rowTable(rows, tenant, links)}</div>
${more === undefined ? '' : html`<nav class="pages" aria-label="Pages"><a class="button" href="${more}">More rows</a></nav>`}`;
  return { name: 'agree', title: `Rows of ${day}`, lead, body };
}

export const outcomeMark = ({ outcome }: ListedRow): Html =>
  html`${mark(...outcomes[outcome.kind])}${outcome.code === '' ? '' : html` <code>${foreign(outcome.code, 60)}</code>`}`;

function rowTable(rows: readonly ListedRow[], { name }: TenantView, links: Links): Html {
  return table<ListedRow>(
    'Rows',
    [
      { title: 'Order', main: true, cell: (row) => orderCell(row, links) },
      {
        title: 'Outcome',
        cell: (row) =>
          html`${outcomeMark(row)}${row.refusal ? html`<span class="reason">${foreign(row.refusal.message)}</span>` : ''}`,
      },
      { title: 'Facility', cell: facilityName },
      { title: 'Row of file', wide: true, cell: (row) => fileCell(row, name, links) },
    ],
    rows,
  );
}

function orderCell(
  { orderId, orderItemSeqId, salesOrder, line, fulfillment }: ListedRow,
  links: Links,
): Html {
  const [order, item] = [orderId || salesOrder, orderItemSeqId || line];
  if (order === '' && fulfillment !== '') return html`item fulfillment ${idLink(fulfillment, links)}`;
  return html`${idLink(order, links)}${item === '' ? '' : html` <small>${foreign(item, 60)}</small>`}`;
}

function fileCell({ file, row }: ListedRow, tenant: string, links: Links): Html {
  const link = links.fileOf(tenant, file.id);
  const name = path(pathOfFile(file));
  return html`<span class="where">${link === undefined ? name : html`<a href="${link}">${name}</a>`}, row ${row}</span>`;
}
