/** Flowing?: a line for each tenant and feed, the worst first, and one sentence above them. */
import { html } from 'hono/html';
import { type FeedFlow, type FileGroup, type FlowState, worstFirst } from '../../answers/flow.ts';
import { sentenceOf } from '../../answers/flow-words.ts';
import type { Hour } from '../../answers/by-day/hours.ts';
import { ageOf } from '../../answers/steps.ts';
import { agesChart, hoursChart, type WaitingFor } from '../parts/charts.ts';
import type { Links } from '../parts/links.ts';
import { emptyNote, mark, type State } from '../parts/marks.ts';
import { isOneOfMany, type TenantView, unseenOf, unseenWords } from '../parts/page-data.ts';
import type { View } from '../parts/shell.ts';
import { table } from '../parts/table.ts';
import { count, foreign, type Html, number } from '../parts/text.ts';

export type FlowingAnswer = {
  flows: readonly FeedFlow[];
  tenants: readonly TenantView[];
  hours: readonly Hour[];
  waiting: readonly WaitingFor[];
  zone: string;
  now: number;
  links: Links;
};

const states: Readonly<Record<FlowState, [State, string]>> = {
  stopped: ['bad', 'Stopped'],
  attention: ['watch', 'Look at it'],
  late: ['watch', 'Late'],
  flowing: ['good', 'Flows'],
  idle: ['quiet', 'Idle'],
};

const tones: Readonly<Record<State, string>> = { bad: 'worst', watch: 'watched', good: '', quiet: '' };

export function flowingView(answer: FlowingAnswer): View {
  const { flows, tenants, hours, waiting, zone, now, links } = answer;
  const sorted = worstFirst(flows);
  const [worst] = sorted;
  const unseen = unseenOf(tenants).filter(({ name }) => !flows.some(({ tenant }) => (tenant ?? '') === name));
  const isUnknown = flows.length === 0 && tenants.some(({ isLooking }) => isLooking);
  const lead = isUnknown
    ? 'The files are being looked at for the first time: load the page again in a moment.'
    : html`${worst ? mark(...states[worst.state]) : ''} ${foreign(sentenceOf(flows), 1000)}${unseen.length === 0 ? '' : html` ${mark('watch', 'Not all seen:')} ${foreign(unseenWords(unseen), 1000)}`}`;
  const body = html`${flows.length === 0 ? emptyNote('') : flowTable(sorted, isOneOfMany(tenants), links, now)}
<div class="charts">${hoursChart(hours, zone)}${agesChart(waiting, now)}</div>`;
  return { name: 'flowing', title: 'Flowing?', lead, body };
}

function flowTable(flows: readonly FeedFlow[], isNamed: boolean, links: Links, now: number): Html {
  return html`<div class="panel flat">${table<FeedFlow>(
    'Feeds, the worst first',
    [
      {
        title: 'Feed',
        main: true,
        wide: true,
        cell: ({ tenant, feed, says, from, to }) =>
          html`${isNamed && tenant !== null ? html`${foreign(tenant)} · ` : ''}${feed} <small>${from} → ${to}</small><span class="says">${foreign(says, 1000)}</span>`,
      },
      { title: 'State', cell: ({ state }) => mark(...states[state]) },
      {
        title: 'Waits here',
        numeric: true,
        cell: ({ waiting, processing }) => groups([waiting, processing], now),
      },
      {
        title: 'Not taken',
        numeric: true,
        cell: ({ untaken, receiving }) => groups([untaken, receiving], now),
      },
      { title: 'Open', numeric: true, cell: (flow) => openCell(flow, links) },
      { title: 'Today', numeric: true, cell: todayCell },
    ],
    flows,
    ({ state }) => tones[states[state][0]],
  )}</div>`;
}

/** How many, and the age of the oldest below. */
function groups(all: readonly (FileGroup | null)[], now: number): Html | string {
  const known = all.filter((group) => group !== null);
  if (known.length === 0) return html`<span class="unknown">not known</span>`;
  const files = known.reduce((sum, group) => sum + group.files, 0);
  const since = Math.min(...known.map((group) => group.since ?? Number.POSITIVE_INFINITY));
  if (files === 0) return count(0);
  return html`${number(files)}${Number.isFinite(since) ? html`<small class="below">${ageOf(now - since)}</small>` : ''}`;
}

function openCell({ failed, refused, unusable }: FeedFlow, links: Links): Html | string {
  const open = failed.files + refused.count + unusable;
  if (open === 0) return count(0);
  return html`<a href="${links.problems}">${number(open)}</a>`;
}

function todayCell({ rowsToday, usualByNow }: FeedFlow): Html | string {
  if (rowsToday === null) return html`<span class="unknown">not known</span>`;
  const usual = usualByNow === null ? '' : html`<small class="below">usual ${number(usualByNow)}</small>`;
  return html`${count(rowsToday)}${usual}`;
}
