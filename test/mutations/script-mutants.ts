/** Faults in the scripts that NetSuite loads, room by room. */
import { mutantsOf } from './mutant.ts';
import { allocationFaults } from './scripts/allocations.ts';
import { drainFaults } from './scripts/drain.ts';
import { exportFaults } from './scripts/export.ts';
import { feedFileFaults } from './scripts/feed-files.ts';
import { fulfillmentFaults } from './scripts/fulfillments.ts';
import { orderFaults } from './scripts/orders.ts';

const scripts = {
  first: 44,
  folder: 'src/FileCabinet/SuiteScripts/SalesOrder/lib',
  tests: 'test',
};

export const scriptMutants = mutantsOf(scripts, [
  ...feedFileFaults,
  ...drainFaults,
  ...allocationFaults,
  ...orderFaults,
  ...fulfillmentFaults,
  ...exportFaults,
]);
