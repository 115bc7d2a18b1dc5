/** The files of the server, in memory: folders that can be moved as a whole, files that go on when their name changes. */

export type DiskFile = { kind: 'file'; id: number; bytes: Buffer; modified: number; sizeBefore: number };
export type Folder = { kind: 'folder'; entries: Map<string, DiskNode> };
export type DiskNode = DiskFile | Folder;

export type Refusal = 'NO_SUCH_FILE' | 'FAILURE' | 'PERMISSION_DENIED';

/** What the server says no to. */
export class Refused extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal);
    this.refusal = refusal;
  }
}

/** @property onName is told whenever a file gets a name, and when it loses one */
export type Disk = { root: Folder; clock: () => number; onName: OnName };
export type OnName = (path: string, file: DiskFile, what: 'gets' | 'loses') => void;

let files = 0;

export const makeFolderNode = (): Folder => ({ kind: 'folder', entries: new Map() });

export const makeDisk = (clock: () => number): Disk => ({ root: makeFolderNode(), clock, onName: () => {} });

export function newFile(disk: Disk, bytes: Buffer): DiskFile {
  files += 1;
  return { kind: 'file', id: files, bytes, modified: disk.clock(), sizeBefore: 0 };
}

export const namesOf = (path: string): string[] =>
  path.split('/').filter((name) => name !== '' && name !== '.');

export function find(disk: Disk, path: string): DiskNode | undefined {
  let node: DiskNode | undefined = disk.root;
  for (const name of namesOf(path)) node = node?.kind === 'folder' ? node.entries.get(name) : undefined;
  return node;
}

export function fileAt(disk: Disk, path: string): DiskFile | undefined {
  const node = find(disk, path);
  return node?.kind === 'file' ? node : undefined;
}

export function folderAt(disk: Disk, path: string): Folder | undefined {
  const node = find(disk, path);
  return node?.kind === 'folder' ? node : undefined;
}

/** @throws Refused NO_SUCH_FILE */
export function placeOf(disk: Disk, path: string): { folder: Folder; name: string } {
  const names = namesOf(path);
  const name = names.pop() ?? '';
  const folder = find(disk, names.join('/'));
  if (folder?.kind !== 'folder' || name === '') throw new Refused('NO_SUCH_FILE');
  return { folder, name };
}

/** @throws Refused */
export function link(disk: Disk, path: string, file: DiskFile, overwrites = false): void {
  const { folder, name } = placeOf(disk, path);
  const standing = folder.entries.get(name);
  if (standing && (!overwrites || standing.kind === 'folder')) throw new Refused('FAILURE');
  if (standing?.kind === 'file') disk.onName(path, standing, 'loses');
  folder.entries.set(name, file);
  disk.onName(path, file, 'gets');
}

/** @throws Refused */
export function unlink(disk: Disk, path: string): DiskFile {
  const { folder, name } = placeOf(disk, path);
  const node = folder.entries.get(name);
  if (!node) throw new Refused('NO_SUCH_FILE');
  if (node.kind === 'folder') throw new Refused('FAILURE');
  folder.entries.delete(name);
  disk.onName(path, node, 'loses');
  return node;
}

/** @throws Refused */
export function rename(disk: Disk, from: string, to: string, overwrites: boolean): void {
  const source = placeOf(disk, from);
  const node = source.folder.entries.get(source.name);
  if (!node) throw new Refused('NO_SUCH_FILE');
  const target = placeOf(disk, to);
  if (node.kind === 'folder') {
    if (target.folder.entries.has(target.name)) throw new Refused('FAILURE');
    source.folder.entries.delete(source.name);
    target.folder.entries.set(target.name, node);
    return;
  }
  if (target.folder === source.folder && target.name === source.name) return;
  link(disk, to, node, overwrites);
  source.folder.entries.delete(source.name);
  disk.onName(from, node, 'loses');
}

/** @throws Refused */
export function makeFolder(disk: Disk, path: string): void {
  const { folder, name } = placeOf(disk, path);
  if (folder.entries.has(name)) throw new Refused('FAILURE');
  folder.entries.set(name, makeFolderNode());
}

export function makeFolders(disk: Disk, path: string): void {
  const names = namesOf(path);
  names.forEach((_, index) => {
    const part = names.slice(0, index + 1).join('/');
    if (!find(disk, part)) makeFolder(disk, part);
  });
}

/** Writes into a file, whatever its name is by now. */
export function writeAt(disk: Disk, file: DiskFile, data: Buffer, offset: number): void {
  const size = Math.max(file.bytes.length, offset + data.length);
  file.sizeBefore = file.bytes.length;
  const bytes = Buffer.alloc(size);
  file.bytes.copy(bytes);
  data.copy(bytes, offset);
  file.bytes = bytes;
  file.modified = disk.clock();
}

/** Every file below a folder, with its path. */
export function* filesBelow(folder: Folder, path: string): Generator<[path: string, file: DiskFile]> {
  for (const [name, node] of folder.entries) {
    const own = path === '' ? name : `${path}/${name}`;
    if (node.kind === 'file') yield [own, node];
    else yield* filesBelow(node, own);
  }
}
