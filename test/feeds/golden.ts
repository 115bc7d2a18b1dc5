/** Golden cases: folders that hold a file of one side and everything that must become of it. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSalesOrderLineUpdates } from '#feeds/brokered-order-items/netsuite.ts';
import { feeds } from '#feeds/catalogue.ts';
import { FeedError } from '#feeds/errors.ts';
import { type ConversionContext, defaultContext, type Feed } from '#feeds/feed.ts';
import { parseCsv } from '#feeds/format/csv.ts';
import { parseJsonList } from '#feeds/format/json.ts';
import { parseShippedSalesOrders } from '#feeds/fulfilled-order-items/netsuite.ts';
import { skippedRows } from '#feeds/rows/counts.ts';
import { formatRejects } from '#feeds/rows/reject.ts';
import type { Tally } from '#feeds/rows/tally.ts';
import { type ConvertedFile, convertWhole, type SourceRecords } from './convert-whole.ts';
import { zoneNamed } from './zones.ts';

/** A case folder: the file it starts from and, when it has one, what it changes of the default context. */
export type GoldenCase = { feed: Feed; name: string; folder: string; source: string };

/** Texts by file name: what a case must hold besides its source and its context. */
export type Expectations = Readonly<Record<string, string>>;

/** Sources of cases that are read as NetSuite's scripts do it; any other is converted. */
const readers: Readonly<Record<string, (text: string) => Expectations>> = {
  'update.csv': readUpdates,
  'export.json': readShipped,
};

/** The file a case starts from tells what is done with it. */
const sourceNames = ({ from, source }: Feed): string[] => [
  `${from.toLowerCase()}.${source.format}`,
  ...Object.keys(readers),
];

const expectationNames = [
  'netsuite.csv',
  'netsuite.json',
  'hotwax.json',
  'hotwax.csv',
  'read.json',
  'rejects.csv',
  'tally.json',
  'failure.txt',
];

export function goldenCases(): GoldenCase[] {
  return feeds.flatMap((feed) => {
    const root = join(import.meta.dirname, feed.name);
    return readdirSync(root)
      .sort()
      .map((name) => goldenCase(feed, name, join(root, name)));
  });
}

function goldenCase(feed: Feed, name: string, folder: string): GoldenCase {
  const source = sourceNames(feed).find((file) => existsSync(join(folder, file)));
  if (source) return { feed, name, folder, source };
  throw new Error(`${folder} has no ${sourceNames(feed).join(' or ')}: add the file the case starts from.`);
}

/** Everything that becomes of the source of a case. */
export function expectationsOf(golden: GoldenCase, read: ReadSource = readAsFeeds): Expectations {
  const bytes = readFileSync(join(golden.folder, golden.source));
  try {
    const reader = readers[golden.source];
    return reader?.(bytes.toString()) ?? convert(golden, read(bytes, golden.feed.source.format));
  } catch (failure) {
    if (failure instanceof FeedError) return { 'failure.txt': `${failure.code}: ${failure.message}\n` };
    throw failure;
  }
}

/** The bytes of a file cut into records. */
export type ReadSource = (bytes: Uint8Array, format: Feed['source']['format']) => SourceRecords;

const readAsFeeds: ReadSource = (bytes, format) => {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  return format === 'json' ? { format, elements: parseJsonList(text) } : { format, table: parseCsv(text) };
};

function convert({ feed, folder, source }: GoldenCase, records: SourceRecords): Expectations {
  const converted = convertWhole(feed, records, contextOf(folder));
  const { applied } = converted.counts;
  assertBalanced(applied, { counts: converted.counts, rejects: converted.rejects });
  const target = `${feed.to.toLowerCase()}.${feed.target.format}`;
  return {
    [target]: converted.text,
    'tally.json': summaryOf(converted),
    ...rejectsOf(source, converted),
  };
}

function readUpdates(text: string): Expectations {
  const { updates, tally } = parseSalesOrderLineUpdates(text);
  assertBalanced(updates.length, tally);
  return { 'read.json': pretty(updates), ...rejectsOf('update.csv', tally) };
}

function readShipped(text: string): Expectations {
  const { lines, tally } = parseShippedSalesOrders(text);
  assertBalanced(lines.length, tally);
  return { 'read.json': pretty(lines), ...rejectsOf('export.json', tally) };
}

function assertBalanced(applied: number, { counts, rejects }: Omit<Tally, 'skips'>): void {
  const accounted = applied + rejects.length + skippedRows(counts);
  if (accounted !== counts.rows) throw new Error(`Of ${counts.rows} rows ${accounted} are accounted for.`);
}

const rejectsOf = (source: string, { rejects }: Pick<Tally, 'rejects'>): Expectations =>
  rejects.length === 0 ? {} : { 'rejects.csv': formatRejects(source, rejects) };

function summaryOf({ counts, warnings }: ConvertedFile): string {
  const { rows, applied, rejected, skipped } = counts;
  return pretty({
    rows,
    applied,
    rejected,
    skipped,
    warnings: warnings.map(({ row, code }) => ({ row, code })),
  });
}

const pretty = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** `context.json` as written: an instant and zones are given by name. */
type WrittenContext = Partial<Omit<ConversionContext, 'now' | 'netsuiteZone' | 'hotwaxZone'>> & {
  now?: string;
  netsuiteZone?: string;
  hotwaxZone?: string;
};

function contextOf(folder: string): ConversionContext {
  const path = join(folder, 'context.json');
  const written: WrittenContext = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
  const { now = '2024-06-01T00:00:00Z', netsuiteZone, hotwaxZone, ...rest } = written;
  return {
    ...defaultContext(Date.parse(now)),
    ...rest,
    netsuiteZone: netsuiteZone === undefined ? undefined : zoneNamed(netsuiteZone),
    hotwaxZone: hotwaxZone === undefined ? undefined : zoneNamed(hotwaxZone),
  };
}

/** The expectations that the folder holds, and the files that no case has. */
export function heldBy({ folder, source }: GoldenCase): { held: Expectations; strangers: string[] } {
  const others = readdirSync(folder).filter((file) => file !== source && file !== 'context.json');
  const held = others.filter((file) => expectationNames.includes(file));
  return {
    held: Object.fromEntries(held.map((file) => [file, readFileSync(join(folder, file), 'utf8')])),
    strangers: others.filter((file) => !held.includes(file)),
  };
}

/** Makes the folder hold just these expectations. */
export function accept(golden: GoldenCase, expectations: Expectations): void {
  for (const file of Object.keys(heldBy(golden).held)) {
    if (!(file in expectations)) rmSync(join(golden.folder, file));
  }
  for (const [file, text] of Object.entries(expectations)) writeFileSync(join(golden.folder, file), text);
}
