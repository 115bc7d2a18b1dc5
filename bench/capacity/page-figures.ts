/** What the bench has measured before, read from the tables of docs/speed.md, so that a day can be computed without measuring it again. */
import type { Measured } from './transformer-day.ts';

const FILES = 500;

/** @param page docs/speed.md */
export function measuredOnPage(page: string): Measured {
  const idle = contender(page, 'Pass with nothing to do, over SFTP');
  const files = contender(page, `Pass over ${FILES} files of 20 kB, 30 ms round trip`);
  return {
    idlePass: idle,
    file: { wall: (files.wall - idle.wall) / FILES, cpu: (files.cpu - idle.cpu) / FILES },
    row: { cpu: secondsPerRow(page) },
  };
}

function contender(page: string, title: string): { wall: number; cpu: number } {
  const [, wall = '', cpu = ''] = cellsOf(page, title, 'ours');
  return { wall: secondsIn(wall, title), cpu: secondsIn(cpu, title) };
}

/** The slowest of the conversions, at 100,000 rows. */
function secondsPerRow(page: string): number {
  const found = [...page.matchAll(/^\|[^|]+\| 100,000 +\|[^|]+\| ([\d.]+) µs/gm)].map(([, text]) =>
    Number(text),
  );
  if (found.length === 0) throw lacking('How ours grow');
  return Math.max(...found) / 1e6;
}

/** Cells of the first row that begins so, below the title. */
function cellsOf(page: string, title: string, first: string): string[] {
  const at = page.indexOf(`**${title}**`);
  const row = page.slice(at).match(new RegExp(`^\\| ${first} +\\|(.*)\\|$`, 'm'))?.[1];
  if (at === -1 || row === undefined) throw lacking(title);
  return [first, ...row.split('|').map((cell) => cell.trim())];
}

function secondsIn(text: string, title: string): number {
  const seconds = /^([\d.]+) s$/.exec(text)?.[1];
  if (seconds === undefined) throw lacking(title);
  return Number(seconds);
}

const lacking = (title: string): Error =>
  new Error(`docs/speed.md has no table "${title}" with our figures. Run npm run bench first.`);
