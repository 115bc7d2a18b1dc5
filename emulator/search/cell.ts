/** A cell of a search's result, and what reads one from a row. */
import type { Field } from '../account/schema.ts';
import type { Value } from '../account/store.ts';
import { type Row } from './rows.ts';

export type Cell = {
  field: Field;
  /** What filters compare. */
  value: Value;
  /** What `getValue` gives, where it differs from the value. */
  shown?: string;
  /** What `getText` gives, where it is not the name of a reference. */
  text?: string;
};

export type CellReader = (row: Row) => Cell;
