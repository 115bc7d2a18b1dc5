/** Rows as a sentence counts them. */
export const countRows = (count: number): string => (count === 1 ? '1 row' : `${count} rows`);
