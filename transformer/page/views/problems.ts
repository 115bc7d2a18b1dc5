/** Open problems: refused rows and failed files that nothing has set right yet, by their cause, the worst first. */
import { html } from 'hono/html';
import type { OpenCase, Problem } from '../../answers/problems.ts';
import { ageOf } from '../../answers/steps.ts';
import { retryText } from '../../retries/retry-text.ts';
import type { Links } from '../parts/links.ts';
import { emptyNote, mark } from '../parts/marks.ts';
import { idLink } from './order.ts';
import { isOneOfMany, type Of, type TenantView, unseenOf, unseenWords } from '../parts/page-data.ts';
import type { View } from '../parts/shell.ts';
import { table } from '../parts/table.ts';
import { counted, foreign, type Html, number, path } from '../parts/text.ts';
import { moment, momentInline } from '../parts/times.ts';

/** @property proof what a form needs to be believed; undefined where nothing may be changed */
export type ProblemsAnswer = {
  problems: readonly Of<readonly Problem[]>[];
  now: number;
  links: Links;
  proof: string | undefined;
  keepsAcknowledgements: (tenant: TenantView) => boolean;
  notice?: string | undefined;
};

type Shown = { problem: Problem; tenant: TenantView };

export function problemsView(answer: ProblemsAnswer): View {
  const all = answer.problems
    .flatMap(({ tenant, answer: problems }) => problems.map((problem) => ({ problem, tenant })))
    .sort((one, other) => other.problem.count - one.problem.count);
  const open = all.filter(({ problem }) => problem.acknowledged === null);
  const known = all.filter(({ problem }) => problem.acknowledged !== null);
  const isNamed = isOneOfMany(answer.problems);
  const body = html`${open.length > 1 ? overview(open, isNamed, answer.now) : ''}
${open.map((one) => problemCard(one, isNamed, answer))}
${known.length > 0 ? html`<details class="acknowledged"><summary>${counted(known.length, 'problem')} acknowledged</summary>${known.map((one) => problemCard(one, isNamed, answer))}</details>` : ''}
${open.length === 0 ? emptyNote('A refused row comes here, and leaves by itself once a later file applies the same order item.') : ''}`;
  return {
    name: 'problems',
    title: 'Open problems',
    lead: leadOf(open, unseenOf(answer.problems.map(({ tenant }) => tenant)), answer.now),
    body,
    notice: answer.notice,
  };
}

function leadOf(open: readonly Shown[], unseen: readonly TenantView[], now: number): Html {
  const more = unseen.length === 0 ? '' : html` ${foreign(unseenWords(unseen), 1000)}`;
  if (open.length === 0)
    return html`${unseen.length === 0 ? mark('good', 'No problem is open.') : mark('watch', 'No problem is known.')}${more}`;
  const count = (kind: Problem['kind']): number =>
    open.filter(({ problem }) => problem.kind === kind).reduce((sum, { problem }) => sum + problem.count, 0);
  const [rows, files] = [count('rows'), count('file')];
  const parts = [
    rows > 0 ? `${counted(rows, 'row')} refused` : '',
    files > 0 ? `${counted(files, 'file')} failed` : '',
  ].filter((part) => part !== '');
  const oldest = Math.min(...open.map(({ problem }) => Date.parse(problem.oldest)));
  return html`${mark('bad', parts.join(', '))} for ${counted(open.length, 'cause')}, the oldest ${ageOf(now - oldest)} ago.${more}`;
}

const anchorOf = ({ problem, tenant }: Shown): string =>
  `${problem.id}${tenant.name === '' ? '' : `-${encodeURIComponent(tenant.name)}`}`;

function overview(open: readonly Shown[], isNamed: boolean, now: number): Html {
  return html`<div class="panel flat">${table<Shown>(
    'Causes, most cases first',
    [
      {
        title: 'Cause',
        main: true,
        cell: (one) => html`<a href="#${anchorOf(one)}"><code>${foreign(one.problem.code, 60)}</code></a>`,
      },
      ...(isNamed ? [{ title: 'Tenant', cell: ({ tenant }: Shown) => foreign(tenant.name) }] : []),
      { title: 'Feed', cell: ({ problem }) => problem.feed },
      { title: 'By', cell: ({ problem }) => problem.by },
      { title: 'Cases', numeric: true, cell: ({ problem }) => number(problem.count) },
      {
        title: 'Orders',
        numeric: true,
        cell: ({ problem }) => (problem.orders === 0 ? '–' : number(problem.orders)),
      },
      { title: 'Oldest', numeric: true, cell: ({ problem }) => ageOf(now - Date.parse(problem.oldest)) },
    ],
    open,
  )}</div>`;
}

