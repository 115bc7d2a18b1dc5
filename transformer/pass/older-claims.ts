/** Files that wait for an older one that another pass works on: what says more lately must not reach the receiver first. */
import { setTimeout as sleep } from 'node:timers/promises';
import { inSourceOrder, isBefore, type SourceFile } from '../folders/file-order.ts';
import { quoteName } from '../store/store-path.ts';
import type { Claimed } from './list-files.ts';

/** @property free what may be taken now @property held what waits, with the reason */
export type Split<Item> = { free: Item[]; held: { item: Item; reason: string }[] };

/** @param underWay the claims of other passes that count as alive, oldest first */
export function splitByOlderClaims<Item>(
  items: readonly Item[],
  fileOf: (item: Item) => SourceFile,
  underWay: readonly Claimed[],
): Split<Item> {
  const split: Split<Item> = { free: [], held: [] };
  for (const item of items) {
    const reason = reasonToWait(fileOf(item), underWay);
    if (reason === undefined) split.free.push(item);
    else split.held.push({ item, reason });
  }
  return split;
}

function reasonToWait(file: SourceFile, [oldest]: readonly Claimed[]): string | undefined {
  if (!oldest || !isBefore(sourceOf(oldest), file)) return undefined;
  const { name, claim } = oldest;
  const whose = claim
    ? `pass ${claim.passId} claimed at ${new Date(claim.at).toISOString()}`
    : 'is in processing/';
  return `the older file ${quoteName(name)}, which ${whose}, must be delivered first`;
}

export const oldestFirst = (claims: readonly Claimed[]): Claimed[] => inSourceOrder(claims, sourceOf);

/** The claimed file as it was when it waited. */
export const sourceOf = ({ name, entry }: Claimed): SourceFile => ({ name, modified: entry.modified });

/** A pass that lives needs seconds for a file; for a large one, or when it is dead, a later pass looks again. */
const LONGEST_WAIT_MILLISECONDS = 10_000;
const [SHORTEST_PAUSE, LONGEST_PAUSE] = [20, 500];

/**
 * Waits until nothing older is with another pass. Each waits for older files only, so no two wait for each other.
 * @param underWay looks at the claims of other passes
 * @returns undefined, or why the file must wait still
 */
export async function waitForOlderClaims(
  file: SourceFile,
  underWay: () => Promise<readonly Claimed[]>,
  stop: AbortSignal,
): Promise<string | undefined> {
  let waited = 0;
  for (let pause = SHORTEST_PAUSE; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
    const reason = reasonToWait(file, await underWay());
    if (reason === undefined || waited >= LONGEST_WAIT_MILLISECONDS || stop.aborted) return reason;
    await sleep(pause);
    waited += pause;
  }
}
