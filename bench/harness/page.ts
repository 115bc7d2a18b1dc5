/** Writes what was measured into docs/speed.md, between the lines that are written by hand. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from '../../transformer/local-files/replace-file.ts';
import { peakIsMeasuredBy } from './measured-process.ts';
import { surroundings } from './programs.ts';
import { isMet, type Section } from './results.ts';
import { markdown, tablesOf, targetTable } from './tables.ts';

const DOCS = join(import.meta.dirname, '../../docs');

/** @param says which run it was */
export async function writePage(
  found: ReadonlyMap<string, Section>,
  says: string,
  docs: string = DOCS,
): Promise<void> {
  const path = join(docs, 'speed.md');
  let page = await readFile(path, 'utf8');
  const day = new Date().toISOString().slice(0, 10);
  for (const [name, section] of found)
    page = withBlock(page, name, [`Measured on ${day}, ${says}.`, ...blockOf(section)]);
  page = withBlock(page, 'machine', machineBlock());
  if (found.size > 1) page = withBlock(page, 'missed', missedBlock(found));
  await replaceFile(path, page);
}

/** Replaces what stands between the comments of that name. */
function withBlock(page: string, name: string, parts: readonly string[]): string {
  const [begin, end] = [`<!-- bench: ${name} -->`, `<!-- end of ${name} -->`];
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from === -1 || to < from)
    throw new Error(`docs/speed.md lacks the block "${name}". Restore ${begin} and ${end}.`);
  return `${page.slice(0, from)}${begin}\n\n${parts.join('\n\n')}\n\n${page.slice(to)}`;
}

function blockOf(section: Section): string[] {
  return [
    ...tablesOf(section).flatMap((table) => [`**${capital(table.title)}**`, markdown(table)]),
    '**Targets**',
    markdown(targetTable(section.targets)),
  ];
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const machineBlock = (): string[] => [
  markdown({ title: '', header: ['What', 'Which'], rows: surroundings() }),
  `Peak memory: ${peakIsMeasuredBy()}.`,
];

function missedBlock(found: ReadonlyMap<string, Section>): string[] {
  const targets = [...found.values()].flatMap((section) => section.targets);
  const measured = targets.filter((target) => isMet(target) !== undefined);
  const missed = measured.filter((target) => !isMet(target));
  const says = `${measured.length - missed.length} of ${measured.length} targets were met.`;
  if (missed.length === 0) return [says];
  return [`${says} Missed:`, markdown(targetTable(missed))];
}
