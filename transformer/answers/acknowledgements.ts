/**
 * Who has said of a problem that it needs nothing, when and why. The index can be made again, these cannot: they are in a file
 * of their own beside it, a JSON object in each line, to which lines are only added.
 */
import { appendFile, readFile } from 'node:fs/promises';
import { z } from 'zod';
import { codeOf, describe, TransformerError } from '../errors.ts';

/** @property until the time of the newest case that it covers: one that comes later opens the problem again */
const acknowledgement = z.object({
  problem: z.string(),
  at: z.string(),
  until: z.string(),
  by: z.string(),
  note: z.string(),
});

export type Acknowledgement = z.infer<typeof acknowledgement>;

export const acknowledgementsPath = (indexFile: string): string => `${indexFile}.acknowledged.jsonl`;

/** What cannot be read counts as not said: the problem is then shown again, and nothing is hidden by a damaged file. */
export async function readAcknowledgements(path: string): Promise<Acknowledgement[]> {
  const lines = (await textIfThere(path)).split('\n');
  return lines.flatMap((line) => parsedIfWhole(line) ?? []);
}

async function textIfThere(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return '';
    throw failed(`Cannot read ${path}`, 'Check that this user may read it.', cause);
  }
}

function parsedIfWhole(line: string): Acknowledgement | undefined {
  try {
    return acknowledgement.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}

/** A line that a crash has cut short ends here, so that it takes no other with it. */
export async function addAcknowledgement(path: string, one: Acknowledgement): Promise<void> {
  try {
    await appendFile(path, `\n${JSON.stringify(one)}\n`, { mode: 0o600, flush: true });
  } catch (cause) {
    throw failed(
      `Cannot write ${path}`,
      'Check that its folder exists, and that this user may write there.',
      cause,
    );
  }
}

const failed = (what: string, advice: string, cause: unknown): TransformerError =>
  new TransformerError('INDEX_FAILED', `${what}: ${describe(cause)}. ${advice}`, { cause });
