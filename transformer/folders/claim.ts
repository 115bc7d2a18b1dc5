/** A file in `processing/` and whose it is: who claimed it and when stands before its name. */
import { isSafeName } from '../store/store-path.ts';

export type Claim = { at: number; passId: string };

/** @property claim undefined when something else than the transformer put the file there */
export type ClaimedName = { claim: Claim | undefined; name: string };

const CLAIM = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z-([0-9a-z]{1,16})$/;

/** `20240104T212300123Z-4f1c9a02`: also the mark on temporary files, so that two workers never share one. */
export const claimMark = ({ at, passId }: Claim): string =>
  `${new Date(at).toISOString().replace(/[-:.]/g, '')}-${passId}`;

export const claimedName = (claim: Claim, name: string): string => `${claimMark(claim)}~${name}`;

/** Why nobody works on a file any more: it has to wait, or the store refused something of it. */
export type Release = 'waits' | 'interrupted';

/**
 * The name of a file on which nobody works any more: its claim is as old as can be. It keeps the time of day of the
 * claim, as one pass can let go of two files of one name, and a server may rename one over the other.
 */
export const releasedName = ({ at, passId }: Claim, name: string, release: Release): string =>
  claimedName({ at: (at % DAY) * 2 + WAY_OF[release], passId }, name);

const DAY = 86_400_000;
const WAY_OF: Readonly<Record<Release, number>> = { interrupted: 0, waits: 1 };

export const isReleased = ({ at }: Claim): boolean => at < DAY * 2;

export const wasInterrupted = (claim: Claim): boolean =>
  isReleased(claim) && claim.at % 2 === WAY_OF.interrupted;

/** A clock that says no millisecond twice, so that no two claims of a pass have the same name. */
export function neverTwice(clock: () => number): () => number {
  let last = Number.NEGATIVE_INFINITY;
  return () => {
    last = Math.max(clock(), last + 1);
    return last;
  };
}

/** @returns undefined when the name is not safe to use */
export function parseClaimedName(text: string): ClaimedName | undefined {
  const [mark = '', ...rest] = text.split('~');
  const claim = parseMark(mark);
  const name = claim ? rest.join('~') : text;
  return isSafeName(name) ? { claim, name } : undefined;
}

export const isClaimedName = (text: string): boolean => parseClaimedName(text)?.claim !== undefined;

const MARK_IN_NAME = /\.\d{8}T\d{9}Z-[0-9a-z]{1,16}(?=\.[^.]*$|$)/;

/** The name of a file before it was moved beside another of its name. */
export const withoutMark = (name: string): string => name.replace(MARK_IN_NAME, '');

/** Whether a name under `.tmp/` is a temporary file for `name` that a claim before `own` has left. */
export function isLeftover(name: string, entry: string, own: Claim): boolean {
  const claim = entry.startsWith(`${name}.`) ? parseMark(entry.slice(name.length + 1)) : undefined;
  return claim !== undefined && claim.at < own.at;
}

export function parseMark(mark: string): Claim | undefined {
  const match = CLAIM.exec(mark);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second, millisecond, passId = ''] = match;
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${millisecond}Z`);
  return Number.isNaN(at) ? undefined : { at, passId };
}
