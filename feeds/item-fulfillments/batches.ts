/** Item fulfillments as the batches that NetSuite exports in one file each. */

export type FulfillmentToExport = { id: string; lines: number };

/** NetSuite holds 10 MB of text (help section_4223861820), and a line has some 150 bytes. */
const MOST_LINES = 20_000;

/** @param size fulfillments of a batch at the most */
export function cutIntoBatches(fulfillments: readonly FulfillmentToExport[], size: number): string[][] {
  const batches: string[][] = [];
  let lines = 0;
  for (const fulfillment of fulfillments) {
    lines += fulfillment.lines;
    const batch = batches[batches.length - 1];
    if (batch && batch.length < size && lines <= MOST_LINES) batch.push(fulfillment.id);
    else {
      batches.push([fulfillment.id]);
      lines = fulfillment.lines;
    }
  }
  return batches;
}
