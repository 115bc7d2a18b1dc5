/** Those who take what is published: outputs and error files. */
import type { FeedName } from '../plan/plan.ts';
import { type DiskFile, type Folder, unlink } from '../server/disk.ts';
import { count, folderPath, plainFiles, type World } from '../world/world.ts';

/** Sees everything that gets or loses a name on the disk. */
export function watchDisk(world: World): void {
  const places = world.plan.feeds.flatMap((feed) => [
    { feed, error: false, folder: `${folderPath(feed, 'target')}/` },
    { feed, error: true, folder: `${folderPath(feed, 'error')}/` },
  ]);
  world.disk.onName = (given, file, what) => {
    world.changes += 1;
    const path = given.replace(/^\/+/, '');
    if (what === 'loses') {
      noticeEarlyClaim(world, path, file);
      return;
    }
    const place = places.find(
      ({ folder }) => path.startsWith(folder) && !path.slice(folder.length).includes('/'),
    );
    if (!place || path.slice(place.folder.length).startsWith('.')) return;
    world.published.push({ path, file, moment: world.moment });
    if (place.error) world.errorTexts.set(file.id, { path, file });
  };
}

/** A pass may take a file that is not whole, when nothing tells it so. */
function noticeEarlyClaim(world: World, path: string, file: DiskFile): void {
  if (!world.asking) return;
  const { plan, habits, time } = world;
  const upload = world.sent.find((one) => one.file === file && !one.whole);
  if (!upload || path !== `${folderPath(upload.feed, 'source')}/${upload.name}`) return;
  const told = habits.tellsTimes ? Math.floor(file.modified / 1000) * 1000 + habits.clockMinutes * 60_000 : 0;
  const age = Math.max(time.now() + world.asking.skew - told, time.now() - file.modified);
  // Of what is dated ahead nobody can tell the age.
  if (age >= plan.minimumAgeSeconds * 1000 || file.modified > time.now()) upload.exposed = true;
}

/** After each request: whoever is quick takes at once. */
export function takeAtOnce(world: World): void {
  const { receiver, errorReader, feeds } = world.plan;
  if (receiver === 'takes at once') for (const feed of feeds) takeOutputs(world, feed);
  if (errorReader === 'takes at once') for (const feed of feeds) takeErrors(world, feed);
}

/** @param keeps whether the files stay where they are */
export function takeOutputs(world: World, feed: FeedName, from = folderPath(feed, 'target')): void {
  const keeps = world.plan.receiver === 'leaves';
  const seen = (name: string): boolean =>
    keeps && world.received.some((one) => one.feed === feed && one.name === name);
  const files = plainFiles(world.disk, from).filter(([name]) => !seen(name));
  if (files.length === 0) return;
  world.batches += 1;
  for (const [name, file] of files) {
    world.received.push({ feed, name, file, text: file.bytes.toString(), batch: world.batches });
    if (!keeps) unlink(world.disk, `${from}/${name}`);
  }
}

/** They are looked at when everything is over; here they only go. */
export function takeErrors(world: World, feed: FeedName): void {
  if (world.plan.errorReader === 'leaves') return;
  const folder = folderPath(feed, 'error');
  for (const [name] of plainFiles(world.disk, folder)) unlink(world.disk, `${folder}/${name}`);
}

/** A receiver who moves its whole inbox away reads what is in it. */
export function readMovedInbox(world: World, feed: FeedName, inbox: Folder): void {
  world.batches += 1;
  const names = [...inbox.entries].sort(([one], [other]) => (one < other ? -1 : 1));
  for (const [name, node] of names) {
    if (node.kind !== 'file' || name.startsWith('.')) continue;
    const known = world.received.some((one) => one.feed === feed && one.file === node);
    if (!known)
      world.received.push({ feed, name, file: node, text: node.bytes.toString(), batch: world.batches });
    inbox.entries.delete(name);
  }
}

export function receiverTakes(world: World): void {
  count(world, 'receiver takes');
  for (const feed of world.plan.feeds) takeOutputs(world, feed);
}

export function errorsAreRead(world: World): void {
  count(world, 'errors are read');
  for (const feed of world.plan.feeds) takeErrors(world, feed);
}
