/** What befalls files on the server: one is held up and arrives late, one that failed is put back as its error file asks. */
import { mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { readRefusedRows } from '../../../testbed/error-files.ts';
import { ALLOCATIONS, LINE_UPDATES, LINES_TO_FULFILL, namesIn } from '../../../testbed/feed-folders.ts';
import { chooseOne } from '../plan/random-streams.ts';
import type { World } from '../world/world.ts';

/** Outside the folders where anybody looks. */
const ASIDE = 'held-up';

const OF_ALLOCATIONS = [ALLOCATIONS, LINE_UPDATES];

const pathOf = ({ folder, name }: { folder: string; name: string }): string => `${folder}/${name}`;

/** It keeps its time and its name: when it is there again, newer ones may have gone ahead. */
export function holdUpFile(world: World, id: string): boolean {
  const waiting = filesIn(world, OF_ALLOCATIONS, '');
  const chosen = chooseOne(waiting, pathOf, world.seed, id, 'which');
  if (!chosen) return false;
  holdUp(world, chosen);
  return true;
}

export function holdUp(world: World, chosen: { folder: string; name: string }): void {
  mkdirSync(join(world.home, ASIDE, chosen.folder), { recursive: true });
  renameSync(join(world.home, pathOf(chosen)), join(world.home, ASIDE, pathOf(chosen)));
  world.known.heldUp += 1;
  world.trace.tell(`${pathOf(chosen)} is held up.`);
}

export function releaseFile(world: World, id: string): boolean {
  const heldUp = filesIn(world, OF_ALLOCATIONS, ASIDE).filter(
    ({ folder, name }) => !namesIn(join(world.home, folder)).includes(name),
  );
  const chosen = chooseOne(heldUp, pathOf, world.seed, id, 'which');
  if (!chosen) return false;
  renameSync(join(world.home, ASIDE, pathOf(chosen)), join(world.home, pathOf(chosen)));
  world.activity += 1;
  world.trace.tell(`${pathOf(chosen)} arrives after all.`);
  return true;
}

/** Only what runs have stopped at: what is wrong in a file itself stays wrong. */
export function putBackFile(world: World, id: string): boolean {
  const stopped = readRefusedRows(world.home).filter(({ code }) => code === 'RUNS_STOPPED');
  const failed = filesIn(world, [LINE_UPDATES, LINES_TO_FULFILL], '', 'failed').filter(
    ({ folder, name }) =>
      stopped.some(({ file, errorFile }) => file === name && errorFile.startsWith(folder)) &&
      !namesIn(join(world.home, folder)).includes(name),
  );
  const chosen = chooseOne(failed, pathOf, world.seed, id, 'which');
  if (!chosen) return false;
  const { folder, name } = chosen;
  renameSync(join(world.home, folder, 'failed', name), join(world.home, folder, name));
  world.activity += 1;
  world.trace.tell(`Somebody puts ${pathOf(chosen)} back.`);
  return true;
}

const filesIn = ({ home }: World, folders: readonly string[], below: string, place = '') =>
  folders.flatMap((folder) => namesIn(join(home, below, folder, place)).map((name) => ({ folder, name })));
