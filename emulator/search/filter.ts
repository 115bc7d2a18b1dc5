/** A filter of a search, read. */

export type Filter = {
  name: string;
  join: string | undefined;
  formula?: string | undefined;
  operator: string;
  values: unknown[];
};
