/** A set of row numbers that takes one bit a row, and nothing for long stretches without any; for the transformer alone. */

export type RowSet = { add(row: number): void; has(row: number): boolean };

const PAGE_BITS = 16;
const PAGE_BYTES = 2 ** PAGE_BITS / 8;

export function makeRowSet(): RowSet {
  const pages = new Map<number, Uint8Array>();
  return {
    add: (row) => {
      const page = pages.get(row >>> PAGE_BITS) ?? new Uint8Array(PAGE_BYTES);
      pages.set(row >>> PAGE_BITS, page);
      const at = (row >>> 3) % PAGE_BYTES;
      page[at] = (page[at] ?? 0) | (1 << (row & 7));
    },
    has: (row) => {
      const byte = pages.get(row >>> PAGE_BITS)?.[(row >>> 3) % PAGE_BYTES] ?? 0;
      return (byte & (1 << (row & 7))) !== 0;
    },
  };
}
