/** Writes what was measured into docs/speed.md and docs/capacity.md, between the lines that are written by hand. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from '../../transformer/local-files/replace-file.ts';
import { peakIsMeasuredBy } from './measured-process.ts';
import { surroundings } from './programs.ts';
import { isMet, type Section } from './results.ts';
import { markdown, tablesOf, targetTable } from './tables.ts';

const DOCS = join(import.meta.dirname, '../../docs');

/** Sections that have a page of their own. */
const OWN_PAGES: Readonly<Record<string, string>> = { capacity: 'capacity.md' };
const SPEED = 'speed.md';

/** @param says which run it was */
export async function writePage(
  found: ReadonlyMap<string, Section>,
  says: string,
  docs: string = DOCS,
): Promise<void> {
  const measured = `Measured on ${new Date().toISOString().slice(0, 10)}, ${says}.`;
  for (const [name, section] of found)
    await writeBlock(docs, OWN_PAGES[name] ?? SPEED, name, [measured, ...blockOf(section)]);
  if ([...found.keys()].some((name) => OWN_PAGES[name] === undefined))
    await writeBlock(docs, SPEED, 'machine', machineBlock());
  if (found.size > 1) await writeBlock(docs, SPEED, 'missed', missedBlock(found));
}

async function writeBlock(docs: string, file: string, name: string, parts: readonly string[]): Promise<void> {
  const path = join(docs, file);
  await replaceFile(path, withBlock(await readFile(path, 'utf8'), file, name, parts));
}

/** Replaces what stands between the comments of that name. */
function withBlock(page: string, file: string, name: string, parts: readonly string[]): string {
  const [begin, end] = [`<!-- bench: ${name} -->`, `<!-- end of ${name} -->`];
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from === -1 || to < from)
    throw new Error(`docs/${file} lacks the block "${name}". Restore ${begin} and ${end}.`);
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
