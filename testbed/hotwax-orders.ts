/** Orders as HotWax writes them: allocated to facilities, or with their shipments. */

import { formatJsonList } from '#feeds/format/json.ts';
import type { JsonObject } from '#feeds/format/values.ts';

/**
 * An order of the "Brokered Order Items Feed"; keys that the conversion does not need are kept.
 * Source: docs/contracts.md#brokered-order-items-hotwax.
 */
export type BrokeredOrder = JsonObject & { orderId: string; orderItems: readonly JsonObject[] };

export const formatBrokeredOrders = (orders: readonly BrokeredOrder[]): string => formatJsonList(orders);

/** A shipment of the feed: what it holds has the facility that shipped it. Source: docs/contracts.md#shipments-hotwax. */
export type Shipment = JsonObject & { shipmentItems: readonly JsonObject[] };

/** An order of the "Fulfilled Order Items Feed", either shape; keys that the conversion does not need are kept. */
export type FulfilledOrder = JsonObject & { orderId: string; shipments: readonly Shipment[] };

export const formatFulfilledOrders = (orders: readonly FulfilledOrder[]): string => formatJsonList(orders);
