/** Order: from any id to the life of each order item, with the first step that is missing in front. */
import { html } from 'hono/html';
import { adviceForUnseen, type FileLife, type Found, type ItemLife, MOST_ITEMS } from '../../answers/find.ts';
import { standingOf, titleOf } from '../../answers/standing.ts';
import { ageOf, type Step } from '../../answers/steps.ts';
import { retryText } from '../../retries/retry-text.ts';
import { fileTable } from './file-table.ts';
import type { Links } from '../parts/links.ts';
import { emptyNote, mark, type State } from '../parts/marks.ts';
import { isOneOfMany, type Of, type TenantView, unseenOf, unseenWords } from '../parts/page-data.ts';
import type { View } from '../parts/shell.ts';
import { supportText } from './support-text.ts';
import { counted, foreign, foreignCut, type Html, path } from '../parts/text.ts';
import { moment, momentInline } from '../parts/times.ts';

export type OrderAnswer = { asked: string; now: number; found: readonly Of<Found>[]; links: Links };

export function orderView(answer: OrderAnswer): View {
  const { asked, found, links } = answer;
  const form = links.isLive ? askForm(links, asked) : emptyNote('');
  if (asked.trim() === '') return emptyView(form);
  const seen = found.filter(({ answer: { items, files } }) => items.length + files.length > 0);
  const title = `Order ${foreignCut(asked, 40)}`;
  if (seen.length === 0)
    return { name: 'order', title, lead: neverLead(found), body: html`${form}${neverSeen(answer)}` };
  const body = html`${form}${seen.map((one) => tenantSection(one, answer, isOneOfMany(found)))}`;
  return { name: 'order', title, lead: leadOf(seen), body };
}

/** While files are read that nobody has read before, it may be in one of those. */
function neverLead(found: readonly Of<Found>[]): Html | string {
  const tenants = found.map(({ tenant }) => tenant);
  if (tenants.some(({ isLooking }) => isLooking))
    return html`${mark('watch', 'Not seen yet:')} files are being read, load the page again in a moment.`;
  const unseen = unseenOf(tenants);
  if (unseen.length === 0) return 'Never seen.';
  return html`${mark('watch', 'Never seen where it was looked for.')} ${foreign(unseenWords(unseen), 1000)}`;
}

const emptyView = (form: Html): View => ({
  name: 'order',
  title: 'Order',
  lead: 'Where is it, and why did it go no further?',
  body: form,
});

export const askForm = (
  { order }: Links,
  asked: string,
): Html => html`<form class="ask" role="search" action="${order}">
<label for="asked">Any id: HotWax order id or name, NetSuite internal or external id, shipment, tracking number, item fulfillment, or file name</label>
<div class="row"><input id="asked" name="id" type="search" value="${asked}" maxlength="300" autocomplete="off" autocapitalize="off" spellcheck="false" required>
<button class="primary">Look up</button></div>
</form>`;

function leadOf(seen: readonly Of<Found>[]): Html {
  const items = seen.flatMap(({ answer }) => answer.items);
  const stopped = items.filter(({ missing }) => missing !== null);
  if (items.length === 0)
    return html`${counted(seen.flatMap(({ answer }) => answer.files).length, 'file')} of this name.`;
  if (stopped.length === 0)
    return html`${mark('good', 'Nothing is missing')} in ${counted(items.length, 'order item')}.`;
  const all =
    items.length === 1 ? 'The order item' : `${stopped.length} of ${counted(items.length, 'order item')}`;
  return html`${mark('bad', 'Stopped')} ${all} ${stopped.length === 1 ? 'goes' : 'go'} no further; see what to do.`;
}

function tenantSection({ tenant, answer }: Of<Found>, asked: OrderAnswer, isNamed: boolean): Html {
  const items = [...answer.items].sort(
    (one, other) => Number(one.missing === null) - Number(other.missing === null),
  );
  const cut =
    items.length === MOST_ITEMS ? emptyNote(`Only the first ${MOST_ITEMS} order items are shown.`) : '';
  return html`${isNamed ? html`<h2 class="tenant">${foreign(tenant.name)}</h2>` : ''}
${cut}${items.map((item) => itemCard(item, tenant, answer, asked))}
${answer.files.length > 0 ? fileSection(answer.files, tenant) : ''}`;
}

function fileSection(files: readonly FileLife[], tenant: TenantView): Html {
  return html`<section class="panel"><h2>Files of this name</h2>${fileTable(files, tenant)}</section>`;
}

function itemCard(item: ItemLife, tenant: TenantView, found: Found, asked: OrderAnswer): Html {
  const { missing, steps } = item;
  const latest =
    missing === null
      ? html`<p class="stands">${mark('good', standingOf(steps))}</p>`
      : stopBox(missing, asked.now);
  return html`<article class="panel item ${missing ? 'stopped' : ''}">
<h2>${foreign(titleOf({ ...item, names: [], salesOrder: '', line: '' }))}</h2>
${idList(item, asked.links)}
${latest}
<h3>What happened</h3>
<ol class="steps">${steps.map((step) => stepLine(step, step === missing, tenant.zone))}</ol>
<details class="support"><summary>Copy for support</summary>
<textarea readonly rows="8" aria-label="Text for support">${supportText(item, { tenant, found, asked: asked.asked, now: asked.now })}</textarea></details>
</article>`;
}

