/** Plays a action: who does what, and tells it when there was something to do. */
import type { Action } from '../plan/plan.ts';
import { count } from '../world/action-log.ts';
import type { World } from '../world/world.ts';
import { allocate, allocateAnew, readCompleted, shipFromStores } from './hotwax-actions.ts';
import { comeLate } from './late-file.ts';
import { repeatFile } from './repeat-actions.ts';
import { holdUpFile, putBackFile, releaseFile } from './server-actions.ts';
import { stopRuns } from './stopped-runs.ts';
import { passFiles, runJob, runScript } from './system-actions.ts';
import { shipAmongAllocations } from './tagged-shipments.ts';
import {
  addLine,
  cancelOrder,
  closeLine,
  closeOrder,
  saveOrder,
  shipFromWarehouses,
} from './user-actions.ts';

/** A promise only for a pass of the transformer. */
export function runAction(world: World, action: Action): void | Promise<void> {
  world.clock.now += action.minutes * 60_000;
  const { act, id, faults } = action;
  if (act.kind === 'transformer passes') {
    count(world, act.kind);
    return passFiles(world, id, faults).then(() => undefined);
  }
  if (act.kind === 'older file comes late') {
    return comeLate(world, id, act.deployment).then((done) => {
      if (done) count(world, act.kind);
    });
  }
  if (playNow(world, action))
    count(world, act.kind === 'file comes again' ? `${act.kind} ${act.how}` : act.kind);
}

/** @returns whether there was something to do */
function playNow(world: World, { act, id, faults }: Action): boolean {
  switch (act.kind) {
    case 'script runs':
      return runScript(world, act.deployment, faults);
    case 'queued job runs':
      return runJob(world, faults);
    case 'HotWax allocates':
      return allocate(world, id);
    case 'HotWax allocates anew':
      return allocateAnew(world, id);
    case 'HotWax ships':
      return shipFromStores(world, id);
    case 'HotWax ships among allocations':
      return shipAmongAllocations(world, id);
    case 'HotWax reads':
      return readCompleted(world);
    case 'warehouse ships':
      return shipFromWarehouses(world, id);
    case 'user saves an order':
      return saveOrder(world, id);
    case 'user adds a line':
      return addLine(world, id);
    case 'user closes a line':
      return closeLine(world, id);
    case 'user closes an order':
      return closeOrder(world, id);
    case 'user cancels an order':
      return cancelOrder(world, id);
    case 'file comes again':
      return repeatFile(world, id, act.how);
    case 'file is held up':
      return holdUpFile(world, id);
    case 'held-up file arrives':
      return releaseFile(world, id);
    case 'order stops runs':
      return stopRuns(world, id, act.deployment);
    case 'failed file is put back':
      return putBackFile(world, id);
    default:
      throw new Error(`A pass cannot be waited for here: ${act.kind}.`);
  }
}
