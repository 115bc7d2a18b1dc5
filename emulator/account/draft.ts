/** What is about to be saved. */

import type { RecordType } from './schema.ts';
import type { Values } from './store.ts';

/** A record in somebody's hands: loaded or new, changed freely, and nothing to the account until it is saved. */
export type Draft = {
  type: RecordType;
  /** Null until first saved. */
  id: number | null;
  /** The version it was loaded at; null when nobody need be warned of a change in between. */
  version: number | null;
  fields: Values;
  /** A sublist that is not here is not on this record, though records of its type may have it. */
  sublists: Record<string, Values[]>;
  lastLine: number;
};
