/** Listed stock becomes levels by facility: the only file of this feed that speaks of both sides. */
import type { RowReader, SourceHead } from '../contract.ts';
import { FeedError } from '../errors.ts';
import { readQuantity } from '../format/quantity.ts';
import { compositeKey, quoteForMessage } from '../format/values.ts';
import { firstRowError, requiredId, valueIn } from '../rows/row-field.ts';
import type { ClassifiedRow } from '../rows/row-reader.ts';
import type { FacilityLevel } from './hotwax.ts';
import { type ListedLevel, levelReader } from './netsuite.ts';

/** @throws FeedError NOT_THIS_FEED */
export function judgeInventoryLevels(head: SourceHead): RowReader {
  if (head.format !== 'csv') throw new FeedError('NOT_THIS_FEED', 'A table of inventory levels is expected.');
  const read = levelReader(head.header);
  let row = 0;
  return (cells) => {
    row += 1;
    return [judgeLevel(read(cells as readonly string[]), row)];
  };
}

function judgeLevel(level: ListedLevel, row: number): ClassifiedRow {
  const owner = { row, orderId: level.item, orderItemSeqId: '' };
  const location = requiredId(level, 'location', 'MISSING_LOCATION', 'The id of the location');
  const quantity = readLevel(level.quantity);
  const problem = firstRowError(location, quantity);
  if (problem) return { owner, item: level, outcome: problem };
  const head = valueIn(location);
  const converted: FacilityLevel = { productId: level.item, quantity: valueIn(quantity) };
  const outcome = { key: compositeKey(level.item, head), group: head, head, flag: '' };
  return { owner, item: level, outcome: { ...outcome, text: JSON.stringify(converted) } };
}

function readLevel(text: string) {
  const found = readQuantity(text);
  if ('quantity' in found) return { value: found.quantity };
  const message = `The quantity is ${quoteForMessage(text)}, not a positive decimal number.`;
  return { code: 'INVALID_QUANTITY', field: 'quantity', message } as const;
}
