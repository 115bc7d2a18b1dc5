/** An allocation is held up while HotWax allocates the item anew, and arrives when the newer one has been applied. */
import { ALLOCATIONS } from '../../../testbed/feed-folders.ts';
import { sideOf } from '../../../testbed/hotwax.ts';
import type { World } from '../world/world.ts';
import { allocateAnew } from './hotwax-actions.ts';
import { holdUp, releaseFile } from './server-actions.ts';
import { passFiles, runScript } from './system-actions.ts';

/** @returns whether there was an item that a warehouse is still to ship */
export async function comeLate(world: World, id: string, deployment: string): Promise<boolean> {
  const { hotwax } = world;
  if (!allocateAnew(world, `${id} older`, (item) => sideOf(hotwax.book, item.facilityId) === 'netsuite'))
    return false;
  const older = hotwax.allocations.at(-1);
  const moved = older?.rows.map(({ orderId }) => orderId) ?? [];
  if (older) holdUp(world, { folder: ALLOCATIONS, name: older.name });
  allocateAnew(world, `${id} newer`, ({ orderId }) => moved.includes(orderId));
  await passFiles(world, `${id}a`, []);
  runScript(world, deployment, []);
  while (releaseFile(world, id));
  await passFiles(world, `${id}b`, []);
  runScript(world, deployment, []);
  return true;
}
