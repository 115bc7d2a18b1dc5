/** Peak memory of conversions of large files, each in a process of its own. `--large` adds files of ten times the size. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  exportedRows,
  type LargeSource,
  orderElements,
  writeLarge,
} from '../test/transformer/convert/large-source.ts';

const MAIN = resolve(import.meta.dirname, '../transformer/main.ts');
/** Tells the peak as the process ends. */
const TELL_PEAK = `data:text/javascript,${encodeURIComponent(
  "process.on('exit', () => console.log(process.resourceUsage().maxRSS));",
)}`;

const sources: readonly { feed: string; from: string; to: string; source: LargeSource }[] = [
  { feed: 'item-fulfillments', from: 'CSV', to: 'grouped JSON', source: exportedRows },
  { feed: 'brokered-order-items', from: 'JSON', to: 'CSV', source: orderElements },
  { feed: 'fulfilled-order-items', from: 'JSON', to: 'grouped JSON', source: orderElements },
];

const rowsAsked = process.argv
  .slice(2)
  .map(Number)
  .filter((rows) => rows > 0);
const large = process.argv.includes('--large') ? [10_000_000] : [];
const sizes = rowsAsked.length > 0 ? rowsAsked : [10_000, 1_000_000, ...large];

for (const rows of sizes) for (const each of sources) await measure(rows, each);

async function measure(rows: number, { feed, from, to, source }: (typeof sources)[number]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-memory-'));
  try {
    const input = join(folder, 'in');
    await writeLarge(input, source(rows));
    const megabytes = ((await stat(input)).size / 1e6).toFixed(1);
    const { seconds, peak } = await convert(feed, folder);
    console.log(`${rows} rows, ${megabytes} MB of ${from} to ${to}: ${peak} MB at most, ${seconds} s`);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function convert(feed: string, folder: string): Promise<{ seconds: string; peak: number }> {
  const files = ['--output', join(folder, 'out'), '--rejects', join(folder, 'rejects')];
  const words = ['--import', TELL_PEAK, MAIN, 'convert', '--feed', feed, join(folder, 'in'), ...files];
  const started = performance.now();
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'ignore'] });
  let told = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    told += text;
  });
  return new Promise((end, fail) => {
    child.once('error', fail);
    child.once('close', (code) => {
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      if (code === 0) end({ seconds, peak: Math.round(Number(told) / 1024) });
      else fail(new Error(`The conversion of ${feed} ended with exit code ${code}.`));
    });
  });
}
