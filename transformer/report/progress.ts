/** How far the files of a feed are: a bar with rate and time left, from the events of a pass. */
import type { PassEvent } from './pass-report.ts';

/** @returns the line to show after an event; undefined when there is nothing under way */
export function trackProgress(clock: () => number): (event: PassEvent) => string | undefined {
  let found = { feed: '', files: 0, bytes: 0, at: 0 };
  let done = { files: 0, bytes: 0 };
  const sizes = new Map<string, number>();
  const partly = new Map<string, number>();
  return (event) => {
    if (event.event === 'files found') {
      found = { feed: event.feed, files: event.files, bytes: event.bytes, at: clock() };
      done = { files: 0, bytes: 0 };
      sizes.clear();
      partly.clear();
    }
    const file = 'file' in event ? `${event.folder ?? ''}/${event.file}` : '';
    if (event.event === 'file claimed') sizes.set(file, event.size);
    if (event.event === 'file progress') partly.set(file, event.bytes);
    if (ends.has(event.event)) {
      partly.delete(file);
      done = { files: done.files + 1, bytes: done.bytes + (sizes.get(file) ?? 0) };
    }
    if (event.event === 'pass ended' || found.files === 0 || done.files >= found.files) return undefined;
    const read = [...partly.values()].reduce((sum, some) => sum + some, 0);
    const bytes = done.bytes + read * READING_SHARE;
    return progressLine(found, { files: done.files, bytes }, clock());
  };
}

const ends: ReadonlySet<string> = new Set(['file archived', 'file failed', 'file interrupted']);

/** Reading a file is about half of what it takes; the other half is converting and writing. */
const READING_SHARE = 0.5;

const WIDTH = 20;

function progressLine(
  found: { feed: string; files: number; bytes: number; at: number },
  done: { files: number; bytes: number },
  now: number,
): string {
  const share = found.bytes === 0 ? done.files / found.files : Math.min(1, done.bytes / found.bytes);
  const filled = Math.floor(share * WIDTH);
  const bar = `${'#'.repeat(filled)}${'-'.repeat(WIDTH - filled)}`;
  const seconds = (now - found.at) / 1000;
  const files = `${done.files} of ${found.files} files`;
  if (share === 0 || seconds <= 0) return `${found.feed} [${bar}] ${files}`;
  const left = Math.ceil((seconds / share) * (1 - share));
  return `${found.feed} [${bar}] ${files}, ${formatBytes(done.bytes / seconds)}/s, ${left} s left`;
}

function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${Math.round(bytes)} B`;
  if (bytes < 1_000_000) return `${(bytes / 1_000).toFixed(1)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
