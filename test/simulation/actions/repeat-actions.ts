/** A whole file comes a second time: as it was, with other content under its name, or under another name. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  ALLOCATIONS,
  EXPORTS,
  LINE_UPDATES,
  LINES_TO_FULFILL,
  namesIn,
  SHIPMENTS,
} from '../../../testbed/feed-folders.ts';
import { itemKey, sideOf } from '../../../testbed/hotwax.ts';
import type { Repeat } from '../plan/plan.ts';
import { chooseOne } from '../plan/random-streams.ts';
import { putFile } from '../world/places.ts';
import type { World } from '../world/world.ts';
import { moveItem } from './hotwax-actions.ts';

/**
 * Where a file may come under another name: there that is new news. An old allocation would be the newest then, and what
 * NetSuite exported HotWax would be told a second time, so nobody does that.
 */
const RENAMED = [ALLOCATIONS, SHIPMENTS, LINES_TO_FULFILL];
const REPEATED = [ALLOCATIONS, SHIPMENTS, LINE_UPDATES, LINES_TO_FULFILL, EXPORTS];

export function repeatFile(world: World, id: string, how: Repeat): boolean {
  const folders = how === 'under another name' ? RENAMED : REPEATED;
  const candidates = folders.flatMap((folder) => archived(world, folder).map((name) => ({ folder, name })));
  const fit = candidates.filter(({ folder, name }) => mayRepeat(world, folder, name, how));
  const chosen = chooseOne(fit, ({ folder, name }) => `${folder}/${name}`, world.seed, id, 'which');
  if (!chosen) return false;
  const { folder, name } = chosen;
  const text = readFileSync(join(world.home, folder, 'archive', name), 'utf8');
  world.trace.tell(`${folder}/${name} comes again ${how}.`);
  if (how === 'under another name') repeatUnder(world, folder, name, `again-${id}-${name}`, text);
  else {
    if (how === 'with other content' || folder.startsWith('netsuite/'))
      world.known.namesTaken.add(`${folder}/${name}`);
    putFile(world, folder, name, how === 'as it was' ? text : otherContent(text));
  }
  return true;
}

/** Only what was seen through to its end, and not what is such a repeat itself. */
const archived = (world: World, folder: string): string[] =>
  namesIn(join(world.home, folder, 'archive')).filter((name) => !/again-|repeat-/.test(name));

function mayRepeat(world: World, folder: string, name: string, how: Repeat): boolean {
  if (namesIn(join(world.home, folder)).includes(name)) return false;
  // Without shipment ids it would be other goods.
  if (how === 'under another name' && name.endsWith('.shipments.json')) return false;
  return how !== 'under another name' || folder !== ALLOCATIONS || isStillSo(world, name);
}

/** HotWax may come back to an allocation between warehouses; to no other, as a store may have shipped meanwhile. */
function isStillSo({ hotwax }: World, name: string): boolean {
  const rows = hotwax.allocations.find((sent) => sent.name === name)?.rows ?? [];
  return rows.every(({ orderId, seqId, facilityId }) => {
    const state = hotwax.items.get(itemKey(orderId, seqId));
    if (!state || state.item.facilityId === facilityId) return true;
    const ofWarehouses = [facilityId, state.item.facilityId].every(
      (id) => sideOf(hotwax.book, id) === 'netsuite',
    );
    return ofWarehouses && state.completed === 0 && !state.item.trouble;
  });
}

function repeatUnder(world: World, folder: string, name: string, newName: string, text: string): void {
  const { hotwax } = world;
  const sent = hotwax.allocations.find((one) => one.name === name);
  if (folder === ALLOCATIONS && sent) {
    for (const { orderId, seqId, facilityId } of sent.rows) {
      const state = hotwax.items.get(itemKey(orderId, seqId));
      if (state && state.item.facilityId !== facilityId) moveItem(state, facilityId);
    }
    hotwax.allocations.push({ ...sent, name: newName });
  }
  const shipped = hotwax.shipments.find((one) => one.name === name);
  if (folder === SHIPMENTS && shipped) hotwax.shipments.push({ ...shipped, name: newName });
  if (folder === LINES_TO_FULFILL) world.known.renamed.push(name);
  putFile(world, folder, newName, text);
}

/** Other facilities of an allocation, another shipment of what was shipped: it would show if they were applied. */
function otherContent(text: string): string {
  const other = text
    .replace(/\b(114|121)\b/g, (id) => (id === '114' ? '121' : '114'))
    .replace(/("shipment_?id":\s*"\d+)"/gi, '$19"');
  return other === text ? `${text}\n` : other;
}
