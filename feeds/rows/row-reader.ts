/** What a feed says of one row of a file, before the rest of the file is known. */
import type { RowError } from './row-field.ts';
import type { RowOwner, SkipReason, Warning } from './tally.ts';

/**
 * A row that is to be applied unless another row of the file forbids it.
 * @property key what makes two rows of a file the same
 * @property group which element of the target file it belongs to
 * @property head how that element begins, if this is its first row
 * @property flag of the flags in a group, the first in the alphabet counts, and none (`''`) only if all are so
 * @property text the row as its element has it
 */
export type AcceptedRow = { key: string; group: string; head: string; flag: string; text: string };

/**
 * A row, and whether it is skipped, refused, or a candidate.
 * @property item what the feed has read it from, if that is an object: `Feed.idsOf` finds its ids there
 */
export type ClassifiedRow = {
  owner: RowOwner;
  item?: object;
  warning?: Warning;
  outcome: SkipReason | RowError | AcceptedRow;
};

/** How the rows of a group become an element of the target file, and the elements the file. */
export type TargetLayout = {
  file: { open: string; between: string; close: string; empty: string };
  openGroup(head: string, flag: string): string;
  betweenRows: string;
  closeGroup: string;
};

/** A list of JSON elements, each on a line. The counterpart for values in memory is `formatJsonList`. */
export const jsonListFile: TargetLayout['file'] = {
  open: '[\n',
  between: ',\n',
  close: '\n]\n',
  empty: '[]\n',
};