function problemCard(shown: Shown, isNamed: boolean, answer: ProblemsAnswer): Html {
  const { problem, tenant } = shown;
  const { id, kind, by, feed, code, field, count, orders, oldest, newest, whatToDo, acknowledged, cases } =
    problem;
  const what =
    kind === 'file'
      ? `${counted(count, 'file')} failed`
      : `${counted(count, 'row')}${orders === 0 ? '' : ` of ${counted(orders, 'order')}`} refused`;
  const who = by === 'transformer' ? 'the transformer' : by;
  const [first, last] = [oldest, newest].map((at) => `${ageOf(answer.now - Date.parse(at))} ago`);
  const span = first === last ? first : `${first} to ${last}`;
  return html`<article class="panel problem" id="${anchorOf(shown)}">
<h2><code>${foreign(code, 60)}</code>${field === '' ? '' : html` <small>in ${foreign(field, 60)}</small>`}</h2>
<p>${isNamed ? html`<strong>${foreign(tenant.name)}</strong>: ` : ''}${what} by ${who} (${feed}), ${span}. <small>${id}</small></p>
<p class="do"><strong>Do:</strong> ${whatToDo}</p>
${acknowledged ? html`<p class="note">Acknowledged by ${foreign(acknowledged.by)}, ${momentInline(Date.parse(acknowledged.at), tenant.zone)}: ${foreign(acknowledged.note)}</p>` : ''}
${caseTable(cases.slice(0, SHOWN_CASES), kind, tenant, answer.links)}
${count > SHOWN_CASES ? moreCases(shown, answer.links) : ''}
${actions(shown, answer)}
</article>`;
}

const SHOWN_CASES = 5;

function moreCases({ problem, tenant }: Shown, links: Links): Html {
  const { cases, count, kind } = problem;
  const rest =
    count > cases.length
      ? emptyNote(`Of ${number(count)} the oldest ${cases.length} are shown; the download has all.`)
      : '';
  return html`<details class="more"><summary>${number(Math.min(count, cases.length) - SHOWN_CASES)} more</summary>
${caseTable(cases.slice(SHOWN_CASES), kind, tenant, links)}${rest}</details>`;
}

function caseTable(
  cases: readonly OpenCase[],
  kind: Problem['kind'],
  { zone }: TenantView,
  links: Links,
): Html {
  if (kind === 'file')
    return table<OpenCase>(
      'Files',
      [
        { title: 'File', main: true, wide: true, cell: (one) => path(one.file) },
        { title: 'Message', wide: true, cell: (one) => foreign(one.message) },
        { title: 'Since', cell: (one) => moment(Date.parse(one.at), zone) },
      ],
      cases,
    );
  return table<OpenCase>(
    'Refused rows',
    [
      { title: 'Order', main: true, cell: (one) => orderCell(one, links) },
      { title: 'Message', wide: true, cell: messageCell },
      { title: 'Since', cell: (one) => moment(Date.parse(one.at), zone) },
    ],
    cases,
  );
}

const messageCell = ({ message, file, row, retry }: OpenCase): Html =>
  html`${foreign(message)}<span class="where">${path(file)}, row ${row}</span>${retry ? html`<span class="where">${retryText(retry)}</span>` : ''}`;

function orderCell({ orderId, orderItemSeqId, salesOrder, line, fulfillment }: OpenCase, links: Links): Html {
  const [order, item] = [orderId || salesOrder, orderItemSeqId || line];
  if (order === '' && fulfillment !== '') return html`item fulfillment ${idLink(fulfillment, links)}`;
  return html`${idLink(order, links)}${item === '' ? '' : html` <small>${foreign(item, 60)}</small>`}`;
}

function actions(shown: Shown, answer: ProblemsAnswer): Html {
  const { problem, tenant } = shown;
  const rows = problem.kind === 'rows' ? answer.links.refusedRows(tenant.name, problem.id) : undefined;
  const download =
    rows === undefined
      ? ''
      : html`<a class="button" href="${rows}" download>Download the refused rows (CSV)</a>`;
  if (answer.proof === undefined) return html`<p class="actions">${download}</p>`;
  const hidden = html`<input type="hidden" name="proof" value="${answer.proof}"><input type="hidden" name="tenant" value="${tenant.name}"><input type="hidden" name="problem" value="${problem.id}">`;
  return html`<div class="actions">${download}
${problem.kind === 'rows' ? html`<form method="post" action="/problems/replay">${hidden}<button>Send the rows again</button></form>` : ''}
${problem.acknowledged ? '' : acknowledgeForm(shown, hidden, answer)}</div>`;
}

function acknowledgeForm(shown: Shown, hidden: Html, { keepsAcknowledgements }: ProblemsAnswer): Html {
  if (!keepsAcknowledgements(shown.tenant))
    return emptyNote(
      'To acknowledge it, set index.file in the configuration: acknowledgements are kept beside it.',
    );
  const id = `note-${anchorOf(shown)}`;
  return html`<form class="acknowledge" method="post" action="/problems/acknowledge">${hidden}
<label for="${id}">Why it needs nothing</label>
<input id="${id}" name="note" required maxlength="500" autocomplete="off"><button>Acknowledge</button></form>`;
}
