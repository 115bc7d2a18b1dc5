/** All differences as a CSV file that a spreadsheet opens, however many there are. */
import { formatCsvLine } from '#feeds/format/csv.ts';
import { harmless } from '#feeds/rows/reject.ts';
import { prepareFile } from '../../local-files/replace-file.ts';
import { openSpillFile } from '../../row-store/spill-file.ts';
import type { Difference } from './differences.ts';

const COLUMNS = [
  'tenant',
  'cause',
  'code',
  'orderId',
  'orderItemSeqId',
  'salesOrder',
  'line',
  'hotwax',
  'netsuite',
  'says',
  'since',
  'file',
  'row',
  'whatToDo',
] as const;

export type DifferenceTable = {
  add(tenant: string, difference: Difference): void;
  /** @throws TransformerError STORE_FAILED, ALREADY_EXISTS, PERMISSION_DENIED */
  put(path: string): Promise<void>;
  close(): void;
};

/** The same for those that are few enough to be had at once. */
export const differencesCsv = (tenant: string, differences: readonly Difference[]): string =>
  [COLUMNS, ...differences.map((one) => cellsOf(tenant, one))]
    .map((cells) => `${formatCsvLine(cells)}\n`)
    .join('');

function cellsOf(tenant: string, { row, since, ...texts }: Difference): string[] {
  const cells = { tenant, ...texts, since: since ?? '', row: row === 0 ? '' : String(row) };
  return COLUMNS.map((column) => harmless(cells[column]));
}

const CHUNK_BYTES = 64 * 1024;

/** @throws TransformerError STORE_FAILED, as do its functions */
export function openDifferenceTable(): DifferenceTable {
  const spill = openSpillFile();
  let end = 0;
  const append = (cells: readonly string[]): void => {
    const { offset, length } = spill.append(Buffer.from(`${formatCsvLine(cells)}\n`));
    end = offset + length;
  };
  async function* content() {
    for (let offset = 0; offset < end; offset += CHUNK_BYTES) {
      const chunk = Buffer.alloc(Math.min(CHUNK_BYTES, end - offset));
      spill.readInto(chunk, { offset, length: chunk.length });
      yield chunk;
    }
  }
  append(COLUMNS);
  return {
    add: (tenant, difference) => append(cellsOf(tenant, difference)),
    put: async (path) => {
      const prepared = await prepareFile(path, content());
      try {
        await prepared.put();
      } finally {
        await prepared.discard();
      }
    },
    close: () => spill.close(),
  };
}
