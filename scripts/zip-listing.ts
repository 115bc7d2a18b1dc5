/** The names in a ZIP archive, read from its central directory (PKWARE APPNOTE 4.3.12 and 4.3.16). */
import { ToolError } from './tool-error.ts';

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const END_LENGTH = 22;
const ENTRY_LENGTH = 46;

/**
 * Names of the files in an archive, sorted; folders are left out. Archives of more than 65,534 files (ZIP64) are
 * not read: an SDF project has a few dozen.
 * @throws ToolError NOT_A_ZIP
 */
export const listZip = (archive: Buffer): string[] => {
  const end = archive.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  if (end < 0 || end + END_LENGTH > archive.length || archive.readUInt32LE(end) !== END_OF_DIRECTORY)
    throw notAZip('it has no central directory');
  const names = readEntries(archive, archive.readUInt16LE(end + 10), archive.readUInt32LE(end + 16));
  return names.filter((name) => !name.endsWith('/')).sort();
};

const readEntries = (archive: Buffer, count: number, start: number): string[] => {
  const names: string[] = [];
  let at = start;
  for (let read = 0; read < count; read += 1) {
    if (at + ENTRY_LENGTH > archive.length || archive.readUInt32LE(at) !== DIRECTORY_ENTRY)
      throw notAZip(`entry ${read + 1} of its central directory is damaged`);
    const [name, extra, comment] = [28, 30, 32].map((offset) => archive.readUInt16LE(at + offset)) as [
      number,
      number,
      number,
    ];
    names.push(archive.toString('utf8', at + ENTRY_LENGTH, at + ENTRY_LENGTH + name));
    at += ENTRY_LENGTH + name + extra + comment;
  }
  return names;
};

const notAZip = (why: string): ToolError =>
  new ToolError('NOT_A_ZIP', `The archive cannot be read: ${why}. Delete it and package again.`);
