/** The promise, checked line by line from outside, when everything has settled. */
import type { World } from '../world/world.ts';
import { checkAllocations } from './allocations.ts';
import type { Difference } from './claims.ts';
import { gatherEvidence } from './evidence.ts';
import { checkFiles, checkLedger } from './files.ts';
import { checkOrders } from './orders.ts';
import { checkOutcomes } from './outcomes.ts';
import { checkRefusals } from './refusals.ts';
import { checkShipments } from './shipments.ts';
import { checkTold } from './told.ts';

export function checkInvariants(world: World): Difference[] {
  const evidence = gatherEvidence(world);
  return [
    checkAllocations,
    checkShipments,
    checkTold,
    checkOrders,
    checkRefusals,
    checkFiles,
    checkLedger,
    checkOutcomes,
  ].flatMap((check) => check(evidence));
}
