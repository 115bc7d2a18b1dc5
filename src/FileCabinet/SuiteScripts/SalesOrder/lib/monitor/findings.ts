/** What needs attention of the feeds, worst first, each with what to do: pure, from what the ledger says. */
import type { FeedName } from '#feeds/feed.ts';
import type { ExportProblems } from './export-problems.ts';
import { monitoredFeeds } from './feeds.ts';
import type { Controls, Entry, Finished } from './ledger-entries.ts';
import { counted, howLong, showTime } from './times.ts';

/** `stopped`: nothing goes on. `stuck`: something does not. `paused`: somebody wants it so. `refused`: something is to be corrected. `unknown`: nobody can say. */
export type Level = 'stopped' | 'stuck' | 'paused' | 'refused' | 'unknown' | 'well';

/** Worst first. */
const LEVELS: readonly Level[] = ['stopped', 'stuck', 'paused', 'refused', 'unknown', 'well'];

/** @property feed title, or what else it is about */
export type Finding = { level: Level; feed: string; what: string; toDo: string };

export type Seen = {
  now: number;
  /** Why scripts do not connect, if they do not. */
  problem: { name: string; message: string } | undefined;
  controls: Controls;
  paused: readonly FeedName[];
  unfinished: readonly Entry[];
  /** Of the time that is looked at. */
  finished: readonly Finished[];
  exports: ExportProblems;
};

const HOUR = 60 * 60_000;

/** A scheduled deployment runs every 15 minutes, and a run takes an hour at most. */
const LONGEST_SILENCE = 2 * HOUR;
/** A feed that is silent for longer is not used, or paused on purpose. */
const OUT_OF_USE = 7 * 24 * HOUR;
/** What one run cannot do the next ones, or several processors, have done by then. */
const LONGEST_WORK = 2 * HOUR;

export const findingsOf = (seen: Seen): Finding[] =>
  [
    ...ofConfiguration(seen),
    ...ofFailures(seen),
    ...monitoredFeeds.flatMap(({ name, title }) => [
      ...(seen.paused.includes(name) ? ofPause(seen, name, title) : ofSilence(seen, name, title)),
      ...ofUnfinished(seen, name, title),
      ...ofFinished(seen, name, title),
    ]),
    ...ofExports(seen),
  ].sort((one, other) => LEVELS.indexOf(one.level) - LEVELS.indexOf(other.level));

const ofConfiguration = ({ problem }: Seen): Finding[] =>
  problem
    ? [
        {
          level: 'stopped',
          feed: 'All feeds',
          what: `${problem.name}: ${problem.message}`,
          toDo: 'Correct the HC SFTP Configuration record.',
        },
      ]
    : [];

const ofFailures = ({ controls: { failing }, now }: Seen): Finding[] =>
  failing.map(({ script, since, last, runs, message }) => ({
    level: 'stopped',
    feed: monitoredFeeds.find(({ scripts }) => scripts.includes(script))?.title ?? script,
    what: `${counted(runs, 'run')} of ${script} failed since ${showTime(since)}, the last ${howLong(now - last)} ago. ${message}`,
    toDo: `Look up the name of the error in docs/monitoring.md. What waits is processed once it is gone. If nobody is to run the script again, delete the record (failures)/${script} of HC Feed File.`,
  }));

function ofSilence({ controls: { turns }, now }: Seen, name: string, title: string): Finding[] {
  const turn = turns.get(name);
  const dry = 'A dry run leaves nothing in the ledger either.';
  const toDo = `Set its scheduled deployment to Scheduled, with Dry run cleared, if it is not paused on purpose. ${dry}`;
  if (!turn) return [{ level: 'unknown', feed: title, what: 'It has never run.', toDo }];
  const silence = now - turn.heard;
  if (silence < LONGEST_SILENCE) return [];
  const what = `It has not run for ${howLong(silence)}, since ${showTime(turn.heard)}.`;
  return [{ level: silence < OUT_OF_USE ? 'stopped' : 'unknown', feed: title, what, toDo }];
}

