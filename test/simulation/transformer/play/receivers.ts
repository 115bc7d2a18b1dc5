/** Those who take what is published: outputs and error files. */
import type { FeedName } from '../plan/plan.ts';
import { type DiskFile, type Folder, unlink } from '../server/disk.ts';
import { count, folderPath, plainFiles, type Stage } from '../stage/stage.ts';

/** Sees everything that gets or loses a name on the disk. */
export function watchDisk(stage: Stage): void {
  const places = stage.plan.feeds.flatMap((feed) => [
    { feed, error: false, folder: `${folderPath(feed, 'target')}/` },
    { feed, error: true, folder: `${folderPath(feed, 'error')}/` },
  ]);
  stage.disk.onName = (given, file, what) => {
    stage.changes += 1;
    const path = given.replace(/^\/+/, '');
    if (what === 'loses') {
      noticeEarlyClaim(stage, path, file);
      return;
    }
    const place = places.find(
      ({ folder }) => path.startsWith(folder) && !path.slice(folder.length).includes('/'),
    );
    if (!place || path.slice(place.folder.length).startsWith('.')) return;
    stage.published.push({ path, file, moment: stage.moment });
    if (place.error) stage.errorTexts.set(file.id, { path, file });
  };
}

/** A pass may take a file that is not whole, when nothing tells it so. */
function noticeEarlyClaim(stage: Stage, path: string, file: DiskFile): void {
  if (!stage.asking) return;
  const { plan, habits, time } = stage;
  const upload = stage.sent.find((one) => one.file === file && !one.whole);
  if (!upload || path !== `${folderPath(upload.feed, 'source')}/${upload.name}`) return;
  const told = habits.tellsTimes ? Math.floor(file.modified / 1000) * 1000 + habits.clockMinutes * 60_000 : 0;
  const age = Math.max(time.now() + stage.asking.skew - told, time.now() - file.modified);
  // Of what is dated ahead nobody can tell the age.
  if (age >= plan.minimumAgeSeconds * 1000 || file.modified > time.now()) upload.exposed = true;
}

/** After each request: whoever is quick takes at once. */
export function takeAtOnce(stage: Stage): void {
  const { receiver, errorReader, feeds } = stage.plan;
  if (receiver === 'takes at once') for (const feed of feeds) takeOutputs(stage, feed);
  if (errorReader === 'takes at once') for (const feed of feeds) takeErrors(stage, feed);
}

/** @param keeps whether the files stay where they are */
export function takeOutputs(stage: Stage, feed: FeedName, from = folderPath(feed, 'target')): void {
  const keeps = stage.plan.receiver === 'leaves';
  const seen = (name: string): boolean =>
    keeps && stage.received.some((one) => one.feed === feed && one.name === name);
  const files = plainFiles(stage.disk, from).filter(([name]) => !seen(name));
  if (files.length === 0) return;
  stage.batches += 1;
  for (const [name, file] of files) {
    stage.received.push({ feed, name, file, text: file.bytes.toString(), batch: stage.batches });
    if (!keeps) unlink(stage.disk, `${from}/${name}`);
  }
}

/** They are looked at when everything is over; here they only go. */
export function takeErrors(stage: Stage, feed: FeedName): void {
  if (stage.plan.errorReader === 'leaves') return;
  const folder = folderPath(feed, 'error');
  for (const [name] of plainFiles(stage.disk, folder)) unlink(stage.disk, `${folder}/${name}`);
}

/** A receiver who moves its whole inbox away reads what is in it. */
export function readMovedInbox(stage: Stage, feed: FeedName, inbox: Folder): void {
  stage.batches += 1;
  const names = [...inbox.entries].sort(([one], [other]) => (one < other ? -1 : 1));
  for (const [name, node] of names) {
    if (node.kind !== 'file' || name.startsWith('.')) continue;
    const known = stage.received.some((one) => one.feed === feed && one.file === node);
    if (!known)
      stage.received.push({ feed, name, file: node, text: node.bytes.toString(), batch: stage.batches });
    inbox.entries.delete(name);
  }
}

export function receiverTakes(stage: Stage): void {
  count(stage, 'receiver takes');
  for (const feed of stage.plan.feeds) takeOutputs(stage, feed);
}

export function errorsAreRead(stage: Stage): void {
  count(stage, 'errors are read');
  for (const feed of stage.plan.feeds) takeErrors(stage, feed);
}
