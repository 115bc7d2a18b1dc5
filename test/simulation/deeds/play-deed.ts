/** Plays a deed: who does what, and tells it when there was something to do. */
import type { Deed } from '../plan/plan.ts';
import { count } from '../stage/diary.ts';
import type { Stage } from '../stage/stage.ts';
import { allocate, allocateAnew, readCompleted, shipFromStores } from './hotwax-deeds.ts';
import { repeatFile } from './repeat-deeds.ts';
import { passFiles, runJob, runScript } from './run-deeds.ts';
import { addLine, cancelOrder, closeLine, closeOrder, saveOrder, shipFromWarehouses } from './user-deeds.ts';

/** A promise only for a pass of the transformer. */
export function playDeed(stage: Stage, deed: Deed): void | Promise<void> {
  stage.clock.now += deed.minutes * 60_000;
  const { act, id, mishaps } = deed;
  if (act.kind === 'transformer passes') {
    count(stage, act.kind);
    return passFiles(stage, id, mishaps).then(() => undefined);
  }
  if (playNow(stage, deed))
    count(stage, act.kind === 'file comes again' ? `${act.kind} ${act.how}` : act.kind);
}

/** @returns whether there was something to do */
function playNow(stage: Stage, { act, id, mishaps }: Deed): boolean {
  switch (act.kind) {
    case 'script runs':
      return runScript(stage, act.deployment, mishaps);
    case 'queued job runs':
      return runJob(stage, mishaps);
    case 'HotWax allocates':
      return allocate(stage, id);
    case 'HotWax allocates anew':
      return allocateAnew(stage, id);
    case 'HotWax ships':
      return shipFromStores(stage, id);
    case 'HotWax reads':
      return readCompleted(stage);
    case 'warehouse ships':
      return shipFromWarehouses(stage, id);
    case 'user saves an order':
      return saveOrder(stage, id);
    case 'user adds a line':
      return addLine(stage, id);
    case 'user closes a line':
      return closeLine(stage, id);
    case 'user closes an order':
      return closeOrder(stage, id);
    case 'user cancels an order':
      return cancelOrder(stage, id);
    case 'file comes again':
      return repeatFile(stage, id, act.how);
    default:
      throw new Error(`A pass cannot be waited for here: ${act.kind}.`);
  }
}
