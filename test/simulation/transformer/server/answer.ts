/** Does what a request asks for on the disk, and answers as the server's habits have it. */
import {
  type Disk,
  type DiskFile,
  type DiskNode,
  fileAt,
  find,
  folderAt,
  link,
  makeFolder,
  newFile,
  placeOf,
  Refused,
  rename,
  unlink,
  writeAt,
} from './disk.ts';
import type { Habits } from './habits.ts';
import {
  type Attributes,
  attributesPacket,
  dataPacket,
  handlePacket,
  type Named,
  namesPacket,
  type Request,
  type Status,
  statusPacket,
} from './packets.ts';

/** What one connection has open. */
export type Handles = Map<string, DiskFile | { listing: [string, DiskNode][] }>;

/** @property room how many bytes the disk takes still */
export type Ground = { disk: Disk; habits: Habits; room: () => number };

const CREATE = 8;
const TRUNCATE = 16;
const EXCLUSIVE = 32;

/** @returns the packet, and the status if it is one */
export function answer(
  ground: Ground,
  handles: Handles,
  request: Request,
): { packet: Buffer; status: Status } {
  try {
    return { packet: work(ground, handles, request), status: 'OK' };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { packet: statusPacket(request.id, error.refusal), status: error.refusal };
  }
}

function work(ground: Ground, handles: Handles, request: Request): Buffer {
  const { disk, habits } = ground;
  const { id, path, to } = request;
  const done = (status: Status = 'OK'): Buffer => statusPacket(id, status);
  const opened = (): DiskFile => {
    const file = handles.get(request.handle);
    if (!file || 'listing' in file) throw new Refused('FAILURE');
    return file;
  };
  switch (request.type) {
    case 'OPEN':
      return opens(ground, handles, request);
    case 'CLOSE':
      return done(handles.delete(request.handle) ? 'OK' : 'FAILURE');
    case 'READ': {
      const { bytes } = opened();
      const most = Math.min(request.length, habits.mostBytes);
      const data = bytes.subarray(request.offset, request.offset + most);
      return data.length === 0 ? done('EOF') : dataPacket(id, data);
    }
    case 'WRITE': {
      const file = opened();
      if (request.data.length > ground.room()) throw new Refused('FAILURE');
      writeAt(disk, file, request.data, request.offset);
      return done();
    }
    case 'FSTAT':
      return attributesPacket(id, attributesOf(opened(), habits, false));
    case 'LSTAT':
    case 'STAT': {
      const node = find(disk, path);
      if (!node) throw new Refused('NO_SUCH_FILE');
      return attributesPacket(id, attributesOf(node, habits, false));
    }
    case 'SETSTAT':
    case 'FSETSTAT': {
      const node = request.type === 'SETSTAT' ? find(disk, path) : opened();
      if (!node) throw new Refused('NO_SUCH_FILE');
      if (node.kind === 'file' && request.modified !== undefined) node.modified = request.modified * 1000;
      return done();
    }
    case 'OPENDIR': {
      const folder = folderAt(disk, path);
      if (!folder) throw new Refused('NO_SUCH_FILE');
      return handlePacket(id, newHandle(handles, { listing: [...folder.entries] }));
    }
    case 'READDIR':
      return reads(ground, handles, request);
    case 'REMOVE':
      unlink(disk, path);
      return done();
    case 'MKDIR':
      makeFolder(disk, path);
      return done();
    case 'RMDIR': {
      const folder = folderAt(disk, path);
      if (!folder) throw new Refused('NO_SUCH_FILE');
      if (folder.entries.size > 0) throw new Refused('FAILURE');
      const { folder: above, name } = placeOf(disk, path);
      above.entries.delete(name);
      return done();
    }
    case 'REALPATH':
      return namesPacket(id, [{ name: `/${path}`.replace(/\/+/g, '/'), longName: '', told: {} }]);
    case 'RENAME':
      rename(disk, path, to, habits.renameOverwrites);
      return done();
    case 'EXTENDED':
      return extended(ground, request);
  }
}

