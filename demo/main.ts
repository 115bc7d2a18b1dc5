/** `npm start`: the round trip of all three feeds on this machine, and whether both sides agree afterwards. */
import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { buildScripts } from '../testbed/build-scripts.ts';
import { version } from '../transformer/version.ts';
import { createDisplay } from './display.ts';
import { formatFeedRows, formatUnsaved } from './feed-report.ts';
import { columnsOf, paragraph } from '../transformer/report/layout.ts';
import { CONFIGURATION_FILE, type RoundTripResult, runRoundTrip } from './round-trip.ts';

const root = join(import.meta.dirname, '..');
const out = join(root, 'demo/out');

const started = Date.now();

const USAGE = `Usage: npm start [-- --help | --version]

The demo has no settings: it plays the same day each time.
`;

process.exitCode = await main(process.argv.slice(2));

async function main(words: string[]): Promise<number> {
  const { text, exitCode } = answerTo(words);
  if (text === undefined) return buildScripts() && (await play()) ? 0 : 1;
  (exitCode === 0 ? process.stdout : process.stderr).write(text);
  return exitCode;
}

/** What is said instead of playing; undefined where there is nothing to say. */
function answerTo(words: string[]): { text?: string; exitCode: number } {
  try {
    const options = { help: { type: 'boolean' }, version: { type: 'boolean' } } as const;
    const { values } = parseArgs({ args: words, options });
    if (values.help) return { text: USAGE, exitCode: 0 };
    return values.version ? { text: `${version}\n`, exitCode: 0 } : { exitCode: 0 };
  } catch (error) {
    return { text: `${error instanceof Error ? error.message : error}\n\n${USAGE}`, exitCode: 2 };
  }
}

async function play(): Promise<boolean> {
  const result = await runRoundTrip({
    project: join(root, 'dist/netsuite'),
    out,
    orders: 300,
    seed: 2026,
    display: createDisplay(process.stdout, Date.now),
  });
  writeFileSync(join(out, 'report.json'), `${JSON.stringify(reportOf(result), null, 2)}\n`);
  process.stdout.write(summaryOf(result));
  return result.reconciled;
}

function reportOf({ feeds, reconciled }: RoundTripResult) {
  return {
    feeds,
    reconciled,
  };
}

function summaryOf({ feeds, refused, reconciliation, reconciled }: RoundTripResult): string {
  const { lines, explained, differences } = reconciliation;
  const verdict = reconciled
    ? [
        `Both sides agree on ${lines} sales order lines; ${explained} of them are in an error file.`,
        refusedItems(refused, explained),
      ]
    : ['The two sides disagree:', ...differences];
  const columns = columnsOf({ columns: process.stdout.columns, environment: process.env });
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  const where = `Every file is in ${relative(process.cwd(), out)}/, the report in report.json. ${seconds} s`;
  const look = [
    'Look at it in a browser, until Ctrl+C:',
    `npm run --silent transformer -- page --config ${join(relative(process.cwd(), out), CONFIGURATION_FILE)}`,
  ];
  const end = [...verdict, where, ...look].flatMap((line) => paragraph(line, columns));
  return `\n${formatFeedRows(feeds, columns)}\n\n${formatUnsaved(refused, columns)}${end.join('\n')}\n`;
}

/** How the rejected rows of the table and the lines in error files come to be as many as they are. */
function refusedItems(refused: RoundTripResult['refused'], explained: number): string {
  const rows = refused.filter(({ row }) => row !== '0');
  const items = new Set(
    rows.map(({ feed, orderId, orderItemSeqId }) => `${feed} ${orderId} ${orderItemSeqId}`),
  );
  const lost = items.size - explained;
  const others = lost === 0 ? '' : `; ${lost === 1 ? '1 has' : `${lost} have`} no line in NetSuite any more`;
  return `The ${rows.length} rejected rows are of ${items.size} order items, as one file was sent twice${others}.`;
}
