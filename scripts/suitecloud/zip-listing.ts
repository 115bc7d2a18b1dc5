/** The names and contents in a ZIP archive, read from its central directory (PKWARE APPNOTE 4.3.7, 4.3.12 and 4.3.16). */
import { inflateRawSync } from 'node:zlib';
import { ToolError } from '../tool-error.ts';

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const FILE_ENTRY = 0x04034b50;
const END_LENGTH = 22;
const ENTRY_LENGTH = 46;
const FILE_LENGTH = 30;
/** An SDF project has some hundred kilobytes; more is a mistake or an attack. */
const LARGEST_FILE = 64 * 1024 * 1024;

/**
 * Names of the files in an archive, sorted; folders are left out. Archives of more than 65,534 files (ZIP64) are
 * not read: an SDF project has a few dozen.
 * @throws ToolError NOT_A_ZIP
 */
export const listZip = (archive: Buffer): string[] => readFiles(archive).map(({ name }) => name);

/**
 * Contents by name, sorted by name.
 * @throws ToolError NOT_A_ZIP, also for names that lead out of the folder it is unpacked into
 */
export const unzip = (archive: Buffer): Map<string, Buffer> =>
  new Map(readFiles(archive).map((entry) => [safeName(entry.name), contentOf(archive, entry)]));

type Entry = { name: string; method: number; size: number; start: number };

function readFiles(archive: Buffer): Entry[] {
  const end = archive.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  if (end < 0 || end + END_LENGTH > archive.length || archive.readUInt32LE(end) !== END_OF_DIRECTORY)
    throw notAZip('it has no central directory');
  const entries = readEntries(archive, archive.readUInt16LE(end + 10), archive.readUInt32LE(end + 16));
  return entries
    .filter(({ name }) => !name.endsWith('/'))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

function readEntries(archive: Buffer, count: number, start: number): Entry[] {
  const entries: Entry[] = [];
  let at = start;
  for (let read = 0; read < count; read += 1) {
    if (at + ENTRY_LENGTH > archive.length || archive.readUInt32LE(at) !== DIRECTORY_ENTRY)
      throw notAZip(`entry ${read + 1} of its central directory is damaged`);
    const [name, extra, comment] = [28, 30, 32].map((offset) => archive.readUInt16LE(at + offset)) as [
      number,
      number,
      number,
    ];
    entries.push({
      name: archive.toString('utf8', at + ENTRY_LENGTH, at + ENTRY_LENGTH + name),
      method: archive.readUInt16LE(at + 10),
      size: archive.readUInt32LE(at + 20),
      start: archive.readUInt32LE(at + 42),
    });
    at += ENTRY_LENGTH + name + extra + comment;
  }
  return entries;
}

function safeName(name: string): string {
  if (name.startsWith('/') || name.includes('\\') || name.split('/').includes('..'))
    throw notAZip(`its file ${JSON.stringify(name)} leads out of its folder`);
  return name;
}

function contentOf(archive: Buffer, { name, method, size, start }: Entry): Buffer {
  if (start + FILE_LENGTH > archive.length || archive.readUInt32LE(start) !== FILE_ENTRY)
    throw notAZip(`the entry of ${name} is damaged`);
  const from = start + FILE_LENGTH + archive.readUInt16LE(start + 26) + archive.readUInt16LE(start + 28);
  const stored = archive.subarray(from, from + size);
  if (method === 0) return stored;
  if (method !== 8) throw notAZip(`${name} is compressed by method ${method}`);
  return inflateRawSync(stored, { maxOutputLength: LARGEST_FILE });
}

const notAZip = (why: string): ToolError =>
  new ToolError('NOT_A_ZIP', `The archive cannot be read: ${why}. Delete it and package again.`);
