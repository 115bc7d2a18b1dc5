/** Brokered order items as HotWax writes them: orders, each with its order items and the facility they are allocated to. */

import { formatJsonList, parseJsonList } from '../format/json.ts';
import type { JsonObject } from '../format/values.ts';

/**
 * An order of the "Brokered Order Items Feed"; keys that the conversion does not need are kept.
 * Source: docs/contracts.md#brokered-order-items-hotwax.
 */
export type BrokeredOrder = JsonObject & { orderId: string; orderItems: readonly JsonObject[] };

/** @throws FeedError NOT_JSON, NOT_A_LIST. The elements are as found: the conversion says which are no orders. */
export const parseBrokeredOrders = (text: string): unknown[] => parseJsonList(text);

export const formatBrokeredOrders = (orders: readonly BrokeredOrder[]): string => formatJsonList(orders);
