/** Two pictures: rows by the hour, and how long files have waited. Each says the same in words and as a table. */
import { html } from 'hono/html';
import type { Hour } from '../../answers/by-day/hours.ts';
import { table } from './table.ts';
import { counted, type Html, number } from './text.ts';
import { wallOf } from './times.ts';

const outcomes = ['applied', 'skipped', 'refused'] as const;

const names: Readonly<Record<(typeof outcomes)[number], string>> = {
  applied: 'delivered',
  skipped: 'skipped',
  refused: 'refused',
};

const [WIDTH, HEIGHT, LEFT, BOTTOM, TOP] = [600, 190, 62, 28, 10];

/** Stripes tell what is refused where colours are not told apart. */
const pattern = (id: string): Html =>
  html`<defs><pattern id="${id}" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="5" height="5" class="refused"/><path d="M0 0V5" class="hatch" stroke-width="2"/></pattern></defs>`;

export function hoursChart(hours: readonly Hour[], zone: string): Html {
  const most = Math.max(1, ...hours.map(totalOf));
  const top = niceTop(most);
  const step = (WIDTH - LEFT) / Math.max(1, hours.length);
  const all = (key: (typeof outcomes)[number]): number => hours.reduce((sum, hour) => sum + hour[key], 0);
  const words = `In the last ${hours.length} hours ${counted(all('applied'), 'row')} delivered, ${number(all('skipped'))} skipped, ${number(all('refused'))} refused.`;
  return html`<figure class="panel"><figcaption><h2>Rows by the hour</h2><small>${words}</small></figcaption>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${words}">${pattern('stripes')}
${[0, top / 2, top].map((value) => gridLine(value, top))}
${hours.map((hour, at) => bar(hour, LEFT + at * step, step, top))}
${hours.map((hour, at) => (at % 4 === hours.length % 4 ? hourLabel(hour, LEFT + (at + 0.5) * step, zone) : ''))}
</svg>
${key()}
<details><summary>As a table</summary>${table<Hour>(
    'Rows by the hour',
    [
      {
        title: 'Hour',
        main: true,
        cell: ({ from }) => `${wallOf(from, zone).date} ${wallOf(from, zone).time}`,
      },
      ...outcomes.map((outcome) => ({
        title: names[outcome].replace(/^./, (letter) => letter.toUpperCase()),
        numeric: true,
        cell: (hour: Hour) => number(hour[outcome]),
      })),
    ],
    hours.filter((hour) => totalOf(hour) > 0),
  )}</details></figure>`;
}

const totalOf = ({ applied, skipped, refused }: Hour): number => applied + skipped + refused;

/** A round number of which the half is one, too. */
function niceTop(most: number): number {
  const power = 10 ** Math.floor(Math.log10(most));
  const step = [1, 1.2, 1.6, 2, 3, 4, 6, 8, 10].find((factor) => factor * power >= most) ?? 10;
  return Math.max(2, step * power);
}

const yOf = (value: number, top: number): number => TOP + (HEIGHT - BOTTOM - TOP) * (1 - value / top);

const gridLine = (value: number, top: number): Html => {
  const y = yOf(value, top).toFixed(1);
  return html`<line class="axis" x1="${LEFT}" x2="${WIDTH}" y1="${y}" y2="${y}"/><text x="${LEFT - 6}" y="${y}" dy="4" text-anchor="end">${number(value)}</text>`;
};

/** The least that is seen. */
const THINNEST = 1.5;

function bar(hour: Hour, x: number, step: number, top: number): Html {
  let base = 0;
  const parts = outcomes.map((outcome) => {
    const value = hour[outcome];
    if (value === 0) return '';
    const [low, high] = [yOf(base, top), yOf(base + value, top)];
    base += value;
    const height = Math.max(THINNEST, low - high);
    const fill = outcome === 'refused' ? html`fill="url(#stripes)"` : html`class="${outcome}"`;
    return html`<rect x="${(x + step * 0.14).toFixed(1)}" width="${(step * 0.72).toFixed(1)}" y="${(low - height).toFixed(1)}" height="${height.toFixed(1)}" ${fill}/>`;
  });
  return html`<g>${parts}</g>`;
}

const hourLabel = ({ from }: Hour, x: number, zone: string): Html =>
  html`<text x="${x.toFixed(1)}" y="${HEIGHT - 6}" text-anchor="middle">${wallOf(from, zone).time}</text>`;

