/** A table that on a narrow screen becomes a list of cards, and stays a table to who listens to it. */
import { html } from 'hono/html';
import type { Html } from './text.ts';

/** @property numeric aligned at its last digit; @property main the heading of its row */
export type Column<Row> = {
  title: string;
  cell: (row: Row) => Html | string;
  numeric?: boolean;
  main?: boolean;
  wide?: boolean;
};

export function table<Row>(
  caption: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  classOf: (row: Row) => string = () => '',
): Html {
  const heads = columns.map(
    (column) => html`<th role="columnheader" scope="col" class="${kindOf(column)}">${column.title}</th>`,
  );
  const lines = rows.map(
    (row) =>
      html`<tr role="row" class="${classOf(row)}">${columns.map((column) => cellOf(column, row))}</tr>`,
  );
  return html`<table role="table"><caption class="quiet">${caption}</caption>
<thead role="rowgroup"><tr role="row">${heads}</tr></thead>
<tbody role="rowgroup">${lines}</tbody></table>`;
}

function cellOf<Row>(column: Column<Row>, row: Row): Html {
  const content = html`<span class="cell">${column.cell(row)}</span>`;
  return column.main
    ? html`<th role="rowheader" scope="row" class="${kindOf(column)}">${content}</th>`
    : html`<td role="cell" data-title="${column.title}" class="${kindOf(column)}">${content}</td>`;
}

const kindOf = <Row>({ numeric = false, main = false, wide = false }: Column<Row>): string =>
  [numeric ? 'number' : '', main ? 'main' : '', wide ? 'wide' : ''].filter((one) => one !== '').join(' ');
