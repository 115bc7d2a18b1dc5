/** N/file: files in memory and in the File Cabinet (section_4223861820). */

import type { World } from '../account/account-context.ts';
import { type CabinetFile, isFolder, pathOf, typeFromName } from '../account/cabinet.ts';
import { allow, charge, type Execution } from '../account/execution.ts';
import { MAX_FILE_CONTENT_BYTES } from '../platform/governance.ts';
import { readArguments, textOption } from '../strictness/arguments.ts';
import { NotEmulated } from '../strictness/not-emulated.ts';
import { strictProxy } from '../strictness/strict-proxy.ts';
import { suiteError } from '../strictness/suite-error.ts';

const TYPES = {
  CSV: 'CSV',
  JSON: 'JSON',
  PLAINTEXT: 'PLAINTEXT',
  XMLDOC: 'XMLDOC',
  HTMLDOC: 'HTMLDOC',
  JAVASCRIPT: 'JAVASCRIPT',
};

const ENCODINGS: Readonly<Record<string, string>> = {
  UTF_8: 'UTF-8',
  WINDOWS_1252: 'windows-1252',
  ISO_8859_1: 'ISO-8859-1',
};

/** The bytes behind a file object that a script holds; other modules read them here. */
const contents = new WeakMap<object, Uint8Array>();

export function createFileModule(world: World, execution: Execution): object {
  return strictProxy('N/file', {
    Type: strictProxy('N/file.Type', TYPES),
    Encoding: strictProxy('N/file.Encoding', ENCODINGS),
    create: (...values: unknown[]) => create(world, execution, values),
    load: (...values: unknown[]) => load(world, execution, values),
    delete: (...values: unknown[]) => remove(world, execution, values),
  });
}

/** A file as N/sftp delivers it: no id and no folder until saved. */
export const fileFromBytes = (world: World, execution: Execution, name: string, bytes: Uint8Array): object =>
  makeFile(world, execution, { ...UNSAVED, name, fileType: typeFromName(name), bytes });

/** The bytes of a file object, undefined for anything else. */
export const bytesOf = (file: unknown): Uint8Array | undefined =>
  typeof file === 'object' && file !== null ? contents.get(file) : undefined;

function create(world: World, execution: Execution, values: unknown[]): object {
  const call = 'N/file.create';
  charge(execution, 'file.create');
  const options = readArguments(
    {
      call,
      required: ['name', 'fileType'],
      optional: ['contents', 'encoding', 'description', 'folder', 'isOnline', 'isInactive'],
    },
    values,
  );
  const fileType = textOption(call, options, 'fileType');
  if (!(fileType in TYPES)) throw new NotEmulated(`file type ${fileType}`);
  if (options.encoding !== undefined && options.encoding !== 'UTF-8') {
    throw new NotEmulated(`writing a file in ${String(options.encoding)}`);
  }
  const text = options.contents === undefined ? '' : textOption(call, options, 'contents');
  const bytes = new TextEncoder().encode(text);
  refuseLarge(bytes, textOption(call, options, 'name'));
  return makeFile(world, execution, {
    ...UNSAVED,
    name: textOption(call, options, 'name'),
    fileType,
    bytes,
    description: String(options.description ?? ''),
    folder: options.folder ?? null,
  });
}

/** By internal id, or by its path in the File Cabinet; files of the project are there too. */
function load(world: World, execution: Execution, values: unknown[]): object {
  const call = 'N/file.load';
  charge(execution, 'file.load');
  const { id } = readArguments({ call, required: ['id'] }, values);
  const found = foundFile(world, id);
  if (found) return makeFile(world, execution, { ...partsOf(found), encoding: 'UTF-8' });
  const text = /^\d+$/.test(String(id)) ? undefined : world.project.readFile(String(id));
  if (text === undefined) throw noSuchFile(call, id);
  const name = String(id).split('/').at(-1) ?? '';
  return makeFile(world, execution, {
    ...UNSAVED,
    name,
    fileType: typeFromName(name),
    bytes: new TextEncoder().encode(text),
  });
}

const partsOf = ({ id, name, fileType, bytes, description, folder }: CabinetFile) => ({
  id,
  name,
  fileType,
  bytes,
  description,
  folder,
});

