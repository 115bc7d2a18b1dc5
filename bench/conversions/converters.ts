/** Who converts a feed's files in the bench, and with which command. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { FeedName } from '#feeds/feed.ts';
import { OURS } from '../harness/alternate.ts';
import type { ToRun } from '../harness/measured-process.ts';
import { type DuckDb, missing, TRANSFORMER } from '../harness/programs.ts';

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

export const READ = 'reading the file only';
export const PARSE = 'JSON.parse only';
export const CSV_PARSE = 'csv-parse pass only';
export const PYTHON = 'Python';
export const JQ = 'jq';
export const DUCKDB = 'DuckDB, order kept';

const contender = (name: string): string => join(import.meta.dirname, name);
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
      name: PYTHON,
      converts: true,
      why: missing('python3'),
      run: (input, output) => ({ command: ['python3', contender('convert.py'), feed, input, output] }),
    },
    {
      name: JQ,
      converts: true,
      why: missing('jq'),
      run: (input, output) => ({
        command: ['jq', jqOptions(feed), '-f', contender(`${feed}.jq`), input],
        output,
      }),
    },
    duckDbConverter(feed, duckDb),
  ];
}

/** A table as lines, or a list on one; a table is read as lines, too. */
const jqOptions = (feed: FeedName): string =>
  feed === 'item-fulfillments' ? '-cnR' : feed === 'brokered-order-items' ? '-r' : '-c';

const floor = (name: string, part: string): Converter => ({
  name,
  converts: false,
  run: (input) => ({ command: [...ROOMY, contender('floor.ts'), part, input] }),
});

export function ourCommand(feed: FeedName, input: string, output: string): string[] {
  const files = ['--output', output, '--rejects', `${output}.rejects`];
  return [process.execPath, TRANSFORMER, 'convert', '--feed', feed, input, ...files];
}

function duckDbConverter(feed: FeedName, duckDb: DuckDb): Converter {
  return {
    name: DUCKDB,
    converts: true,
    ...(duckDb.kind === 'missing' && { why: duckDb.why }),
    run: (input, output) => ({ command: duckDbCommand(feed, duckDb, [[input, output]]) }),
  };
}

/** @param files what to convert into what, in one process */
export function duckDbCommand(
  feed: FeedName,
  duckDb: DuckDb,
  files: readonly (readonly [input: string, output: string])[],
): string[] {
  const script = contender('duckdb.ts');
  if (duckDb.kind !== 'command') return [...NODE, script, feed, ...files.flat()];
  const [node = '', ...words] = [...NODE, script, `sql:${feed}`, ...files.flat()];
  return ['duckdb', '-c', execFileSync(node, words, { encoding: 'utf8' })];
}
