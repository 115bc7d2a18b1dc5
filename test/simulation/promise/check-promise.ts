/** The promise, checked line by line from outside, when everything has settled. */
import type { Stage } from '../stage/stage.ts';
import { checkAllocations } from './allocations.ts';
import type { Difference } from './claims.ts';
import { gatherEvidence } from './evidence.ts';
import { checkFiles, checkLedger } from './files.ts';
import { checkOrders } from './orders.ts';
import { checkRefusals } from './refusals.ts';
import { checkShipments } from './shipments.ts';
import { checkTold } from './told.ts';

export function checkPromise(stage: Stage): Difference[] {
  const evidence = gatherEvidence(stage);
  return [
    checkAllocations,
    checkShipments,
    checkTold,
    checkOrders,
    checkRefusals,
    checkFiles,
    checkLedger,
  ].flatMap((check) => check(evidence));
}