function idList({ names, salesOrder, line }: ItemLife, links: Links): Html {
  const others = names.filter((name) => name !== salesOrder);
  const entries: [string, readonly string[]][] = [
    ['Also called', others],
    ['Sales order', [salesOrder].filter((id) => id !== '')],
    ['Line', [line].filter((id) => id !== '')],
  ];
  return html`<dl class="ids">${entries
    .filter(([, ids]) => ids.length > 0)
    .map(
      ([title, ids]) =>
        html`<div><dt>${title}</dt><dd>${ids.map((id) => html`<span>${title === 'Line' ? foreign(id) : idLink(id, links)}</span> `)}</dd></div>`,
    )}</dl>`;
}

export function idLink(id: string, links: Links): Html {
  if (id === '') return html`<span class="unknown">unknown</span>`;
  const link = links.orderOf(id);
  return link === undefined ? foreign(id, 60) : html`<a href="${link}">${foreign(id, 10_000)}</a>`;
}

const stopBox = (step: Step, now: number): Html => html`<div class="stop">
<h3>${mark('bad', 'Stops here')} ${whoDid(step)}</h3>
<p class="why">${foreign(step.says, 600)}</p>
<p class="do"><strong>Do:</strong> ${step.whatToDo}</p>
<p class="since">${step.retry ? retryText(step.retry) : `For ${ageOf(now - Date.parse(step.at))}.`}</p>
</div>`;

const verbs: Readonly<Record<Step['outcome'], string>> = {
  applied: 'applied it',
  'handed on': 'set its line, and handed it on to be fulfilled',
  skipped: 'skipped it',
  refused: 'refused it',
  unknown: 'decided, unknown how',
  waits: 'has not taken it',
  'under way': 'is working on it',
  taken: 'took it',
  failed: 'could not read the file',
};

/** The transformer applies nothing: it converts. */
const verbOf = ({ outcome, by }: Step): string =>
  outcome === 'applied' && by === 'transformer' ? 'converted it' : verbs[outcome];

const whoDid = (step: Step): Html => {
  const code = step.code === '' ? '' : html` <code>${foreign(step.code, 60)}</code>`;
  return html`${nameOfDoer(step)} ${verbOf(step)}${code}`;
};

const nameOfDoer = ({ by }: Step): string => (by === 'transformer' ? 'The transformer' : by);

const states: Readonly<Record<Step['outcome'], [State, string]>> = {
  applied: ['good', 'Done'],
  'handed on': ['good', 'Handed on'],
  skipped: ['quiet', 'Skipped'],
  refused: ['bad', 'Refused'],
  unknown: ['watch', 'Unknown'],
  waits: ['watch', 'Waits'],
  'under way': ['watch', 'Under way'],
  taken: ['good', 'Taken'],
  failed: ['bad', 'Failed'],
};

function stepLine(step: Step, isStop: boolean, zone: string): Html {
  const { at, feed, file, row, output, record, says } = step;
  const [state, word] = states[step.outcome];
  const made = record === '' ? '' : html`, which made record ${foreign(record, 60)}`;
  const why =
    isStop || says === 'converted' || says === 'applied' ? '' : html`<p class="says">${foreign(says)}</p>`;
  return html`<li class="step ${isStop ? 'here' : ''}">
<div class="when">${moment(Date.parse(at), zone)}</div>
<div class="what"><p>${mark(state, word)} <span class="who">${whoDid(step)}${made}</span></p>${why}
<p class="where"><span class="feed">${feed}</span> ${path(file)}${row === 0 ? '' : html`, row ${row}`}</p>
${output === '' ? '' : html`<p class="where">→ ${path(output)}</p>`}</div>
</li>`;
}

function neverSeen({ found }: OrderAnswer): Html {
  const searched = found.map(({ tenant, answer }) => {
    const { files, rows, folders, unread } = answer.searched;
    const since =
      answer.searched.since === null
        ? ''
        : html` since ${momentInline(Date.parse(answer.searched.since), tenant.zone)}`;
    return html`<li>${foreign(tenant.name === '' ? tenant.place : `${tenant.name} (${tenant.place})`)}: ${counted(files, 'file')} with ${counted(rows, 'row')}${since}, of
<ul>${folders.map((folder) => html`<li>${path(folder)}</li>`)}</ul>
${unread.length > 0 ? html`<p>${counted(unread.length, 'file')} ${unread.length === 1 ? 'waits and was' : 'wait and were'} not read yet, such as ${path(unread[0] ?? '')}.</p>` : ''}</li>`;
  });
  return html`<section class="panel"><h2>What was searched</h2><ul class="searched">${searched}</ul>
<p class="do"><strong>Do:</strong> ${adviceForUnseen(found.map(({ answer }) => answer))}</p></section>`;
}
