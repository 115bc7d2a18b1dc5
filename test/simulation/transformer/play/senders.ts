/** Those who send: at once, by renaming into place, in pieces; once more, with other content, under another name. */
import { lasting } from '../plan/make-text.ts';
import type { Act, FileText, Upload } from '../plan/plan.ts';
import { type DiskFile, fileAt, link, makeFolders, newFile, rename, writeAt } from '../server/disk.ts';
import { count, folderPath, type Sent, type World } from '../world/world.ts';

export function send(world: World, action: string, act: Extract<Act, { kind: 'sends' }>): void {
  const { feed, name, text, upload, dated } = act;
  put(world, { action, feed, name, text, upload, ...(dated !== undefined && { dated }) });
}

export function sendAgain(world: World, action: string, act: Extract<Act, { kind: 'sends again' }>): void {
  const before = world.sent.findLast((one) => one.action === act.of);
  if (!before?.whole) return; // nobody sends again what is still on its way
  const { feed } = before;
  const { again, upload } = act;
  const text = typeof again === 'object' && 'text' in again ? again.text : before.text;
  const name = typeof again === 'object' && 'name' in again ? again.name : before.name;
  put(world, { action, feed, name, text, upload });
}

type Sending = Pick<Sent, 'action' | 'feed' | 'name' | 'text'> & { upload: Upload; dated?: number };

function put(world: World, sending: Sending): void {
  const { feed, name, text, upload, dated } = sending;
  const { disk } = world;
  const folder = folderPath(feed, 'source');
  const bytes = Buffer.from(lasting(feed, text));
  const path = `${folder}/${name}`;
  makeFolders(disk, folder);
  const standing = fileAt(disk, path);
  replace(world, standing);
  count(world, `sends, ${upload.kind}`);
  const what = describe(text, bytes);
  world.trace.tell(
    `${feed}: ${name} is sent ${how(upload)}, ${what}${dated ? `, dated ${dated} minutes ahead` : ''}.`,
  );
  const file = upload.kind !== 'renamed into place' && standing ? standing : newFile(disk, Buffer.alloc(0));
  const { action } = sending;
  const uncertain = dated !== undefined || upload.kind === 'in pieces' || standing !== undefined;
  const order = world.sent.length;
  const sent = {
    action,
    feed,
    name,
    text,
    bytes,
    file,
    whole: false,
    superseded: false,
    exposed: false,
    mended: false,
  };
  const own: Sent = { ...sent, uncertain, order };
  world.sent.push(own);
  if (upload.kind === 'renamed into place') {
    link(disk, `${path}.part`, file);
    writeAt(disk, file, bytes, 0);
    rename(disk, `${path}.part`, path, true);
    own.whole = true;
  } else {
    file.bytes = Buffer.alloc(0);
    file.modified = world.time.now();
    if (!standing) link(disk, path, file);
    upload.kind === 'at once' ? writeRest(world, own, 0, bytes.length) : inPieces(world, own, upload.halts);
  }
  if (dated !== undefined) file.modified += dated * 60_000;
}

/** What it writes over is not to come out any more, if nobody has taken it yet. */
function replace(world: World, standing: DiskFile | undefined): void {
  for (const one of world.sent) {
    if (standing && one.file === standing) one.whole = one.superseded = true;
  }
}

type Halts = Extract<Upload, { kind: 'in pieces' }>['halts'];

function inPieces(world: World, sent: Sent, halts: Halts): void {
  let at = world.time.now();
  let from = 0;
  const steps = [...halts, { share: 1, seconds: 0 }];
  for (const { share, seconds } of steps) {
    const to = Math.max(from, Math.floor(share * sent.bytes.length));
    const [start, end] = [from, to];
    const work = (): void => {
      if (!sent.superseded) writeRest(world, sent, start, end);
    };
    if (start === 0 && at === world.time.now()) work();
    else world.agenda.push({ at, work });
    at += seconds * 1000;
    from = to;
  }
}

function writeRest(world: World, sent: Sent, from: number, to: number): void {
  if (to > from) writeAt(world.disk, sent.file, sent.bytes.subarray(from, to), from);
  world.changes += 1;
  if (to < sent.bytes.length) return;
  if (from > 0) world.trace.tell(`${sent.name} is whole now.`);
  sent.whole = true;
}

const how = (upload: Upload): string =>
  upload.kind === 'in pieces'
    ? `in pieces, with halts of ${upload.halts.map(({ seconds, share }) => `${seconds} s at ${share * 100}%`).join(' and ')}`
    : upload.kind === 'at once'
      ? 'at once'
      : 'and renamed into place';

function describe({ rows, whole }: FileText, bytes: Buffer): string {
  const kinds =
    rows.length > 12 ? `${rows.length} rows` : rows.map(({ id, kind }) => `${id} ${kind}`).join(', ');
  return `${bytes.length} bytes${whole === 'sound' ? '' : `, ${whole}`}: ${kinds}`;
}
