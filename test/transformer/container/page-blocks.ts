/** The lines that a page says to type. */
import { readFileSync } from 'node:fs';

/** The blocks of shell lines below a heading of a page. */
export function blocksOf(page: string, heading: string): string[] {
  const text = readFileSync(page, 'utf8');
  const from = text.indexOf(`\n${heading}\n`);
  const section = text.slice(from).split(/\n##+ /)[1] ?? '';
  return [...section.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, lines = '']) => lines);
}
