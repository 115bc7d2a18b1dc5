/** N/file: files in memory. Nothing is saved in a File Cabinet yet. */
import { readArguments, textOption } from '../arguments.ts';
import { allow, charge, type Execution } from '../execution.ts';
import { MAX_FILE_CONTENT_BYTES } from '../governance.ts';
import { guard } from '../guard.ts';
import { NotEmulated } from '../not-emulated.ts';
import { suiteError } from '../suite-error.ts';

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

export function createFileModule(execution: Execution): object {
  return guard('N/file', {
    Type: guard('N/file.Type', TYPES),
    Encoding: guard('N/file.Encoding', ENCODINGS),
    create: (...values: unknown[]) => create(execution, values),
  });
}

/** A file as N/sftp delivers it: no id and no folder until saved, which is not emulated. */
export function fileFromBytes(execution: Execution, name: string, bytes: Uint8Array): object {
  return makeFile(execution, { name, fileType: typeFromName(name), encoding: 'UTF-8', bytes });
}

/** The bytes of a file object, undefined for anything else. */
export function bytesOf(file: unknown): Uint8Array | undefined {
  return typeof file === 'object' && file !== null ? contents.get(file) : undefined;
}

function create(execution: Execution, values: unknown[]): object {
  const call = 'N/file.create';
  charge(execution, 'file.create');
  const options = readArguments(
    { call, required: ['name', 'fileType'], optional: ['contents', 'encoding', 'description'] },
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
  return makeFile(execution, { name: textOption(call, options, 'name'), fileType, encoding: 'UTF-8', bytes });
}

type FileParts = { name: string; fileType: string; encoding: string; bytes: Uint8Array };

function makeFile(execution: Execution, { name, fileType, encoding, bytes }: FileParts): object {
  const members = {
    name,
    fileType,
    encoding,
    id: null,
    folder: null,
    description: '',
    isText: true,
    size: bytes.length,
    getContents: () => {
      charge(execution, 'File.getContents');
      refuseLarge(bytes, name);
      return decode(bytes, encoding);
    },
    lines: guard('file.File.lines', { iterator: () => lineIterator(execution, decode(bytes, encoding)) }),
    toJSON: () => ({ name, fileType, encoding, size: bytes.length }),
  };
  const file = guard('file.File', members, ['name', 'encoding', 'description']);
  contents.set(file, bytes);
  return file;
}

/** `each` stops when the callback does not return true. */
function lineIterator(execution: Execution, text: string): object {
  return guard('file.File.lines.iterator()', {
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

function decode(bytes: Uint8Array, encoding: string): string {
  return new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes);
}

function typeFromName(name: string): string {
  const ending = name.split('.').at(-1)?.toUpperCase() ?? '';
  if (ending === 'CSV' || ending === 'JSON') return ending;
  return ending === 'XML' ? 'XMLDOC' : 'PLAINTEXT';
}
