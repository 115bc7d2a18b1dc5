/** The numbered steps of a page, as a reader meets them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** @property title its first words, in bold; `''` where it has none */
export type PageStep = { number: number; title: string; text: string };

export const page = (name: string): string =>
  readFileSync(join(import.meta.dirname, '../../../../docs', name), 'utf8');

/** What is under a heading, down to the next. */
export function section(text: string, heading: string): string {
  const [, after] = text.split(new RegExp(`^#+ ${heading}$`, 'm'));
  if (after === undefined) throw new Error(`the page has no heading ${heading}`);
  return after.split(/^#+ /m)[0] ?? '';
}

export const numberedSteps = (text: string): PageStep[] =>
  text
    .split(/^(?=\d+\. )/m)
    .filter((part) => /^\d+\. /.test(part))
    .map((part) => ({
      number: Number.parseInt(part, 10),
      title: /^\d+\. \*\*(.+?)\.?\*\*/.exec(part)?.[1] ?? '',
      text: part.replace(/\s+/g, ' '),
    }));

/** Steps that are headings, such as `## 9. Configuration record`. */
export const headedSteps = (text: string): PageStep[] =>
  text
    .split(/^## /m)
    .filter((part) => /^\d+\. /.test(part))
    .map((part) => ({
      number: Number.parseInt(part, 10),
      title: /^\d+\. (.+)$/m.exec(part)?.[1] ?? '',
      text: part.replace(/\s+/g, ' '),
    }));
