/** Charts as plain SVG that is the same for the same numbers, and readable on a light and on a dark page. */
import type { Chart } from './results.ts';

const WIDTH = 760;
const LABELS = 230;
const VALUES = 150;
const TOP = 56;
const BAR = 26;
const PLOT_HEIGHT = 300;
/** Told apart by people who see no red or no green, on white as on black (Okabe and Ito's). */
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9'];

export const drawChart = (chart: Chart): string => (chart.lines ? drawLines(chart) : drawBars(chart));

function drawBars({ title, unit, bars = [] }: Chart): string {
  const scale = niceScale(Math.max(...bars.map(({ value }) => value), Number.MIN_VALUE));
  const width = WIDTH - LABELS - VALUES;
  const bottom = TOP + bars.length * BAR;
  const at = (value: number): number => LABELS + (value / scale.most) * width;
  const ticks = scale.ticks.map((tick) => verticalTick(at(tick), bottom, short(tick)));
  const drawn = bars.map(({ label, value, text, ours }, index) => {
    const y = TOP + index * BAR;
    return [
      `<text class="${ours ? 'strong' : 'plain'}" x="${LABELS - 8}" y="${y + 17}" text-anchor="end">${escaped(label)}</text>`,
      `<rect x="${LABELS}" y="${y + 4}" width="${round(Math.max(1, at(value) - LABELS))}" height="${BAR - 8}" fill="${ours ? COLOURS[1] : COLOURS[0]}"/>`,
      `<text class="plain" x="${round(at(value) + 6)}" y="${y + 17}">${escaped(text)}</text>`,
    ].join('\n');
  });
  const axis = `<text class="quiet" x="${LABELS + width / 2}" y="${bottom + 38}" text-anchor="middle">${escaped(unit)}</text>`;
  return svg(title, bottom + 50, [...ticks, ...drawn, axis]);
}

function drawLines({ title, unit, xLabel = '', lines = [], paired = false }: Chart): string {
  const drawable = lines.map(({ label, points }) => ({
    label,
    points: points.filter(([x, y]) => x > 0 && y > 0),
  }));
  const all = drawable.flatMap(({ points }) => points);
  const across = powersOfTen(all.map(([x]) => x));
  const up = powersOfTen(all.map(([, y]) => y));
  const [left, right, bottom] = [70, WIDTH - VALUES - 70, TOP + PLOT_HEIGHT];
  const x = (value: number): number => left + along(across, value) * (right - left);
  const y = (value: number): number => bottom - along(up, value) * PLOT_HEIGHT;
  const drawn = [
    ...across.map((tick) => verticalTick(x(tick), bottom, short(tick))),
    ...up.map((tick) => horizontalTick(left, right, y(tick), short(tick))),
    ...drawable.map(({ points }, index) =>
      polyline(
        points.map((point) => [x(point[0]), y(point[1])]),
        strokeOf(index, paired),
      ),
    ),
    ...drawable.map(({ label }, index) =>
      legendLine(label, strokeOf(index, paired), right + 16, TOP + 10 + index * 22),
    ),
    `<text class="quiet" x="${(left + right) / 2}" y="${bottom + 38}" text-anchor="middle">${escaped(xLabel)}</text>`,
    `<text class="quiet" x="16" y="${TOP + PLOT_HEIGHT / 2}" text-anchor="middle" transform="rotate(-90 16 ${TOP + PLOT_HEIGHT / 2})">${escaped(unit)}</text>`,
  ];
  return svg(title, bottom + 50, drawn);
}

type Stroke = { colour: string; dashes: string };

/** Variants of one thing have its colour, and dashes. */
function strokeOf(index: number, paired: boolean): Stroke {
  const colour = COLOURS[(paired ? Math.floor(index / 2) : index) % COLOURS.length] ?? '';
  return { colour, dashes: paired && index % 2 === 1 ? ' stroke-dasharray="6 4"' : '' };
}

function polyline(points: readonly (readonly [number, number])[], { colour, dashes }: Stroke): string {
  const path = points.map(([x, y]) => `${round(x)},${round(y)}`).join(' ');
  const dots = points.map(([x, y]) => `<circle cx="${round(x)}" cy="${round(y)}" r="3" fill="${colour}"/>`);
  const line = `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"${dashes}/>`;
  return [line, ...dots].join('\n');
}

const legendLine = (label: string, { colour, dashes }: Stroke, x: number, y: number): string =>
  `<line x1="${x}" y1="${y}" x2="${x + 24}" y2="${y}" stroke="${colour}" stroke-width="2"${dashes}/>
<text class="plain" x="${x + 30}" y="${y + 4}">${escaped(label)}</text>`;

const verticalTick = (x: number, bottom: number, text: string): string =>
  `<line class="grid" x1="${round(x)}" y1="${TOP - 4}" x2="${round(x)}" y2="${bottom + 4}"/>
<text class="quiet" x="${round(x)}" y="${bottom + 18}" text-anchor="middle">${text}</text>`;

const horizontalTick = (left: number, right: number, y: number, text: string): string =>
  `<line class="grid" x1="${left}" y1="${round(y)}" x2="${right}" y2="${round(y)}"/>
<text class="quiet" x="${left - 6}" y="${round(y + 4)}" text-anchor="end">${text}</text>`;

function svg(title: string, height: number, parts: readonly string[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${escaped(title)}">
<style>
  text { font: 12px system-ui, sans-serif; fill: #24292f; }
  .title { font-size: 15px; font-weight: 600; }
  .strong { font-weight: 700; }
  .quiet { fill: #57606a; }
  .grid { stroke: #8c959f; stroke-opacity: 0.35; }
  .page { fill: #ffffff; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; }
    .quiet { fill: #9aa4af; }
    .page { fill: #0d1117; }
  }
</style>
<rect class="page" width="${WIDTH}" height="${height}"/>
<text class="title" x="16" y="28">${escaped(title)}</text>
${parts.join('\n')}
</svg>
`;
}

/** A few round numbers from nothing to at least the largest value. */
function niceScale(largest: number): { most: number; ticks: number[] } {
  const power = 10 ** Math.floor(Math.log10(largest));
  const step = [0.2, 0.5, 1, 2].map((part) => part * power).find((each) => largest / each <= 6) ?? power;
  const steps = Math.ceil(largest / step);
  const ticks = Array.from({ length: steps + 1 }, (_, index) => index * step);
  return { most: steps * step, ticks };
}

function powersOfTen(values: readonly number[]): number[] {
  if (values.length === 0) return [1, 10];
  const low = Math.floor(Math.log10(Math.min(...values)));
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values))));
  return Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index));
}

/** Where a value lies between the first and the last power, from 0 to 1. */
function along(powers: readonly number[], value: number): number {
  const [low = 1, high = 10] = [powers[0], powers.at(-1)];
  return (Math.log10(value) - Math.log10(low)) / (Math.log10(high) - Math.log10(low));
}

const short = (value: number): string =>
  Number(value.toPrecision(3)).toLocaleString('en-US', { maximumFractionDigits: 6 });
const round = (value: number): string => String(Number(value.toFixed(1)));
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