/** Told for as long as it lasts: a pause that nobody remembers looks like a feed for which nothing comes. */
function ofPause({ controls: { turns }, now }: Seen, name: string, title: string): Finding[] {
  const turn = turns.get(name);
  const last = turn ? ` Its last run began ${howLong(now - turn.heard)} ago.` : '';
  return [
    {
      level: 'paused',
      feed: title,
      what: `It is paused by its box on the HC SFTP Configuration record.${last}`,
      toDo: 'Clear the box to let it go on. What waits is then processed.',
    },
  ];
}

function ofUnfinished({ unfinished, now }: Seen, name: string, title: string): Finding[] {
  const [oldest, ...others] = unfinished.filter(
    ({ feed, started }) => feed === name && now - started >= LONGEST_WORK,
  );
  if (!oldest) return [];
  const more = others.length > 0 ? ` and ${counted(others.length, 'file')} more` : '';
  const why = oldest.message === '' ? '' : ` ${oldest.message}`;
  return [
    {
      level: 'stuck',
      feed: title,
      what: `${oldest.file}${more} not finished for ${howLong(now - oldest.started)}, after ${counted(oldest.attempts, 'attempt')}.${why}`,
      toDo:
        oldest.stops > 0
          ? 'Each run stops at it: the message names the error. After five runs that stopped it goes to failed/, and the others go on.'
          : 'If attempts grow it is large, and each run does a part of it. If not, see whether the file is in processing/.',
    },
  ];
}

function ofFinished({ finished }: Seen, name: string, title: string): Finding[] {
  const mine = finished.filter(({ feed }) => feed === name);
  const failed = mine.find(({ status }) => status === 'Failed')?.files ?? 0;
  const refused = mine.reduce((sum, { rejected }) => sum + rejected, 0);
  return [
    ...(failed > 0
      ? [
          {
            level: 'refused' as const,
            feed: title,
            what: `${counted(failed, 'file')} failed.`,
            toDo: 'Correct what the message of the file says, then move it from failed/ back into the feed folder.',
          },
        ]
      : []),
    ...(refused > 0
      ? [
          {
            level: 'refused' as const,
            feed: title,
            what: `${counted(refused, 'row')} refused.`,
            toDo: 'Each is in error/ with its reason. Fix it, then send the refused rows again.',
          },
        ]
      : []),
  ];
}

/** By status of HC Exported Fulfillment. */
const EXPORTS: Readonly<Record<string, { what: string; toDo: string }>> = {
  Waiting: {
    what: 'not exported: no location',
    toDo: 'Set the location on the item fulfillment; it is tried every hour.',
  },
  'Given up': {
    what: 'not exported after ten attempts',
    toDo: 'Set the location, then clear HC Item Fulfillment Exported.',
  },
  Changed: { what: 'edited after its export', toDo: 'HotWax does not hear of it: correct the order there.' },
  Deleted: { what: 'deleted after its export', toDo: 'HotWax does not hear of it: correct the order there.' },
};

const ofExports = ({ exports }: Seen): Finding[] =>
  [...exports].flatMap(([status, count]) => {
    const known = EXPORTS[status];
    return known && count > 0
      ? [
          {
            level: 'refused' as const,
            feed: 'Shipments to HotWax',
            what: `${counted(count, 'item fulfillment')} ${known.what}.`,
            toDo: known.toDo,
          },
        ]
      : [];
  });

/** A feed that has been silent for long, or has never run, is not used: that alone needs nobody. */
export const needAttention = (findings: readonly Finding[]): Finding[] =>
  findings.filter(({ level }) => level !== 'unknown');

/** One sentence for all. */
export function headline(findings: readonly Finding[]): string {
  const [worst, ...others] = needAttention(findings);
  if (!worst) return restingHeadline(findings);
  const more =
    others.length > 0 ? ` ${counted(others.length, 'more thing needs', 'more things need')} attention.` : '';
  return `${worst.feed}: ${worst.what}${more}`;
}

function restingHeadline(unused: readonly Finding[]): string {
  if (unused.length === 0) return 'All three feeds run, and nothing needs attention.';
  if (unused.length === monitoredFeeds.length) return 'No feed is in use.';
  return `Nothing needs attention. Not in use: ${unused.map(({ feed }) => feed).join(', ')}.`;
}