function remove(world: World, execution: Execution, values: unknown[]): unknown {
  const call = 'N/file.delete';
  charge(execution, 'file.delete');
  const { id } = readArguments({ call, required: ['id'] }, values);
  const found = foundFile(world, id);
  if (!found) throw noSuchFile(call, id);
  world.cabinet.remove(found.id);
  return id;
}

const foundFile = (world: World, id: unknown): CabinetFile | undefined =>
  /^\d+$/.test(String(id)) ? world.cabinet.byId(Number(id)) : world.cabinet.byPath(String(id));

const noSuchFile = (call: string, id: unknown): Error =>
  suiteError('RCRD_DSNT_EXIST', `${call}: that file does not exist: ${String(id)}.`);

type FileParts = {
  id: number | null;
  name: string;
  fileType: string;
  encoding: string;
  bytes: Uint8Array;
  description: string;
  folder: unknown;
};

const UNSAVED = { id: null, encoding: 'UTF-8', description: '', folder: null };

function makeFile(world: World, execution: Execution, parts: FileParts): object {
  const { bytes: _, ...named } = parts;
  const members = {
    ...named,
    isText: true,
    isOnline: false,
    isInactive: false,
    size: parts.bytes.length,
    get path(): string {
      return pathOf(world.store, { name: members.name, folder: folderOf(members.folder) });
    },
    getContents: () => {
      charge(execution, 'File.getContents');
      refuseLarge(parts.bytes, members.name);
      return decode(parts.bytes, members.encoding);
    },
    appendLine: (...values: unknown[]) => {
      const { value } = readArguments({ call: 'File.appendLine', required: ['value'] }, values);
      parts.bytes = new TextEncoder().encode(`${decode(parts.bytes, members.encoding)}${String(value)}\n`);
      members.size = parts.bytes.length;
      contents.set(file, parts.bytes);
      return file;
    },
    save: () => {
      charge(execution, 'File.save');
      const saved = world.cabinet.save({
        ...members,
        bytes: parts.bytes,
        folder: savableFolder(world, members.folder),
      });
      members.id = saved.id;
      return saved.id;
    },
    lines: strictProxy('file.File.lines', {
      iterator: () => lineIterator(execution, decode(parts.bytes, members.encoding)),
    }),
    toJSON: () => ({
      id: members.id,
      name: members.name,
      fileType: members.fileType,
      encoding: members.encoding,
      folder: members.folder,
      size: members.size,
    }),
  };
  const file: object = strictProxy('file.File', members, WRITABLE);
  contents.set(file, parts.bytes);
  return file;
}

const WRITABLE = ['name', 'encoding', 'description', 'folder', 'isOnline', 'isInactive'];

const folderOf = (folder: unknown): number | null =>
  folder === null || folder === undefined || folder === '' ? null : Number(folder);

function savableFolder(world: World, given: unknown): number {
  const folder = folderOf(given);
  if (folder === null)
    throw suiteError('SSS_MISSING_REQD_ARGUMENT', 'File.save: Missing a required argument: folder');
  if (isFolder(world.store, folder)) return folder;
  throw suiteError('INVALID_KEY_OR_REF', `Invalid folder reference key ${String(given)}.`);
}

/** `each` stops when the callback does not return true. */
function lineIterator(execution: Execution, text: string): object {
  return strictProxy('file.File.lines.iterator()', {
    each: (callback: (line: object) => boolean) => {
      allow(execution, 'file.File.lines.iterator().each');
      const lines = text.split(/\r?\n/);
      if (lines.at(-1) === '') lines.pop();
      for (const value of lines) {
        if (callback(execution.realm.adopt({ value })) !== true) return;
      }
    },
  });
}

function refuseLarge(bytes: Uint8Array, name: string): void {
  if (bytes.length <= MAX_FILE_CONTENT_BYTES) return;
  throw suiteError(
    'SSS_FILE_CONTENT_SIZE_EXCEEDED',
    `The file content you are attempting to access exceeds the maximum allowed size of 10 MB: ${name} has ${bytes.length} bytes.`,
  );
}

const decode = (bytes: Uint8Array, encoding: string): string =>
  new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes);
