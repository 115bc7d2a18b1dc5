/** Order, in a report: the orders that open problems are about, each with a page, and how to look up any other. */
import { html } from 'hono/html';
import type { Links } from '../parts/links.ts';
import { emptyNote } from '../parts/marks.ts';
import type { View } from '../parts/shell.ts';
import { table } from '../parts/table.ts';
import { foreign } from '../parts/text.ts';
import { idLink } from './order.ts';

export type OpenOrder = { id: string; tenant: string; codes: readonly string[] };

export function openOrdersView(orders: readonly OpenOrder[], links: Links, most: number): View {
  const isNamed = orders.some(({ tenant }) => tenant !== '');
  const cut = orders.length === most ? emptyNote(`Only the first ${most} have a page here.`) : '';
  const body = html`<section class="panel"><h2>Any other order</h2>
<p>A report cannot search. On the machine of the transformer, <code>transformer find &lt;id&gt;</code> shows where an order, shipment, tracking number or file is, and <code>transformer page</code> has the same with a field to type the id into.</p></section>
${
  orders.length === 0
    ? emptyNote('No open problem is about an order.')
    : html`<div class="panel flat">${table<OpenOrder>(
        'Orders with open problems',
        [
          { title: 'Order', main: true, cell: ({ id }) => idLink(id, links) },
          ...(isNamed ? [{ title: 'Tenant', cell: ({ tenant }: OpenOrder) => foreign(tenant) }] : []),
          {
            title: 'Problems',
            wide: true,
            cell: ({ codes }) => html`${codes.map((code) => html`<code>${foreign(code, 60)}</code> `)}`,
          },
        ],
        orders,
      )}</div>${cut}`
}`;
  return { name: 'order', title: 'Order', lead: 'The orders that open problems are about.', body };
}
