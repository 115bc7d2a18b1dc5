/** Fulfilled order items as HotWax writes them: orders, each with its shipments and what they hold. */
import { formatJsonList, parseJsonList } from '../format/json.ts';
import type { JsonObject } from '../format/values.ts';

/** A shipment of the feed: what it holds has the facility that shipped it. Source: docs/contracts.md#shipments-hotwax. */
export type Shipment = JsonObject & { shipmentItems: readonly JsonObject[] };

/** An order of the "Fulfilled Order Items Feed", either shape; keys that the conversion does not need are kept. */
export type FulfilledOrder = JsonObject & { orderId: string; shipments: readonly Shipment[] };

/** @throws FeedError NOT_JSON, NOT_A_LIST. The elements are as found: the conversion says which are no orders. */
export const parseFulfilledOrders = (text: string): unknown[] => parseJsonList(text);

export const formatFulfilledOrders = (orders: readonly FulfilledOrder[]): string => formatJsonList(orders);
