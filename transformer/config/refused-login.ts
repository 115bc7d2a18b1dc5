/**
 * A login that the server refuses is not tried by every pass of a schedule: servers lock accounts that fail again and again, and
 * NetSuite may use the same one. Remembered beside the row index; without one, nothing is.
 */
import { readFile, rm, stat } from 'node:fs/promises';
import { z } from 'zod';
import { hasCode, TransformerError } from '../errors.ts';
import { replaceFile } from '../local-files/replace-file.ts';
import type { FileStore } from '../store/file-store.ts';

/** @property account whom it is about; @property secretFiles when one of them has changed since, the next pass tries */
export type LoginMemory = { path: string; account: string; secretFiles: readonly string[] };

const refusal = z.object({ account: z.string(), at: z.number(), times: z.number() });
type Refusal = z.output<typeof refusal>;

/** Opens it, and remembers whether the login was refused. */
export async function openNoting(
  open: () => Promise<FileStore>,
  memory: LoginMemory | undefined,
  clock: () => number,
): Promise<FileStore> {
  try {
    const store = await open();
    if (memory) await rm(memory.path, { force: true }).catch(() => {});
    return store;
  } catch (error) {
    if (memory && hasCode(error, 'AUTHENTICATION_FAILED')) await note(memory, clock());
    throw error;
  }
}

/** What cannot be remembered is tried again, as without an index. */
async function note(memory: LoginMemory, at: number): Promise<void> {
  const times = ((await read(memory))?.times ?? 0) + 1;
  const text = `${JSON.stringify({ account: memory.account, at, times } satisfies Refusal)}\n`;
  await replaceFile(memory.path, text).catch(() => {});
}

/** What cannot be read, or is of another account, counts as nothing. */
async function read({ path, account }: LoginMemory): Promise<Refusal | undefined> {
  try {
    const found = refusal.safeParse(JSON.parse(await readFile(path, 'utf8')));
    return found.success && found.data.account === account ? found.data : undefined;
  } catch {
    return undefined;
  }
}

const MINUTE = 60_000;

/** Fewer tries than the usual limits on failed logins, such as three in a quarter of an hour. */
const PAUSES_MINUTES = [15, 30];
const LONGEST_PAUSE_MINUTES = 60;

/** @throws TransformerError AUTHENTICATION_FAILED when it was refused a short time ago and nothing has changed since */
export async function refuseTooSoon(memory: LoginMemory | undefined, now: number): Promise<void> {
  const refused = memory && (await read(memory));
  if (!refused || (await hasChanged(memory.secretFiles, refused.at))) return;
  const pause = PAUSES_MINUTES[refused.times - 1] ?? LONGEST_PAUSE_MINUTES;
  const next = refused.at + pause * MINUTE;
  if (now >= next || now < refused.at) return;
  const times = refused.times === 1 ? 'once' : `${refused.times} times`;
  throw new TransformerError(
    'AUTHENTICATION_FAILED',
    `The login of ${memory.account} was refused ${times}, the last time at ${timeOf(refused.at)}. So that the account is not locked, passes do not try it before ${timeOf(next)}. Correct the user name, or its password or key, then run "transformer check": it tries at once, and when it succeeds, passes go on.`,
  );
}

async function hasChanged(files: readonly string[], since: number): Promise<boolean> {
  const times = await Promise.all(
    files.map((file) =>
      stat(file).then(
        ({ mtimeMs }) => mtimeMs,
        () => 0,
      ),
    ),
  );
  return times.some((time) => time > since);
}

const timeOf = (instant: number): string => `${new Date(instant).toISOString().slice(0, 16)}Z`;
