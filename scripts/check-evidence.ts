/** `npm run check:evidence -- <folder>`: finds the words that the emulator's behaviours quote in stored pages of Oracle's help. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Behaviour, passagesOf } from '../emulator/behaviours/behaviour.ts';
import { BEHAVIOURS } from '../emulator/behaviours/behaviours.ts';
import { plainText } from './checks/plain-text.ts';

type Quote = { behaviour: string; page: string; quote: string };

export type Findings = {
  found: readonly Quote[];
  notFound: readonly Quote[];
  /** Pages that are cited and not stored in the folder. */
  absent: readonly string[];
};

/** A page is stored as text, with or without Markdown, or as HTML. */
const ENDINGS = ['.txt', '.md', '.html'];

export function checkEvidence(folder: string, behaviours: readonly Behaviour[]): Findings {
  const quotes = behaviours.flatMap((behaviour) =>
    passagesOf(behaviour).map((passage) => ({ behaviour: behaviour.id, ...passage })),
  );
  const pages = new Map(
    [...new Set(quotes.map(({ page }) => page))].map((id) => [id, storedPage(folder, id)]),
  );
  const says = ({ page, quote }: Quote): boolean => pages.get(page)?.includes(plainText(quote)) ?? false;
  const stored = quotes.filter(({ page }) => pages.get(page) !== undefined);
  return {
    found: stored.filter(says),
    notFound: stored.filter((quote) => !says(quote)),
    absent: [...pages.keys()].filter((id) => pages.get(id) === undefined).sort(),
  };
}

function storedPage(folder: string, id: string): string | undefined {
  const file = ENDINGS.map((ending) => join(folder, `${id}${ending}`)).find((name) => existsSync(name));
  return file === undefined ? undefined : plainText(readFileSync(file, 'utf8'));
}

/** 1: a page does not have the words; 2: there is no page at all. Pages that are not stored fail nothing by themselves. */
export function exitCodeOf({ found, notFound, absent }: Findings): 0 | 1 | 2 {
  if (notFound.length > 0) return 1;
  return found.length === 0 && absent.length > 0 ? 2 : 0;
}

export const explain = ({ found, notFound, absent }: Findings): string =>
  [
    ...notFound.map(({ behaviour, page, quote }) => `${behaviour}: ${page} does not say “${quote}”`),
    ...absent.map((page) => `${page} is not stored in this folder`),
    `${found.length} quotes found, ${notFound.length} not found, ${absent.length} pages not stored`,
  ].join('\n');

if (import.meta.main) {
  const folder = process.argv[2];
  if (folder === undefined) {
    console.error(
      'Usage: npm run check:evidence -- <folder of stored pages, named <page id>.txt, .md or .html>',
    );
    process.exitCode = 2;
  } else {
    const findings = checkEvidence(folder, BEHAVIOURS);
    process.exitCode = exitCodeOf(findings);
    (process.exitCode === 0 ? console.log : console.error)(explain(findings));
  }
}
