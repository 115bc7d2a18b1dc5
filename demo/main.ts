/** `npm start`: the round trip of all three feeds on this machine, and whether both sides agree afterwards. */
import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { createDisplay } from './display.ts';
import { formatFeedRows, formatUnsaved } from './feed-report.ts';
import { columnsOf, paragraph } from '../transformer/report/layout.ts';
import { type RoundTripResult, runRoundTrip } from './round-trip.ts';

const root = join(import.meta.dirname, '..');
const out = join(root, 'demo/out');

const started = Date.now();
const result = await runRoundTrip({
  project: join(root, 'dist/netsuite'),
  out,
  orders: 300,
  seed: 2026,
  display: createDisplay(process.stdout, Date.now),
});
writeFileSync(join(out, 'report.json'), `${JSON.stringify(reportOf(result), null, 2)}\n`);
process.stdout.write(summaryOf(result));
process.exitCode = result.reconciled ? 0 : 1;

function reportOf({ feeds, reconciled }: RoundTripResult) {
  return {
    feeds,
    reconciled,
  };
}

function summaryOf({ feeds, refused, reconciliation, reconciled }: RoundTripResult): string {
  const { orderItems, explained, differences } = reconciliation;
  const verdict = reconciled
    ? [
        `Both sides agree on ${orderItems} order items line by line; ${explained} of them are in an error file.`,
      ]
    : ['The two sides disagree:', ...differences];
  const columns = columnsOf({ columns: process.stdout.columns, environment: process.env });
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  const where = `Every file is in ${relative(process.cwd(), out)}/, the report in report.json. ${seconds} s`;
  const end = [...verdict, where].flatMap((line) => paragraph(line, columns));
  return `\n${formatFeedRows(feeds, columns)}\n\n${formatUnsaved(refused, columns)}${end.join('\n')}\n`;
}
