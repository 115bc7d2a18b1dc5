/** The files of the File Cabinet; its folders are records of type `folder`. */
import type { FileData } from './account-data.ts';
import type { Store } from './store.ts';

export type CabinetFile = {
  id: number;
  name: string;
  /** Internal id of the folder; null for none. */
  folder: number | null;
  bytes: Uint8Array;
  description: string;
  /** Of `file.Type`. */
  fileType: string;
  created: number;
  modified: number;
};

/** A file as it is to be saved; `id` is that of a file loaded before, which may have moved since. */
export type FileToSave = Omit<CabinetFile, 'id' | 'created' | 'modified'> & { id?: number | null };

export type Cabinet = {
  list(): CabinetFile[];
  byId(id: number): CabinetFile | undefined;
  /** `Folder/Sub/name.csv`, with or without a leading slash. */
  byPath(path: string): CabinetFile | undefined;
  /** A file of that name in that folder is replaced and keeps its id; a file that was loaded keeps its own and moves. */
  save(file: FileToSave): CabinetFile;
  remove(id: number): void;
};

/** Folders every account has, by the internal ids NetSuite gives them. */
export const STANDARD_FOLDERS: Readonly<Record<number, string>> = {
  [-15]: 'SuiteScripts',
  [-16]: 'SuiteBundles',
  [-4]: 'Images',
  [-20]: 'Templates',
};

/** @param timeOf reads a time of the data; without one it is now */
export function createCabinet(
  store: Store,
  given: readonly FileData[] = [],
  timeOf: (given?: string) => number = () => 0,
): Cabinet {
  const files = new Map<number, CabinetFile>();
  let highest = Math.max(0, ...given.map(({ id }) => id ?? 0));
  for (const file of given) {
    const id = file.id ?? ++highest;
    files.set(id, {
      id,
      name: file.name,
      folder: file.folder ?? null,
      bytes: bytesOf(file),
      description: file.description ?? '',
      fileType: file.fileType ?? typeFromName(file.name),
      created: timeOf(file.created),
      modified: timeOf(file.modified ?? file.created),
    });
  }
  return {
    list: () => [...files.values()].sort((left, right) => left.id - right.id),
    byId: (id) => files.get(id),
    byPath: (path) => [...files.values()].find((file) => pathOf(store, file) === path.replace(/^\/+/, '')),
    save: ({ id, name, folder, bytes, description, fileType }) => {
      const replaced = [...files.values()].find((file) => file.name === name && file.folder === folder);
      const before = files.get(id ?? 0) ?? replaced;
      if (replaced && before && replaced.id !== before.id) files.delete(replaced.id);
      const now = timeOf();
      const created = before?.created ?? now;
      const saved = { name, folder, bytes, description, fileType, created, modified: now };
      const file = { ...saved, id: before?.id ?? ++highest };
      files.set(file.id, file);
      return file;
    },
    remove: (id) => files.delete(id),
  };
}

export const isFolder = (store: Store, id: number): boolean =>
  id in STANDARD_FOLDERS || store.look('folder', id) !== undefined;

export const pathOf = (store: Store, { name, folder }: Pick<CabinetFile, 'name' | 'folder'>): string =>
  [...folderPath(store, folder), name].join('/');

/** The internal id of the folder at a path such as `SuiteScripts/Orders`. */
export function folderAt(store: Store, path: string): number | undefined {
  const standard = Object.entries(STANDARD_FOLDERS).find(([, name]) => name === path);
  if (standard) return Number(standard[0]);
  return store.lookAll('folder').find(({ id }) => folderPath(store, id).join('/') === path)?.id;
}

function folderPath(store: Store, id: number | null, depth = 0): string[] {
  if (id === null || depth > 20) return [];
  const standard = STANDARD_FOLDERS[id];
  if (standard) return [standard];
  const folder = store.look('folder', id);
  const parent = folder?.fields.parent;
  return folder
    ? [...folderPath(store, parent ? Number(parent) : null, depth + 1), String(folder.fields.name)]
    : [];
}

/** What NetSuite takes a file for by the ending of its name. */
export function typeFromName(name: string): string {
  const ending = name.split('.').at(-1)?.toUpperCase() ?? '';
  return TYPES_BY_ENDING[ending] ?? 'PLAINTEXT';
}

const TYPES_BY_ENDING: Readonly<Record<string, string>> = {
  CSV: 'CSV',
  JSON: 'JSON',
  XML: 'XMLDOC',
  JS: 'JAVASCRIPT',
  HTM: 'HTMLDOC',
  HTML: 'HTMLDOC',
};

const bytesOf = ({ contents, base64 }: FileData): Uint8Array =>
  base64 === undefined ? new TextEncoder().encode(contents ?? '') : Buffer.from(base64, 'base64');