function extended({ disk, habits }: Ground, { id, extension, path, to }: Request): Buffer {
  if (!habits.extensions.includes(extension)) return statusPacket(id, 'OP_UNSUPPORTED');
  if (extension === 'posix-rename@openssh.com') rename(disk, path, to, true);
  if (extension === 'hardlink@openssh.com') {
    const file = fileAt(disk, path);
    if (!file) throw new Refused('NO_SUCH_FILE');
    link(disk, to, file);
  }
  return statusPacket(id, 'OK');
}

let handleCount = 0;

function newHandle(handles: Handles, what: DiskFile | { listing: [string, DiskNode][] }): string {
  handleCount += 1;
  const handle = `h${handleCount}`;
  handles.set(handle, what);
  return handle;
}

function opens({ disk, habits, room }: Ground, handles: Handles, { id, path, flags }: Request): Buffer {
  const { folder, name } = placeOf(disk, path);
  const standing = folder.entries.get(name);
  if (standing?.kind === 'folder') throw new Refused('FAILURE');
  if (standing && flags & EXCLUSIVE && habits.exclusive) throw new Refused('FAILURE');
  if (!standing && !(flags & CREATE)) throw new Refused('NO_SUCH_FILE');
  if (!standing && room() <= 0) throw new Refused('FAILURE');
  const file = standing ?? newFile(disk, Buffer.alloc(0));
  if (!standing) link(disk, path, file);
  const empties = flags & TRUNCATE || (flags & EXCLUSIVE && !habits.exclusive);
  if (standing && empties) file.bytes = Buffer.alloc(0);
  return handlePacket(id, newHandle(handles, file));
}

/** As many at a time as OpenSSH tells. */
const ENTRIES = 100;

function reads({ habits }: Ground, handles: Handles, { id, handle }: Request): Buffer {
  const open = handles.get(handle);
  if (!open || !('listing' in open)) throw new Refused('FAILURE');
  const some = open.listing.splice(0, ENTRIES);
  if (some.length === 0) return statusPacket(id, 'EOF');
  return namesPacket(
    id,
    some.map(([name, node]) => named(name, node, habits)),
  );
}

function named(name: string, node: DiskNode, habits: Habits): Named {
  const told = attributesOf(node, habits, true);
  const letter = node.kind === 'file' ? '-' : 'd';
  return {
    name,
    longName: `${letter}rw-rw-r--    1 user group ${told.size ?? 0} Mar  2 06:30 ${name}`,
    told,
  };
}

function attributesOf(node: DiskNode, habits: Habits, inListing: boolean): Attributes {
  const lieOf = <Told>(lie: { lie: Told; everywhere: boolean } | undefined): Told | undefined =>
    lie && (inListing || lie.everywhere) ? lie.lie : undefined;
  const size = sizeOf(node, lieOf(habits.sizes));
  const mode = modeOf(node, lieOf(habits.types));
  const modified = node.kind === 'file' ? node.modified : 0;
  const told = Math.max(0, Math.floor(modified / 1000) + habits.clockMinutes * 60);
  return {
    ...(size !== undefined && { size }),
    ...(mode !== undefined && { mode }),
    ...(habits.tellsTimes && { modified: told }),
  };
}

function sizeOf(node: DiskNode, lie: NonNullable<Habits['sizes']>['lie'] | undefined): number | undefined {
  if (node.kind === 'folder') return 4096;
  if (lie === 'nothing') return undefined;
  if (lie === 'zero') return 0;
  if (lie === 'what it was') return node.sizeBefore;
  return node.bytes.length + (lie === 'one more' ? 1 : 0);
}

function modeOf(node: DiskNode, lie: NonNullable<Habits['types']>['lie'] | undefined): number | undefined {
  if (lie === 'no mode') return undefined;
  const rights = node.kind === 'file' ? 0o664 : 0o775;
  if (lie === 'no type bits') return rights;
  return rights | (node.kind === 'file' ? 0o100000 : 0o040000);
}
