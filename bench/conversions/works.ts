/** What the pieces of work of the conversions are called in results and targets. */
import { count } from '../harness/tables.ts';
import type { MeasuredFeed } from './inputs.ts';

export const conversions: readonly { feed: MeasuredFeed; says: string }[] = [
  { feed: 'item-fulfillments', says: 'item fulfillments, CSV to JSON by order' },
  { feed: 'brokered-order-items', says: 'brokered order items, JSON to CSV' },
  { feed: 'fulfilled-order-items', says: 'fulfilled order items, JSON to JSON by location' },
];

export const workOf = (says: string, rows: number): string => `${says}, ${count(rows)} rows`;
