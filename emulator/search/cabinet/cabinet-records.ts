/** The File Cabinet as records that a search goes through: its files, the files of the project, and every account's own folders. */

import type { World } from '../../account/account-context.ts';
import { type CabinetFile, folderAt, STANDARD_FOLDERS, typeFromName } from '../../account/cabinet.ts';
import type { StoredRecord, Values } from '../../account/store.ts';

/** What NetSuite shows in kilobytes; how it rounds is not documented. */
const KILOBYTE = 1024;

export const fileRecords = ({ cabinet }: World): StoredRecord[] => cabinet.list().map(recordOfFile);

/** Folders whose internal ids NetSuite gives; nobody knows since when an account has them. */
export const standardFolders = (): StoredRecord[] =>
  Object.entries(STANDARD_FOLDERS).map(([id, name]) =>
    record('folder', Number(id), { name, parent: null, isinactive: false }, 0, 0),
  );

/** The project's own files, which have no internal id here: a search that would find one cannot say what it finds. */
export function projectFiles({ project, store, cabinet }: World): { path: string; record: StoredRecord }[] {
  return project
    .listFiles()
    .filter((path) => cabinet.byPath(path) === undefined)
    .map((path) => {
      const name = path.split('/').at(-1) ?? '';
      const folder = folderAt(store, path.slice(0, -name.length - 1));
      const values = {
        name,
        folder: folder === undefined ? null : String(folder),
        filetype: typeFromName(name),
        description: '',
      };
      return { path, record: record('file', 0, values, 0, 0) };
    });
}

function recordOfFile({ id, created, modified, ...file }: CabinetFile): StoredRecord {
  const { name, description, folder, fileType, bytes } = file;
  const ending = name.includes('.') ? `.${name.split('.').at(-1)}` : '';
  const values = {
    name,
    description,
    folder: folder === null ? null : String(folder),
    filetype: fileType,
    documentsize: Math.ceil(bytes.length / KILOBYTE),
    url: `/core/media/media.nl?id=${id}&c=EMULATOR&_xt=${ending}`,
    created,
    modified,
  };
  return record('file', id, values, created, modified);
}

const record = (
  type: string,
  id: number,
  fields: Values,
  created: number,
  modified: number,
): StoredRecord => ({
  type,
  id,
  version: 0,
  created,
  modified,
  fields,
  sublists: {},
  lastLine: 0,
});
