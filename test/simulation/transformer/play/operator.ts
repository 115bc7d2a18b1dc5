/** Those who move folders away, bring them back, accept an empty one in their place, or fix a failed file. */
import { lasting } from '../plan/make-text.ts';
import type { FeedName, FileText } from '../plan/plan.ts';
import {
  type Folder,
  fileAt,
  filesBelow,
  find,
  link,
  makeFolder,
  makeFolders,
  newFile,
  placeOf,
  unlink,
} from '../server/disk.ts';
import { type Away, count, folderPath, plainFiles, type World } from '../world/world.ts';
import { readMovedInbox } from './receivers.ts';

type Moving = Pick<Away, 'feed' | 'folder' | 'shadows' | 'swapped' | 'end'>;

/** @returns undefined when there is nothing to move */
export function moveAway(world: World, moving: Moving): Away | undefined {
  const { feed, folder, swapped } = moving;
  const path = folderPath(feed, folder);
  const node = find(world.disk, path);
  const isAway = world.away.some((one) => one.feed === feed && one.folder === folder);
  if (node?.kind !== 'folder' || isAway) return undefined;
  const place = placeOf(world.disk, path);
  place.folder.entries.delete(place.name);
  world.changes += 1;
  const away = { ...moving, node };
  world.away.push(away);
  if (swapped) makeFolder(world.disk, path);
  if (swapped && folder === 'target') readMovedInbox(world, feed, node);
  count(world, `folder is ${swapped ? 'swapped' : 'away'}: ${folder}`);
  world.trace.tell(`${feed}: ${folder} is ${swapped ? 'moved away, and an empty one is made' : 'away'}.`);
  return away;
}

export function bringBack(world: World, away: Away): void {
  if (!world.away.includes(away)) return;
  world.away = world.away.filter((one) => one !== away);
  const { feed, folder, node, shadows } = away;
  const path = folderPath(feed, folder);
  const instead = find(world.disk, path);
  const names = path.split('/');
  makeFolders(world.disk, names.slice(0, -1).join('/'));
  const place = placeOf(world.disk, path);
  place.folder.entries.set(place.name, node);
  world.changes += 1;
  const hidden = shadows ? ', and hides what was written meanwhile' : '';
  world.trace.tell(`${feed}: ${folder} is back${hidden}.`);
  if (instead?.kind === 'folder' && !shadows) merge(world, instead, path);
}

/** By hand, with care: nothing is overwritten. */
function merge({ disk, trace }: World, from: Folder, path: string): void {
  for (const [name, file] of [...filesBelow(from, '')]) {
    const to = `${path}/${name}`;
    makeFolders(disk, to.slice(0, to.lastIndexOf('/')));
    trace.tell(`What was written meanwhile is moved into it: ${name}.`);
    if (!find(disk, to)) link(disk, to, file);
  }
}

/** @returns whether an empty folder was accepted in the place of the old one: then `init` is run */
export function seeToFolders(world: World): boolean {
  let accepted = false;
  for (const away of [...world.away]) {
    if (away.end === 'back' || !away.swapped) {
      bringBack(world, away);
      continue;
    }
    world.away = world.away.filter((one) => one !== away);
    world.givenUp.push(away.node);
    world.forgotten ||= away.folder === '.state';
    world.trace.tell(`${away.feed}: the operator accepts the new, empty ${away.folder}.`);
    count(world, `accepts: ${away.folder}`);
    accepted = true;
  }
  world.accepted ||= accepted;
  return accepted;
}

/** A failed file is mended, dragged into the archive, and sent again. */
export function mendFailed(world: World, action: string, feed: FeedName, text: FileText): void {
  const failed = `${folderPath(feed, 'source')}/failed`;
  const [found] = plainFiles(world.disk, failed);
  const archive = folderPath(feed, 'archive');
  if (!found || !find(world.disk, archive)) return;
  const [name] = found;
  const source = folderPath(feed, 'source');
  if (fileAt(world.disk, `${archive}/${name}`) || fileAt(world.disk, `${source}/${name}`)) return;
  const bytes = Buffer.from(lasting(feed, text));
  const old = unlink(world.disk, `${failed}/${name}`);
  // What it said before is the operator's affair now.
  for (const one of world.sent) if (one.feed === feed && one.bytes.equals(old.bytes)) one.superseded = true;
  link(world.disk, `${archive}/${name}`, newFile(world.disk, bytes));
  const file = newFile(world.disk, bytes);
  link(world.disk, `${source}/${name}`, file);
  count(world, 'operator mends');
  world.trace.tell(
    `${feed}: the operator takes ${name} out of failed/, mends it (${text.rows.map(({ id, kind }) => `${id} ${kind}`).join(', ')}), puts it into archive/, and sends it again.`,
  );
  const order = world.sent.length;
  const state = { whole: true, superseded: false, exposed: false, uncertain: true, mended: true };
  world.sent.push({ action, feed, name, text, bytes, file, order, ...state });
}
