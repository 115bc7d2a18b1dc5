/** Those who move folders away, bring them back, accept an empty one in their place, or fix a failed file. */
import { spell } from '../plan/make-text.ts';
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
import { type Away, count, folderPath, plainFiles, type Stage } from '../stage/stage.ts';
import { readMovedInbox } from './receivers.ts';

type Moving = Pick<Away, 'feed' | 'folder' | 'shadows' | 'swapped' | 'end'>;

/** @returns undefined when there is nothing to move */
export function moveAway(stage: Stage, moving: Moving): Away | undefined {
  const { feed, folder, swapped } = moving;
  const path = folderPath(feed, folder);
  const node = find(stage.disk, path);
  const isAway = stage.away.some((one) => one.feed === feed && one.folder === folder);
  if (node?.kind !== 'folder' || isAway) return undefined;
  const place = placeOf(stage.disk, path);
  place.folder.entries.delete(place.name);
  stage.changes += 1;
  const away = { ...moving, node };
  stage.away.push(away);
  if (swapped) makeFolder(stage.disk, path);
  if (swapped && folder === 'target') readMovedInbox(stage, feed, node);
  count(stage, `folder is ${swapped ? 'swapped' : 'away'}: ${folder}`);
  stage.trace.tell(`${feed}: ${folder} is ${swapped ? 'moved away, and an empty one is made' : 'away'}.`);
  return away;
}

export function bringBack(stage: Stage, away: Away): void {
  if (!stage.away.includes(away)) return;
  stage.away = stage.away.filter((one) => one !== away);
  const { feed, folder, node, shadows } = away;
  const path = folderPath(feed, folder);
  const instead = find(stage.disk, path);
  const names = path.split('/');
  makeFolders(stage.disk, names.slice(0, -1).join('/'));
  const place = placeOf(stage.disk, path);
  place.folder.entries.set(place.name, node);
  stage.changes += 1;
  const hidden = shadows ? ', and hides what was written meanwhile' : '';
  stage.trace.tell(`${feed}: ${folder} is back${hidden}.`);
  if (instead?.kind === 'folder' && !shadows) merge(stage, instead, path);
}

/** By hand, with care: nothing is overwritten. */
function merge({ disk, trace }: Stage, from: Folder, path: string): void {
  for (const [name, file] of [...filesBelow(from, '')]) {
    const to = `${path}/${name}`;
    makeFolders(disk, to.slice(0, to.lastIndexOf('/')));
    trace.tell(`What was written meanwhile is moved into it: ${name}.`);
    if (!find(disk, to)) link(disk, to, file);
  }
}

/** @returns whether an empty folder was accepted in the place of the old one: then `init` is run */
export function seeToFolders(stage: Stage): boolean {
  let accepted = false;
  for (const away of [...stage.away]) {
    if (away.end === 'back' || !away.swapped) {
      bringBack(stage, away);
      continue;
    }
    stage.away = stage.away.filter((one) => one !== away);
    stage.givenUp.push(away.node);
    stage.forgotten ||= away.folder === '.state';
    stage.trace.tell(`${away.feed}: the operator accepts the new, empty ${away.folder}.`);
    count(stage, `accepts: ${away.folder}`);
    accepted = true;
  }
  stage.accepted ||= accepted;
  return accepted;
}

/** A failed file is mended, dragged into the archive, and sent again. */
export function mendFailed(stage: Stage, action: string, feed: FeedName, text: FileText): void {
  const failed = `${folderPath(feed, 'source')}/failed`;
  const [found] = plainFiles(stage.disk, failed);
  const archive = folderPath(feed, 'archive');
  if (!found || !find(stage.disk, archive)) return;
  const [name] = found;
  const source = folderPath(feed, 'source');
  if (fileAt(stage.disk, `${archive}/${name}`) || fileAt(stage.disk, `${source}/${name}`)) return;
  const bytes = Buffer.from(spell(feed, text));
  const old = unlink(stage.disk, `${failed}/${name}`);
  // What it said before is the operator's affair now.
  for (const one of stage.sent) if (one.feed === feed && one.bytes.equals(old.bytes)) one.superseded = true;
  link(stage.disk, `${archive}/${name}`, newFile(stage.disk, bytes));
  const file = newFile(stage.disk, bytes);
  link(stage.disk, `${source}/${name}`, file);
  count(stage, 'operator mends');
  stage.trace.tell(
    `${feed}: the operator takes ${name} out of failed/, mends it (${text.rows.map(({ id, kind }) => `${id} ${kind}`).join(', ')}), puts it into archive/, and sends it again.`,
  );
  const order = stage.sent.length;
  const state = { whole: true, superseded: false, exposed: false, uncertain: true, mended: true };
  stage.sent.push({ action, feed, name, text, bytes, file, order, ...state });
}
