/** Whether the index has all that the store has: what it still lacks is neither open nor settled. */
import { counter, setCounter } from './files-table.ts';
import type { RowIndex } from './open-index.ts';

/** @param left how many files the last look has left for another time */
export const noteLeft = (index: RowIndex, left: number): void =>
  index.change((database) => setCounter(database, LEFT, left + 1));

/** Not before the first look, also after it was begun anew. */
export const isWhole = (index: RowIndex): boolean =>
  index.use((database) => counter(database, LEFT) === NOTHING_LEFT);

const LEFT = 'left and one';
const NOTHING_LEFT = 1;
