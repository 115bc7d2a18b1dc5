/** The feeds as people who monitor them know them, and the scripts whose runs they are. */
import type { FeedName } from '#feeds/feed.ts';

/** @property scripts ids of those that work on it, first the one that is scheduled */
export type MonitoredFeed = { name: FeedName; title: string; scripts: readonly string[] };

export const monitoredFeeds: readonly MonitoredFeed[] = [
  {
    name: 'brokered-order-items',
    title: 'Allocations from HotWax',
    scripts: ['customscript_update_salesorder', 'customscript_hc_update_backlog'],
  },
  {
    name: 'fulfilled-order-items',
    title: 'Shipments from HotWax',
    scripts: ['customscript_create_itemfulfillment', 'customscript_hc_create_backlog'],
  },
  {
    name: 'item-fulfillments',
    title: 'Shipments to HotWax',
    scripts: ['customscript_export_so_fulfillment'],
  },
];
