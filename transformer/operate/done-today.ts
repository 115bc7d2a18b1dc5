/** The last pass and what was done today, as far as passes have noted it in the store. */
import type { PassNote } from '../pass/pass-notes.ts';

/**
 * @property last undefined when no pass has ended in the last two days
 * @property today what was done since midnight UTC, by feed
 */
export type Done = {
  last: (Pick<PassNote, 'passId' | 'endedAt' | 'exitCode' | 'problem'> & { problems: string[] }) | null;
  today: { feed: string; files: number; applied: number; rejected: number; skipped: number }[];
};

/** @param passes the last one first */
export function doneIn(passes: readonly PassNote[], now: number): Done {
  const [last] = passes;
  const day = new Date(now).toISOString().slice(0, 10);
  const feeds = passes.filter(({ endedAt }) => endedAt.startsWith(day)).flatMap((pass) => pass.feeds);
  const names = [...new Set(feeds.map(({ feed }) => feed))];
  return {
    last: last ? lastOf(last) : null,
    today: names.map((feed) =>
      sumOf(
        feed,
        feeds.filter((one) => one.feed === feed),
      ),
    ),
  };
}

const lastOf = ({ passId, endedAt, exitCode, problem, feeds }: PassNote): NonNullable<Done['last']> => ({
  passId,
  endedAt,
  exitCode,
  problem,
  problems: feeds.flatMap(({ feed, problems }) => problems.map((one) => `${feed}: ${one}`)),
});

type Sum = Done['today'][number];

const sumOf = (feed: string, all: readonly Omit<Sum, 'feed'>[]): Sum =>
  all.reduce<Sum>(
    (sum, { files, applied, rejected, skipped }) => ({
      feed,
      files: sum.files + files,
      applied: sum.applied + applied,
      rejected: sum.rejected + rejected,
      skipped: sum.skipped + skipped,
    }),
    { feed, files: 0, applied: 0, rejected: 0, skipped: 0 },
  );
