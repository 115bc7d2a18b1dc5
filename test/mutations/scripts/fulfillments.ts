/** Faults in how item fulfillments are made, and compared with earlier ones. */
import type { Fault } from '../mutant.ts';

export const fulfillmentFaults: readonly Fault[] = [
  {
    file: 'fulfillments/fulfill-rows.ts',
    fault: 'An error that comes after NetSuite has saved is believed',
    find: 'if (saved) return { ...left, rows: [], done: [...left.done, ...saved] };',
    replacement: '',
    harm: 'Rows that are fulfilled are in the error file, and somebody fulfills them again.',
    tests: ['suitescripts/fulfillments/HC_SC_CreateItemFulfillment'],
  },
  {
    file: 'fulfillments/fulfill-rows.ts',
    fault: 'What was noted on the order of a refused shipment stays there',
    find: 'notes.revert();',
    replacement: '',
    harm: 'A line that was never fulfilled has the tag and the location of a shipment.',
    tests: ['suitescripts/fulfillments/fulfillment-refusals'],
  },
  {
    file: 'fulfillments/refusal-reasons.ts',
    fault: 'Every refusal is put down to commitment',
    find: 'saysCommitment(message)\n    ? uncommitted',
    replacement: 'message !== undefined\n    ? uncommitted',
    harm: 'Rows are refused for want of stock that NetSuite refused for another reason, and others with them.',
    tests: ['suitescripts/fulfillments/fulfillment-refusals'],
  },
  {
    file: 'fulfillments/fulfill-file.ts',
    fault: 'Rows that do not say of which order item they are count as repeats',
    find: '!isNamed(row) && row.line.order_item_seq_id !== undefined;',
    replacement: '!isNamed(row);',
    harm: 'Of two pieces in an older file one is refused.',
    tests: ['suitescripts/fulfillments/HC_SC_CreateItemFulfillment'],
  },
  {
    file: 'fulfillments/known-orders.ts',
    fault: 'What is known of an order stays as it was after it was fulfilled in part',
    find: 'oldOrders.add(salesOrderId);',
    replacement: '',
    harm: 'The next shipment is tried although nothing remains, and the reason that is given is not the true one.',
    tests: [
      'suitescripts/fulfillments/true-reasons',
      'suitescripts/fulfillments/HC_MR_CreateItemFulfillment',
    ],
  },
  {
    file: 'fulfillments/known-orders.ts',
    fault: 'An order is asked for again for each of its shipments',
    find: 'if (oldOrders.delete(salesOrderId)) {',
    replacement: 'if (!oldOrders.delete(salesOrderId)) {',
    harm: 'Shipments that are fulfilled already use up the units of a call, and those after them never get their turn.',
    tests: ['suitescripts/fulfillments/HC_MR_CreateItemFulfillment'],
    only: 'that it finds fulfilled',
  },
  {
    file: 'earlier-parts/earlier-fulfillments.ts',
    fault: 'The next part is numbered by how many there are',
    find: 'Math.max(0, ...parts.map((part) => part.number)) + 1',
    replacement: 'parts.length + 1',
    harm: 'Once an item fulfillment was deleted, the key of another one is used again and the rest is refused.',
    tests: ['suitescripts/fulfillments/shipment-items'],
  },
  {
    file: 'earlier-parts/held-rows.ts',
    fault: 'Quantities of a shipment item that comes again are not compared',
    find: `JSON.stringify([one.line, one.quantity, one.location, one.tracking]) ===
    JSON.stringify([other.line, other.quantity, other.location, other.tracking]) &&`,
    replacement: `JSON.stringify([one.line, one.location, one.tracking]) ===
    JSON.stringify([other.line, other.location, other.tracking]) &&`,
    harm: 'A shipment that was corrected from one to three counts as applied.',
    tests: ['suitescripts/fulfillments/shipment-items'],
  },
  {
    file: 'earlier-parts/shipment-comparison.ts',
    fault: 'Sums of rows without a shipment item are not compared',
    find: '=== now.quantity && known && all',
    replacement: '!== undefined && known && all',
    harm: 'More pieces of a shipment count as applied.',
    tests: ['suitescripts/fulfillments/shipment-items'],
  },
  {
    file: 'earlier-parts/held-rows.ts',
    fault: 'Lots are not compared when a shipment item comes again',
    find: 'one === undefined || other === undefined || one === other',
    replacement: 'one !== "never"',
    harm: 'A corrected lot is skipped as a repeat, and nobody learns of it.',
    tests: [
      'suitescripts/fulfillments/inventory-detail/of-the-feed',
      'suitescripts/fulfillments/inventory-detail/of-the-deployment',
    ],
  },
  {
    file: 'earlier-parts/held-rows.ts',
    fault: 'What an earlier version kept without a lot counts as another lot',
    find: 'one === undefined || other === undefined || one === other',
    replacement: 'one === other',
    harm: 'After an upgrade repeats are refused as changed.',
    tests: [
      'suitescripts/fulfillments/inventory-detail/of-the-feed',
      'suitescripts/fulfillments/inventory-detail/of-the-deployment',
    ],
  },
];
