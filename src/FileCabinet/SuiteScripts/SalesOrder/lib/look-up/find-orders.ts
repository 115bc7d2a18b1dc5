/** Which sales orders an id is about, whatever kind of id it is. */
import * as search from 'N/search';
import { isPlaceholder } from '../netsuite/external-ids.ts';
import { bodyField } from '../netsuite/ids.ts';
import { type Criteria, textOf, unique } from '../netsuite/searches.ts';

/** Orders shown at once: an id is that of one order, or of few by chance. */
const MOST_ORDERS = 5;

/** A shorter text would be in the tracking numbers of too many shipments. */
const SHORTEST_TRACKING_NUMBER = 6;

/** @property more whether there are orders that are not among them */
export type FoundOrders = { ids: string[]; more: boolean };

/** Internal ids, 20 units. */
export function findOrders(id: string): FoundOrders {
  const external = isPlaceholder(id) ? [] : ['or', ['externalid', 'anyof', [id]]];
  const orders = idsIn('salesorder', [...ownIds(id), ...external], 'internalid');
  const tracked = id.length >= SHORTEST_TRACKING_NUMBER ? ['or', ['trackingnumbers', 'contains', id]] : [];
  const shipments = [...ownIds(id), 'or', [bodyField.shipmentId, 'is', id], ...tracked];
  const found = unique([...orders, ...idsIn('itemfulfillment', shipments, 'createdfrom')]);
  return { ids: found.slice(0, MOST_ORDERS), more: found.length > MOST_ORDERS };
}

/** Ids that sales orders and item fulfillments both have. */
const ownIds = (id: string): unknown[] => [
  ['numbertext', 'is', id],
  'or',
  [bodyField.orderId, 'is', id],
  ...(/^[1-9]\d{0,14}$/.test(id) ? ['or', ['internalid', 'anyof', [id]]] : []),
];

function idsIn(type: Criteria['type'], filters: readonly unknown[], column: string): string[] {
  return search
    .create({ type, filters: [filters, 'and', ['mainline', 'is', 'T']], columns: [column] })
    .run()
    .getRange({ start: 0, end: 50 })
    .map((row) => textOf(row.getValue(column)));
}
