/**
 * Signs of life of passes: a hidden file beside the claims of each, `processing/.alive-<time>-<id of the pass>`, renamed every twenty
 * seconds to the time of then. Who finds one that is old takes up what its pass has claimed, without waiting until claims are stale.
 *
 * The time is in the name, by the clock of the store: one listing shows claims and signs, a renewal is one request that needs no
 * room on the disk, and whoever removes an old sign never removes a newer one. It only says when to look after a claim: that two
 * work on one file does no harm, as when a claim is stale (`pass/run-pass.ts`).
 */
import { hasCode, TransformerError } from '../errors.ts';
import type { FileStore } from '../store/file-store.ts';
import { undefinedIfNotFound } from '../store/if-there.ts';
import { storePath } from '../store/store-path.ts';
import { type Claim, claimMark, isReleased, parseMark } from './claim.ts';

export const BEAT_EVERY_MILLISECONDS = 20_000;

/** Four signs in a row did not come: neither a slow line nor a clock that is seconds off explains that. */
export const GONE_AFTER_MILLISECONDS = 90_000;

/** A pass that hangs gives no sign either: none of its files has moved for as long as it takes a usual claim to be stale. */
const STILL_FOR_MILLISECONDS = 15 * 60_000;

const beatName = (sign: Claim): string => `.alive-${claimMark(sign)}`;

export function parseBeat(name: string): Claim | undefined {
  const [, mark = ''] = /^\.alive-(.+)$/.exec(name) ?? [];
  return parseMark(mark);
}

/** When each pass that has a sign here showed last that it lives. */
export function lastBeats(names: readonly string[]): Map<string, number> {
  const last = new Map<string, number>();
  for (const { passId, at } of names.flatMap((name) => parseBeat(name) ?? []))
    last.set(passId, Math.max(at, last.get(passId) ?? at));
  return last;
}

/** A claim is a sign itself. @returns undefined for what was let go of, and for the claim of a pass that has given no other sign */
export function lastSign(claim: Claim | undefined, beats: ReadonlyMap<string, number>): number | undefined {
  const beat = claim && !isReleased(claim) ? beats.get(claim.passId) : undefined;
  return claim && beat !== undefined ? Math.max(beat, claim.at) : undefined;
}

/** Names of old signs of which the pass has no claim here any more: it was killed at its end, or others have taken up all it had. */
export function uselessBeats(names: readonly string[], claims: readonly Claim[], now: number): string[] {
  const claimants = new Set(claims.map(({ passId }) => passId));
  return names.filter((name) => {
    const sign = parseBeat(name);
    return sign && !claimants.has(sign.passId) && Math.abs(now - sign.at) >= GONE_AFTER_MILLISECONDS;
  });
}

/** @property store that of the moment @property clock that of the store */
export type Beating = { store: () => FileStore; passId: string; clock: () => number };

/**
 * @property beatIn begins, or gives another sign at once @property moved says that the pass gets on
 * @property stop gives no further sign @property end removes those that there are, too
 */
export type Heart = {
  beatIn: (folder: string) => Promise<void>;
  moved: () => void;
  stop: () => void;
  end: () => Promise<void>;
};

export function makeHeart({ store, passId, clock }: Beating): Heart {
  const signs = new Map<string, string | undefined>();
  let movedAt = clock();
  let timer: NodeJS.Timeout | undefined;
  let beating: Promise<unknown> | undefined;
  const renew = async (folder: string): Promise<void> => {
    const before = signs.get(folder);
    const path = storePath(folder, beatName({ at: clock(), passId }));
    if (path !== before) await giveSign(store(), before, path, passId);
    signs.set(folder, path);
  };
  const beat = (): void => {
    if (Math.abs(clock() - movedAt) >= STILL_FOR_MILLISECONDS) return;
    beating ??= Promise.allSettled([...signs.keys()].map(renew)).then(() => {
      beating = undefined;
    });
  };
  const stop = (): void => clearInterval(timer);
  return {
    beatIn: async (folder) => {
      timer ??= setInterval(beat, BEAT_EVERY_MILLISECONDS);
      signs.set(folder, signs.get(folder)); // what fails now is tried again
      await beating;
      await renew(folder).catch(leftToAge);
    },
    moved: () => {
      movedAt = clock();
    },
    stop,
    end: async () => {
      stop();
      await beating;
      const paths = [...signs.values()].flatMap((path) => path ?? []);
      await Promise.all(paths.map((path) => store().remove(path).catch(leftToAge)));
    },
  };
}

/** Claims without a sign are taken up when they are stale, and a sign without claims goes when it is old. */
function leftToAge(error: unknown): void {
  if (!(error instanceof TransformerError)) throw error;
}

/** Somebody who took this pass for dead may have removed the sign before. */
async function giveSign(
  store: FileStore,
  before: string | undefined,
  path: string,
  passId: string,
): Promise<void> {
  const isRenewed =
    before !== undefined &&
    (await undefinedIfNotFound(() => store.rename(before, path, { isFree: true }).then(() => true)));
  if (isRenewed) return;
  const text = `Pass ${passId} is working. It renames this file every ${BEAT_EVERY_MILLISECONDS / 1000} seconds and removes it at its end.\n`;
  try {
    await store.write(path, Buffer.from(text));
  } catch (error) {
    if (!hasCode(error, 'ALREADY_EXISTS')) throw error; // of an attempt whose connection was lost
  }
}
