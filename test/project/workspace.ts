/** The project under test, and throw-away folders beside it: the real tree is only read. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from '@jest/globals';

export const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

/** Installed or made by programs, also by tests that run at the same time: what is in there may be gone when it is read. */
const MADE = ['node_modules', 'dist', 'coverage', '.git', 'out'];

/** The files of the tree that somebody has written, with their whole paths. */
export const ownFiles = (folder = projectRoot): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return MADE.includes(entry.name) ? [] : ownFiles(path);
    return entry.isFile() ? [path] : [];
  });

/** A new empty folder outside the project, gone when the tests of the file are done. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fulfillment-'));
  folders.push(folder);
  return folder;
}

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Files by path and text, written below a folder. */
export function writeFiles(folder: string, files: Readonly<Record<string, string>>): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}