const key = (): Html =>
  html`<ul class="key" aria-hidden="true">${outcomes.map(
    (outcome) =>
      html`<li><svg viewBox="0 0 12 12"><rect width="12" height="12" rx="2" ${outcome === 'refused' ? html`fill="url(#stripes)"` : html`class="${outcome}"`}/></svg>${names[outcome]}</li>`,
  )}</ul>`;

/** @property at since when it waits, epoch ms */
export type WaitingFor = { who: string; since: number };

const ages = [
  { title: 'under 15 min', below: 15 },
  { title: '15 min to 1 h', below: 60 },
  { title: '1 to 4 h', below: 240 },
  { title: '4 h to 1 day', below: 1440 },
  { title: 'over 1 day', below: Number.POSITIVE_INFINITY },
];

const MINUTE = 60_000;

type AgeRow = { title: string; counts: ReadonlyMap<string, number>; total: number };

export function agesChart(waiting: readonly WaitingFor[], now: number): Html {
  const rows = ageRows(waiting, now);
  const who = [...new Set(waiting.map((one) => one.who))].sort();
  const words = wordsOf(waiting, rows, now);
  const most = Math.max(1, ...rows.map(({ total }) => total));
  return html`<figure class="panel"><figcaption><h2>Age of what waits</h2><small>${words}</small></figcaption>
${
  waiting.length === 0
    ? ''
    : html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${words}">
${rows.map((row, at) => ageBar(row, at, most))}</svg>`
}
${
  waiting.length === 0
    ? ''
    : html`<details><summary>As a table</summary>${table<AgeRow>(
        'Files that wait, by age and by whom they wait for',
        [
          { title: 'Age', main: true, cell: ({ title }) => title },
          ...who.map((one) => ({
            title: `For ${one}`,
            numeric: true,
            cell: ({ counts }: AgeRow) => number(counts.get(one) ?? 0),
          })),
        ],
        rows.filter(({ total }) => total > 0),
      )}</details>`
}</figure>`;
}

function ageRows(waiting: readonly WaitingFor[], now: number): AgeRow[] {
  const rows = ages.map(({ title }) => ({ title, counts: new Map<string, number>(), total: 0 }));
  for (const { who, since } of waiting) {
    const row = rows[ages.findIndex(({ below }) => (now - since) / MINUTE < below)];
    if (!row) continue;
    row.counts.set(who, (row.counts.get(who) ?? 0) + 1);
    row.total += 1;
  }
  return rows;
}

function wordsOf(waiting: readonly WaitingFor[], rows: readonly AgeRow[], now: number): string {
  if (waiting.length === 0) return 'No file waits.';
  const oldest = waiting.reduce((first, one) => (one.since < first.since ? one : first));
  const over = rows.slice(2).reduce((sum, { total }) => sum + total, 0);
  const late = over === 0 ? 'none for over an hour' : `${number(over)} for over an hour`;
  return `${counted(waiting.length, 'file')} ${waiting.length === 1 ? 'waits' : 'wait'}, ${late}; the oldest for ${oldest.who}, ${hoursAndMinutes(now - oldest.since)}.`;
}

function hoursAndMinutes(milliseconds: number): string {
  const minutes = Math.max(0, Math.floor(milliseconds / MINUTE));
  if (minutes < 60) return `${minutes} min`;
  return minutes < 2880
    ? `${Math.floor(minutes / 60)} h ${minutes % 60} min`
    : `${Math.floor(minutes / 1440)} days`;
}

const [ROW, LABEL] = [35, 136];

function ageBar({ title, total }: AgeRow, at: number, most: number): Html {
  const y = TOP + at * ROW;
  const width = total === 0 ? 0 : Math.max(3, ((WIDTH - LABEL - 50) * total) / most);
  const isLate = at >= 2;
  const fill = isLate ? html`fill="url(#stripes)"` : html`class="applied"`;
  return html`<text x="${LABEL - 10}" y="${y + 17}" text-anchor="end">${title}</text><line class="axis" x1="${LABEL}" x2="${LABEL}" y1="${y}" y2="${y + ROW}"/><rect x="${LABEL}" y="${y + 3}" width="${width.toFixed(1)}" height="19" ${fill}/><text x="${(LABEL + width + 7).toFixed(1)}" y="${y + 17}">${number(total)}</text>`;
}
