/** How far the files of a feed are: a bar with rate and time left, from the events of a pass. */
import type { FilePhase, PassEvent } from './pass-report.ts';

/** @returns the line to show after an event; undefined when there is nothing under way */
export function trackProgress(clock: () => number): (event: PassEvent) => string | undefined {
  let found = { feed: '', files: 0, bytes: 0, at: 0 };
  let done = { files: 0, bytes: 0 };
  const sizes = new Map<string, number>();
  const shares = new Map<string, number>();
  return (event) => {
    if (event.event === 'files found') {
      found = { feed: event.feed, files: event.files, bytes: event.bytes, at: clock() };
      done = { files: 0, bytes: 0 };
      sizes.clear();
      shares.clear();
    }
    const file = 'file' in event ? `${event.folder ?? ''}/${event.file}` : '';
    if (event.event === 'file claimed') sizes.set(file, event.size);
    if (event.event === 'file progress') shares.set(file, shareOf(event.phase, event.share));
    if (ends.has(event.event)) {
      shares.delete(file);
      done = { files: done.files + 1, bytes: done.bytes + (sizes.get(file) ?? 0) };
    }
    if (event.event === 'pass ended' || found.files === 0 || done.files >= found.files) return undefined;
    const partly = [...shares].reduce((sum, [name, share]) => sum + (sizes.get(name) ?? 0) * share, 0);
    return progressLine(found, { files: done.files, bytes: done.bytes + partly }, clock());
  };
}

const ends: ReadonlySet<string> = new Set(['file archived', 'file failed', 'file left', 'file interrupted']);

/** About what of the time of a large file each phase takes in a local folder; a slow server reads for longer. The rest is publishing. */
const PHASES: Readonly<Record<FilePhase, { before: number; own: number }>> = {
  reading: { before: 0, own: 0.1 },
  converting: { before: 0.1, own: 0.5 },
  writing: { before: 0.6, own: 0.35 },
};

const shareOf = (phase: FilePhase, share: number): number =>
  PHASES[phase].before + PHASES[phase].own * Math.min(1, share);

const WIDTH = 20;
/** Before, whatever is said of the time left is wrong. */
const [SHORTEST_SECONDS, SMALLEST_SHARE] = [1, 0.15];

function progressLine(
  found: { feed: string; files: number; bytes: number; at: number },
  done: { files: number; bytes: number },
  now: number,
): string {
  const share = found.bytes === 0 ? done.files / found.files : Math.min(1, done.bytes / found.bytes);
  const filled = Math.floor(share * WIDTH);
  const bar = `${'#'.repeat(filled)}${'-'.repeat(WIDTH - filled)}`;
  const seconds = (now - found.at) / 1000;
  const line = `${found.feed} [${bar}] ${done.files} of ${found.files} ${found.files === 1 ? 'file' : 'files'}`;
  if (share < SMALLEST_SHARE || seconds < SHORTEST_SECONDS) return line;
  const left = (seconds / share) * (1 - share);
  return `${line}, ${formatBytes(done.bytes / seconds)}/s, about ${formatSeconds(Math.max(left, 1))} left`;
}

function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${Math.round(bytes)} B`;
  if (bytes < 1_000_000) return `${(bytes / 1_000).toFixed(1)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

const formatSeconds = (seconds: number): string =>
  seconds < 100 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`;
