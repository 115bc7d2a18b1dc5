/** What one behaviour of the emulator is, and how its evidence is graded. */

import type { FeatureId } from '../platform/features.ts';
import type { PreferenceName } from '../platform/preferences.ts';

/** D Oracle's help, S Oracle's stubs or schema, P published production code, C community, G guess. */
export type Evidence = 'D' | 'S' | 'P' | 'C' | 'G';

export type Behaviour = {
  id: string;
  what: string;
  evidence: Evidence;
  /** By id of a page of Oracle's help: the fewest words that carry the claim, as the page has them. Wanted for D. */
  pages?: Readonly<Record<string, string | readonly string[]>>;
  /** Where it was seen, or why it is a guess. Wanted for all but D. */
  source?: string;
  /** The preference or feature it belongs to. */
  switch?: PreferenceName | FeatureId;
  /** File in test/emulator and the test's name. */
  test: readonly [file: string, name: string];
  /** Id in emulator/probe; left out where a reading script cannot determine it. */
  probe?: string;
};

export const EVIDENCE: Readonly<Record<Evidence, string>> = {
  D: "documented on Oracle's help pages",
  S: "Oracle's stubs or schema",
  P: 'implied by published production code',
  C: 'community text',
  G: 'guess',
};

export type Passage = { page: string; quote: string };

/** The passages that a behaviour names, one for each quote. */
export const passagesOf = ({ pages = {} }: Behaviour): Passage[] =>
  Object.entries(pages).flatMap(([page, quotes]) => [quotes].flat().map((quote) => ({ page, quote })));
