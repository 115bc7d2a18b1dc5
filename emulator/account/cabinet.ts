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
};

export type Cabinet = {
  list(): CabinetFile[];
  byId(id: number): CabinetFile | undefined;
  /** `Folder/Sub/name.csv`, with or without a leading slash. */
  byPath(path: string): CabinetFile | undefined;
  /** A file of that name in that folder is replaced and keeps its id. */
  save(file: Omit<CabinetFile, 'id'>): CabinetFile;
  remove(id: number): void;
};

/** Folders every account has, by the internal ids NetSuite gives them. */
const STANDARD_FOLDERS: Readonly<Record<number, string>> = {
  [-15]: 'SuiteScripts',
  [-16]: 'SuiteBundles',
  [-4]: 'Images',
  [-20]: 'Templates',
};

export function createCabinet(store: Store, given: readonly FileData[] = []): Cabinet {
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
    });
  }
  return {
    list: () => [...files.values()].sort((left, right) => left.id - right.id),
    byId: (id) => files.get(id),
    byPath: (path) => [...files.values()].find((file) => pathOf(store, file) === path.replace(/^\/+/, '')),
    save: (file) => {
      const known = [...files.values()].find(
        ({ name, folder }) => name === file.name && folder === file.folder,
      );
      const saved = { ...file, id: known?.id ?? ++highest };
      files.set(saved.id, saved);
      return saved;
    },
    remove: (id) => files.delete(id),
  };
}

export const isFolder = (store: Store, id: number): boolean =>
  id in STANDARD_FOLDERS || store.look('folder', id) !== undefined;

export const pathOf = (store: Store, { name, folder }: Pick<CabinetFile, 'name' | 'folder'>): string =>
  [...folderPath(store, folder), name].join('/');

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

const bytesOf = ({ contents, base64 }: FileData): Uint8Array =>
  base64 === undefined ? new TextEncoder().encode(contents ?? '') : Buffer.from(base64, 'base64');
