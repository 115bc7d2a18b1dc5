/** Shipped on one side only, and whatever else NetSuite and HotWax do not have in common, by a statement of NetSuite. */
import { html } from 'hono/html';
import type { Difference } from '../../answers/agreement/differences.ts';
import type { CauseGroup, Reconciliation } from '../../answers/reconcile.ts';
import type { Links } from '../parts/links.ts';
import { emptyNote, mark } from '../parts/marks.ts';
import type { TenantView } from '../parts/page-data.ts';
import { table } from '../parts/table.ts';
import { counted, foreign, type Html, number } from '../parts/text.ts';
import { moment, momentInline } from '../parts/times.ts';
import { idLink } from './order.ts';

export type ComparedSides = { problem: string | undefined; answer: Reconciliation | undefined };

export function sidesSection(tenant: TenantView, sides: ComparedSides | undefined, links: Links): Html {
  return html`<section class="panel"><h2>Both sides, line by line</h2>
${sides?.answer ? comparison(tenant, sides.answer, links) : nothingCompared(sides?.problem)}</section>`;
}

const nothingCompared = (problem: string | undefined): Html =>
  problem === undefined
    ? html`<p>NetSuite has written no statement of its sales order lines. <code>transformer reconcile --request</code> asks for one; here is then what was shipped on one side only.</p>`
    : html`<p>${mark('bad', 'They could not be compared:')} ${foreign(problem, 600)}</p>`;

function comparison(tenant: TenantView, answer: Reconciliation, links: Links): Html {
  const { statement, lines, differences, groups, agrees } = answer;
  const verdict = agrees ? mark('good', 'They agree') : mark('bad', counted(differences, 'difference'));
  const left = [
    lines.tooNew > 0 ? `${counted(lines.tooNew, 'line')} too new to say` : '',
    lines.notCovered > 0 ? `${counted(lines.notCovered, 'line')} not covered` : '',
  ].filter((part) => part !== '');
  const rest = left.length === 0 ? '' : `; ${left.join(', ')}`;
  const csv = differences > 0 ? links.differences(tenant.name) : undefined;
  return html`<p>${verdict} on ${counted(lines.compared, 'line')} of sales orders, by the statement of ${momentInline(Date.parse(statement.at), tenant.zone)}${rest}.</p>
${answer.closedInNetSuite.lines === 0 ? '' : html`<p>${closedText(answer, links)}</p>`}
${groups.map((group) => causeSection(group, tenant, links))}
${csv === undefined ? '' : html`<p class="actions"><a class="button" href="${csv}" download>All differences (CSV)</a></p>`}`;
}

/** HotWax's files do not say what HotWax has cancelled. */
function closedText({ closedInNetSuite: { lines, cases } }: Reconciliation, links: Links): Html {
  const orders = [...new Set(cases.map(({ orderId, salesOrder }) => orderId || salesOrder))].slice(0, 10);
  return html`${counted(lines, 'line')} that HotWax has allocated ${lines === 1 ? 'is' : 'are'} closed or cancelled in NetSuite. See that HotWax has cancelled ${lines === 1 ? 'it' : 'them'}, too: ${orders.map((order) => html`${idLink(order, links)} `)}${lines > orders.length ? '…' : ''}`;
}

const SHOWN_CASES = 3;

function causeSection(
  { says, code, whatToDo, count, lines, orders, cases }: CauseGroup,
  tenant: TenantView,
  links: Links,
): Html {
  const more = cases.slice(SHOWN_CASES);
  const rest = count - cases.length;
  return html`<section class="cause"><h3>${says}${code === '' ? '' : html` <code>${foreign(code, 60)}</code>`}</h3>
<p>${counted(lines, 'line')} of ${counted(orders, 'order')}${count === lines ? '' : `, ${counted(count, 'difference')}`}. <strong>Do:</strong> ${whatToDo}</p>
${caseTable(cases.slice(0, SHOWN_CASES), tenant, links)}
${more.length === 0 ? '' : html`<details class="more"><summary>${number(more.length)} more</summary>${caseTable(more, tenant, links)}</details>`}
${rest > 0 ? emptyNote(`The download has ${number(rest)} more.`) : ''}</section>`;
}

const caseTable = (cases: readonly Difference[], { zone }: TenantView, links: Links): Html =>
  table<Difference>(
    'Lines that differ',
    [
      {
        title: 'Order',
        main: true,
        cell: ({ orderId, salesOrder, orderItemSeqId, line }) =>
          html`${idLink(orderId || salesOrder, links)} <small>${foreign(orderItemSeqId || line, 60)}</small>`,
      },
      { title: 'HotWax', cell: ({ hotwax }) => foreign(hotwax) },
      {
        title: 'NetSuite',
        cell: ({ netsuite, says }) =>
          html`${foreign(netsuite)}${says === '' ? '' : html`<span class="reason">${foreign(says)}</span>`}`,
      },
      { title: 'Since', cell: ({ since }) => (since === null ? '–' : moment(Date.parse(since), zone)) },
    ],
    cases,
  );
