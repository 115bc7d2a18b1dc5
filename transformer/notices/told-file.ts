/** What was told, and to whom: a small file beside the row index. What cannot be read of it counts as not told. */
import { readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { codeOf, describe, TransformerError } from '../errors.ts';
import { replaceFile } from '../local-files/replace-file.ts';
import type { ToldEntry } from './news.ts';

const entry = z.object({
  key: z.string(),
  kind: z.enum(['pass', 'feed', 'files', 'rows']),
  feed: z.string(),
  code: z.string(),
  closed: z.string(),
  since: z.number(),
  count: z.number(),
  level: z.number(),
});

const told = z.object({ version: z.literal(1), channels: z.record(z.string(), z.array(entry)) });

/** By channel, as one can fail while the other does not. */
export type Told = Readonly<Record<string, readonly ToldEntry[]>>;

/** @throws TransformerError NOTICE_FAILED */
export async function readTold(path: string): Promise<Told> {
  try {
    const found = told.safeParse(parsed(await readFile(path, 'utf8')));
    return found.success ? found.data.channels : {};
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return {};
    throw unusable(path, cause);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** As a whole, so that a crash leaves what was or what is; only its owner may read it. @throws TransformerError NOTICE_FAILED */
export async function writeTold(path: string, channels: Told): Promise<void> {
  try {
    await writeFile(path, '', { flag: 'wx', mode: 0o600 }).catch((error: unknown) => {
      if (codeOf(error) !== 'EEXIST') throw error;
    });
    await replaceFile(path, `${JSON.stringify({ version: 1, channels }, null, 1)}\n`);
  } catch (cause) {
    throw unusable(path, cause);
  }
}

const unusable = (path: string, cause: unknown): TransformerError =>
  new TransformerError(
    'NOTICE_FAILED',
    `Cannot use ${path}, which remembers what was told: ${describe(cause)}. Check that its folder exists and that this user may write there; until then nobody is told.`,
    { cause },
  );
