/** Who converts a feed's files in the bench, and with which command. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { FeedName } from '#feeds/feed.ts';
import { OURS } from './alternate.ts';
import type { ToRun } from './measured-process.ts';
import { type DuckDb, missing } from './programs.ts';

/**
 * @property converts false for the floors, which do part of the work and make no output
 * @property why set when it cannot be run
 */
export type Converter = {
  name: string;
  converts: boolean;
  run: (input: string, output: string) => ToRun;
  why?: string | undefined;
};

export const HAND = 'hand-written loop';
export const READ = 'reading the file only';
export const PARSE = 'JSON.parse only';
export const CSV_PARSE = 'csv-parse pass only';
export const PYTHON = 'Python';
export const JQ = 'jq';
export const MILLER = 'Miller';
export const DUCKDB = 'DuckDB, order kept';

const ROOT = join(import.meta.dirname, '..');
const contender = (name: string): string => join(import.meta.dirname, 'contenders', name);
const NODE = [process.execPath, '--disable-warning=ExperimentalWarning'];
/** What V8 gives a process by default depends on the machine; those that hold everything in memory need more. */
const ROOMY = [...NODE, '--max-old-space-size=16000'];

export function convertersOf(feed: FeedName, duckDb: DuckDb): Converter[] {
  const fromCsv = feed === 'item-fulfillments';
  return [
    { name: OURS, converts: true, run: (input, output) => ({ command: ourCommand(feed, input, output) }) },
    floor(READ, 'read'),
    fromCsv ? floor(CSV_PARSE, 'csv-parse') : floor(PARSE, 'parse'),
    {
      name: HAND,
      converts: true,
      run: (input, output) => ({ command: [...ROOMY, contender('hand-written.ts'), feed, input, output] }),
    },
    {
      name: PYTHON,
      converts: true,
      why: missing('python3'),
      run: (input, output) => ({ command: ['python3', contender('convert.py'), feed, input, output] }),
    },
    jq(feed, fromCsv),
    miller(feed),
    duckDbConverter(feed, duckDb),
  ];
}

const floor = (name: string, part: string): Converter => ({
  name,
  converts: false,
  run: (input) => ({ command: [...ROOMY, contender('floor.ts'), part, input] }),
});

export function ourCommand(feed: FeedName, input: string, output: string): string[] {
  const main = join(ROOT, 'transformer/main.ts');
  const files = ['--output', output, '--rejects', `${output}.rejects`];
  return [process.execPath, main, 'convert', '--feed', feed, input, ...files];
}

function jq(feed: FeedName, fromCsv: boolean): Converter {
  return {
    name: JQ,
    converts: true,
    why: fromCsv ? 'reads no quoted CSV' : missing('jq'),
    run: (input, output) => ({ command: ['jq', '-r', '-c', '-f', contender(`${feed}.jq`), input], output }),
  };
}

const millerFormats: Readonly<Record<FeedName, readonly string[]>> = {
  'item-fulfillments': ['--icsv', '--ojson', '--infer-none', 'put', '-q'],
  'brokered-order-items': ['--ijson', '--ocsv', 'put', '-q'],
  'fulfilled-order-items': ['--ijson', '--ojson', 'put', '-q'],
};

const miller = (feed: FeedName): Converter => ({
  name: MILLER,
  converts: true,
  why: missing('mlr'),
  run: (input, output) => ({
    command: ['mlr', ...millerFormats[feed], '-f', contender(`${feed}.mlr`), input],
    output,
  }),
});

function duckDbConverter(feed: FeedName, duckDb: DuckDb): Converter {
  const script = contender('duckdb.ts');
  const inPackage = (input: string, output: string): string[] => [...NODE, script, feed, input, output];
  const onPath = (input: string, output: string): string[] => {
    const [node = '', ...words] = [...NODE, script, `sql:${feed}`, input, output];
    return ['duckdb', '-c', execFileSync(node, words, { encoding: 'utf8' })];
  };
  return {
    name: DUCKDB,
    converts: true,
    ...(duckDb.kind === 'missing' && { why: duckDb.why }),
    run: (input, output) => ({ command: (duckDb.kind === 'command' ? onPath : inPackage)(input, output) }),
  };
}
