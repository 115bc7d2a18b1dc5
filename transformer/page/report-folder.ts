/**
 * Writes a report into a folder. Only what an earlier report has written there is replaced or removed: its names are in a list
 * beside the pages, and a folder with anything else in it and without the list is left alone.
 */
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { describe, TransformerError } from '../errors.ts';
import { explained, requireOwn, unlessAbsent } from '../local-files/own-file.ts';
import { replaceFile } from '../local-files/replace-file.ts';

/** @property name without folder */
export type ReportFile = { name: string; text: string };

const LIST = '.transformer-report.json';

/** Whatever the list says, nothing else is removed. */
const ownName = z.string().regex(/^[a-z0-9-]{1,100}\.(html|csv)$/);

const listSchema = z.object({ files: z.array(ownName) });

/**
 * @param files the first page comes last, so that it leads to no page that is not there
 * @throws TransformerError ALREADY_EXISTS for files of others, and as `replaceFile`
 */
export async function writeReport(folder: string, files: readonly ReportFile[]): Promise<void> {
  await makeFolder(folder);
  const old = await ownFiles(folder);
  const names = files.map(({ name }) => ownName.parse(name));
  await refuseOthers(folder, names, old);
  // Before the files, so that after a crash all of them are known as ours.
  await writeList(folder, [...new Set([...old, ...names])]);
  for (const { name, text } of files) await replaceFile(join(folder, name), text);
  for (const name of old) if (!names.includes(name)) await removeOwn(join(folder, name));
  await writeList(folder, names);
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (cause) {
    throw new TransformerError(
      'STORE_FAILED',
      `Cannot create the folder ${folder}: ${describe(cause)}. Name another folder, or grant this user the rights.`,
      { cause },
    );
  }
}

/** @throws TransformerError ALREADY_EXISTS for a folder that is not of a report */
async function ownFiles(folder: string): Promise<string[]> {
  const path = join(folder, LIST);
  if (await requireOwn(path)) return listed(path);
  const others = await explained(folder, () => readdir(folder));
  if (others.length === 0) return [];
  throw new TransformerError(
    'ALREADY_EXISTS',
    `${folder} is not empty, and no report was written there before. Name a new folder, or an empty one.`,
  );
}

async function listed(path: string): Promise<string[]> {
  try {
    return listSchema.parse(JSON.parse(await readFile(path, 'utf8'))).files;
  } catch (cause) {
    throw new TransformerError(
      'ALREADY_EXISTS',
      `${path} is not the list of a report any more, so nobody knows which files beside it are of the report. Name a new folder.`,
      { cause },
    );
  }
}

async function refuseOthers(folder: string, names: readonly string[], old: readonly string[]): Promise<void> {
  const there = new Set(await explained(folder, () => readdir(folder)));
  const foreign = names.find((name) => there.has(name) && !old.includes(name));
  if (foreign === undefined) return;
  throw new TransformerError(
    'ALREADY_EXISTS',
    `${join(folder, foreign)} is not of an earlier report and is not replaced. Move it away, or name another folder.`,
  );
}

async function removeOwn(path: string): Promise<void> {
  if (await unlessAbsent(requireOwn(path))) await explained(path, () => rm(path));
}

const writeList = (folder: string, files: readonly string[]): Promise<void> =>
  replaceFile(join(folder, LIST), `${JSON.stringify({ files }, null, 2)}\n`);
