/** Writes what was measured into docs/speed.md and docs/capacity.md, between the lines that are written by hand. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from '../../transformer/local-files/replace-file.ts';
import { peakIsMeasuredBy } from './measured-process.ts';
import { surroundings } from './programs.ts';
import type { Section } from './results.ts';
import { MET, markdown, NOT_MEASURED, tablesOf, targetTable } from './tables.ts';

const DOCS = join(import.meta.dirname, '../../docs');

/** Sections that have a page of their own. */
const OWN_PAGES: Readonly<Record<string, string>> = { capacity: 'capacity.md' };
const SPEED = 'speed.md';
/** All that are written; each has targets, so each is read whichever section was measured. */
export const benchPages: readonly string[] = [SPEED, ...Object.values(OWN_PAGES)];

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
  await writeBlock(docs, SPEED, 'missed', missedBlock(await targetsOn(docs)));
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

/** The rows of all tables of targets, also of sections that were not measured this time. */
async function targetsOn(docs: string): Promise<string[][]> {
  const pages = benchPages.map((file) => readFile(join(docs, file), 'utf8'));
  return (await Promise.all(pages)).flatMap((page) => page.split('**Targets**\n\n').slice(1).flatMap(rowsOf));
}

function rowsOf(text: string): string[][] {
  const [table = ''] = text.split('\n\n', 1);
  const [, , ...lines] = table.split('\n');
  return lines.map((line) =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('\\|', '|')),
  );
}

function missedBlock(targets: readonly string[][]): string[] {
  const measured = targets.filter(([, , , verdict]) => verdict !== NOT_MEASURED);
  const missed = measured.filter(([, , , verdict]) => verdict !== MET);
  const says = `${measured.length - missed.length} of ${measured.length} targets were met.`;
  if (missed.length === 0) return [says];
  return [`${says} Missed:`, markdown({ ...targetTable([]), rows: missed })];
}
