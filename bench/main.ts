/** `npm run bench`: how fast everything is, beside what else could do the work. */
import { parseArgs } from 'node:util';
import { buildScripts } from '../testbed/build-scripts.ts';
import { requireOwn } from '../transformer/local-files/own-file.ts';
import { replaceFile } from '../transformer/local-files/replace-file.ts';
import { version } from '../transformer/version.ts';
import { measureCapacity } from './capacity/capacity.ts';
import { measureConversions } from './conversions/conversions.ts';
import { progress } from './harness/alternate.ts';
import { writePage } from './harness/page.ts';
import { isMet, rowsOf, type Section } from './harness/results.ts';
import { fullSizes, quickSizes, type Sizes, withLarge } from './harness/sizes.ts';
import { markdown, tablesOf, targetTable } from './harness/tables.ts';
import { measureNetSuite } from './netsuite/netsuite.ts';
import { measurePage } from './page/page.ts';
import { measureScale } from './scale/scale.ts';
import { measureFiles } from './sftp/files.ts';
import { measureStart } from './sftp/start.ts';

export const sections: Readonly<Record<string, (sizes: Sizes) => Promise<Section>>> = {
  conversions: measureConversions,
  files: measureFiles,
  netsuite: measureNetSuite,
  page: measurePage,
  scale: measureScale,
  start: measureStart,
  capacity: measureCapacity,
};

const HELP = `Usage: npm run bench -- [options]

Measures conversions, passes over SFTP, NetSuite's scripts, many tenants and start-up, each beside what else could do the work.
Outputs are compared before a time counts; contenders alternate; medians are reported.

Options:
  --quick            smaller inputs and three runs: about four minutes on two idle processors
  --large            also files of 10,000,000 rows (25 GB of temporary files), and backlogs of 100,000: an hour or more
  --only <section>   capacity, conversions, files, netsuite, page, scale or start; repeatable
  --runs <n>         runs of every contender, however slow; five by default, fewer for those that take minutes
  --json <file>      write the rows: work, contender, medianSeconds, peakMiB, ratioToOurs
  --page             write docs/speed.md and docs/capacity.md; the default for a run of everything without --quick
  --no-page          do not write them
  --help             this text
  --version          the version

The bench finds installed contenders itself, and installs DuckDB into tools/bench the first time.
Exit codes: 0 measured, whether targets are met or missed; 1 something could not be measured; 2 invalid usage.
`;

/** They run the scripts as built. */
const NEED_SCRIPTS = ['netsuite', 'capacity'];

const VERSION = `${version}\n`;

type Settings = {
  sizes: Sizes;
  names: readonly string[];
  json: string | undefined;
  page: boolean;
  says: string;
};

process.exitCode = await main(process.argv.slice(2));

async function main(words: readonly string[]): Promise<number> {
  const settings = readSettings(words);
  if (typeof settings === 'string') {
    const asked = settings === HELP || settings === VERSION;
    (asked ? process.stdout : process.stderr).write(settings);
    return asked ? 0 : 2;
  }
  if (settings.json !== undefined && !(await mayWrite(settings.json))) return 2;
  if (settings.names.some((name) => NEED_SCRIPTS.includes(name)) && !buildScripts()) return 1;
  const found = new Map<string, Section>();
  for (const name of settings.names) await measure(name, settings.sizes, found);
  if (found.size > 1) process.stdout.write(allTargets([...found.values()]));
  const results = [...found.values()].flatMap((section) => section.results);
  if (settings.json !== undefined)
    await replaceFile(settings.json, `${JSON.stringify(rowsOf(results), null, 2)}\n`);
  if (settings.page) await writePage(found, settings.says);
  return found.size === settings.names.length ? 0 : 1;
}

/** Asked before minutes of measuring. */
async function mayWrite(path: string): Promise<boolean> {
  try {
    await requireOwn(path);
    return true;
  } catch (error) {
    process.stderr.write(`--json: ${error instanceof Error ? error.message : error}\n`);
    return false;
  }
}

/** A section that cannot be measured does not take the others with it. */
async function measure(name: string, sizes: Sizes, found: Map<string, Section>): Promise<void> {
  progress(`\n# ${name}`);
  try {
    const section = await sections[name]?.(sizes);
    if (!section) return;
    found.set(name, section);
    process.stdout.write(report(name, section));
  } catch (error) {
    process.stderr.write(
      `${name} could not be measured: ${error instanceof Error ? error.message : error}\n`,
    );
  }
}

function report(name: string, section: Section): string {
  const { targets } = section;
  const all = [...tablesOf(section), targetTable(targets)];
  const met = targets.filter((target) => isMet(target)).length;
  const measured = targets.filter((target) => isMet(target) !== undefined).length;
  const texts = all.map((table) => `${table.title}\n\n${markdown(table)}\n`);
  return `\n${name}\n\n${texts.join('\n')}\n${name}: ${met} of ${measured} targets met.\n`;
}

/** What was aimed at, with the peer in whose times it is told, and what was found. */
function allTargets(sections: readonly Section[]): string {
  const table = targetTable(sections.flatMap(({ targets }) => targets));
  return `\nAll targets\n\n${markdown(table)}\n`;
}

/** Settings, or what to say instead of measuring. */
function readSettings(words: readonly string[]): Settings | string {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: {
        quick: { type: 'boolean', default: false },
        large: { type: 'boolean', default: false },
        only: { type: 'string', multiple: true, default: [] },
        runs: { type: 'string' },
        json: { type: 'string' },
        page: { type: 'boolean', default: false },
        'no-page': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
        version: { type: 'boolean', default: false },
      },
    });
    if (values.help) return HELP;
    if (values.version) return VERSION;
    return settingsFrom(values);
  } catch (error) {
    return `${error instanceof Error ? error.message : error}\n\n${HELP}`;
  }
}

type Values = {
  quick: boolean;
  large: boolean;
  only: string[];
  runs?: string;
  json?: string;
  page: boolean;
  'no-page': boolean;
};

function settingsFrom(values: Values): Settings {
  const { quick, large, only, json, page } = values;
  const names = Object.keys(sections).filter((name) => only.length === 0 || only.includes(name));
  const unknown = only.find((name) => sections[name] === undefined);
  if (unknown !== undefined) throw new Error(`There is no section ${unknown}.`);
  const runs = values.runs === undefined ? undefined : Number(values.runs);
  if (runs !== undefined && !(Number.isInteger(runs) && runs > 0))
    throw new Error(`--runs ${values.runs} is not a whole number above 0.`);
  if (json === '-') throw new Error('--json - is no file, and standard output has the tables. Name a file.');
  const usual = quick ? quickSizes(runs) : fullSizes(runs);
  const whole = names.length === Object.keys(sections).length && !quick;
  return {
    sizes: large ? withLarge(usual) : usual,
    names,
    json,
    page: !values['no-page'] && (page || whole),
    says: `${quick ? 'quick' : 'full'} run${large ? ' with --large' : ''}`,
  };
}
