/** The pages of the package, and the examples in them: blocks of code that have a name behind their language. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const PAGES = ['README.md', 'CHANGELOG.md', 'account-file.md'];

export const emulatorFolder = join(import.meta.dirname, '../../../emulator');

export type Example = { language: string; name: string; text: string };

export const examplesIn = (page: string): Example[] =>
  [...page.matchAll(/^```(\w+) (\S+)\n([\s\S]*?)^```$/gm)].map(([, language = '', name = '', text = '']) => ({
    language,
    name,
    text,
  }));

/** @throws Error when the page has none */
export function exampleIn(page: string, language: string, name: string): string {
  const found = examplesIn(page).find((example) => example.language === language && example.name === name);
  if (!found) throw new Error(`The page has no example "${language} ${name}".`);
  return found.text;
}

export const readPage = (name: string, folder = emulatorFolder): string =>
  readFileSync(join(folder, name), 'utf8');
