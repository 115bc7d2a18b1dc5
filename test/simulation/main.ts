/** `npm run simulate -- --seed N --runs N`: many seeds, one after the other; a seed that breaks the promise tells its story. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { simulate } from './simulation.ts';

const { values } = parseArgs({
  options: { seed: { type: 'string', default: '1' }, runs: { type: 'string', default: '100' } },
});
const first = Number(values.seed);
const runs = Number(values.runs);
if (!Number.isInteger(first) || !Number.isInteger(runs) || runs < 1) {
  process.stderr.write('Usage: npm run simulate -- --seed <first seed> --runs <how many>\n');
  process.exit(2);
}

const project = join(import.meta.dirname, '../../dist/netsuite');
const started = Date.now();
let broken = 0;
for (let seed = first; seed < first + runs; seed += 1) {
  const { story, differences } = await simulate(seed, { project });
  if (differences.length > 0) {
    broken += 1;
    process.stdout.write(
      [
        `\nSeed ${seed} breaks the promise:`,
        ...differences.map((text) => `  ${text}`),
        'What happened:',
        ...story.map((text) => `  ${text}`),
        '',
      ].join('\n'),
    );
  }
  if (process.stdout.isTTY) process.stdout.write(`\r${seed - first + 1} of ${runs}, ${broken} broken`);
}
const seconds = ((Date.now() - started) / 1000).toFixed(0);
process.stdout.write(
  `\n${runs} seeds from ${first}: ${runs - broken} kept the promise, ${broken} broke it. ${seconds} s\n`,
);
process.exitCode = broken === 0 ? 0 : 1;
