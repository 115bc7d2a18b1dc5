/**
 * A server that cannot be reached, or with which no pass gets anything done, is not tried by every pass of a schedule: the pauses grow.
 * Remembered beside the row index, as refused logins are; without one, for as long as the process runs.
 */
import { readFile, rm } from 'node:fs/promises';
import { z } from 'zod';
import { TransformerError } from '../errors.ts';
import { replaceFile } from '../local-files/replace-file.ts';

/** What takes a pass much time in vain; what fails at once is tried by each. */
const pausing = ['UNREACHABLE', 'TIMED_OUT', 'CONNECTION_LOST', 'TIME_LIMIT'] as const;

const failuresSchema = z.object({
  account: z.string(),
  at: z.number(),
  times: z.number(),
  code: z.enum(pausing),
  message: z.string(),
});

/** @property times how many passes in a row have failed, the last one `at` */
export type Failures = z.output<typeof failuresSchema>;

/** @property account whom it is about: of another one nothing is remembered */
export type FailureMemory = { path: string | undefined; account: string; own?: Failures | undefined };

/** @property until from when on it is tried again */
export type Pause = Failures & { until: number };

const MINUTE = 60_000;
const LONGEST_PAUSE_MINUTES = 30;

/** @returns undefined when a pass may try */
export async function pauseAt(memory: FailureMemory | undefined, now: number): Promise<Pause | undefined> {
  const failures = memory && (await read(memory));
  if (!failures) return undefined;
  const minutes = Math.min(2 ** (failures.times - 1), LONGEST_PAUSE_MINUTES);
  const until = failures.at + minutes * MINUTE;
  return now >= until || now < failures.at ? undefined : { ...failures, until };
}

/** Why a pass does not try: under the code of the failure, which is not over by being skipped. */
export function skipping({ code, message, times, at, until }: Pause): TransformerError {
  const last = times === 1 ? 'The last pass failed, at' : `The last ${times} passes failed, most recently at`;
  return new TransformerError(
    code,
    `${last} ${timeOf(at)}: ${message} Passes skip this tenant until ${timeOf(until)}; when the cause is gone, run "transformer check": it tries at once, and when it succeeds, passes go on.`,
  );
}

type Passed = {
  startedAt: number;
  endedAt: number;
  problem?: { code: string; message: string };
  report: { feeds: readonly { files: number }[] } | undefined;
};

/** A file that was finished shows that the server works, whatever the pass failed of: the next one continues at once. */
export async function notePassed(
  memory: FailureMemory | undefined,
  { problem, report, ...times }: Passed,
): Promise<void> {
  const hasFinished = report?.feeds.some(({ files }) => files > 0) ?? false;
  if (!problem || hasFinished) await forgetFailures(memory);
  else if (memory) await noteFailure(memory, problem, times);
}

/** Failures that cost no time do not count, and end nothing. */
async function noteFailure(
  memory: FailureMemory,
  problem: { code: string; message: string },
  { startedAt, endedAt }: Pick<Passed, 'startedAt' | 'endedAt'>,
): Promise<void> {
  const code = pausing.find((one) => one === problem.code);
  const found = await read(memory);
  const known = found && found.at <= endedAt ? found : undefined; // else it is of a clock that was wrong
  if (!code || (known && known.at > startedAt)) return; // the second is of a pass beside this one
  const { account } = memory;
  const failures = { account, at: endedAt, times: (known?.times ?? 0) + 1, code, message: problem.message };
  memory.own = failures;
  if (memory.path === undefined) return;
  await replaceFile(memory.path, `${JSON.stringify(failures)}\n`).catch(() => {}); // then the next pass tries
}

export async function forgetFailures(memory: FailureMemory | undefined): Promise<void> {
  if (!memory) return;
  memory.own = undefined;
  if (memory.path !== undefined) await rm(memory.path, { force: true }).catch(() => {});
}

/** What cannot be read, or is of another account, counts as nothing. */
async function read({ path, account, own }: FailureMemory): Promise<Failures | undefined> {
  if (path === undefined) return own;
  try {
    const found = failuresSchema.safeParse(JSON.parse(await readFile(path, 'utf8')));
    return found.success && found.data.account === account ? found.data : undefined;
  } catch {
    return undefined;
  }
}

const timeOf = (instant: number): string => `${new Date(instant).toISOString().slice(0, 16)}Z`;
