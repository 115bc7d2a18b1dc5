/** The commands `run` and `convert`: from words on the command line to an exit code. */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { feedNamed, feeds } from '#feeds/catalogue.ts';
import type { Feed, FeedName } from '#feeds/feed.ts';
import { skippedRows, type Tally } from '#feeds/tally.ts';
import { contextOf, routesOf } from './configuration.ts';
import { type ConfigurationFile, readConfiguration } from './configuration-file.ts';
import { convertFile } from './convert-file.ts';
import { describe, hasCode, TransformerError } from './errors.ts';
import type { FileStore } from './file-store.ts';
import { openLocalFolder } from './file-stores/local-folder.ts';
import { openStore } from './open-store.ts';
import { exitCodeOf } from './pass-report.ts';
import { countRows, formatProblem, jsonReporter, terminalReporter } from './report.ts';
import { runPass } from './run.ts';

/** What the commands touch besides files and the network. */
export type Surroundings = {
  environment: Readonly<Record<string, string | undefined>>;
  clock: () => number;
  standardOutput: (text: string) => void;
  standardError: (text: string) => void;
  /** Whether a person reads standard error. */
  isTerminal: boolean;
};

export const exitCodes = { done: 0, failed: 1, wrongUsage: 2, rejected: 3 } as const;

/** @param words what stands after the program's name */
export async function runCommandLine(words: readonly string[], around: Surroundings): Promise<number> {
  let exitCode: number = exitCodes.done;
  const program = makeProgram(around, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync([...words], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.wrongUsage;
    around.standardError(formatProblem({ code: nameOf(error), message: describe(error) }));
    return hasCode(error, 'WRONG_USAGE') ? exitCodes.wrongUsage : exitCodes.failed;
  }
}

function nameOf(error: unknown): string {
  return error instanceof TransformerError ? error.code : 'UNEXPECTED';
}

const exitCodesHelp = `
Exit codes:
  0  all done, or nothing to do
  1  something failed; nothing is half-written, run again after repairing it
  2  the command line is wrong
  3  done, but rows were rejected or a file was set aside: look at the error files`;

function makeProgram(around: Surroundings, exit: (code: number) => void): Command {
  const program = new Command('transformer')
    .description('Converts the files that HotWax Commerce and NetSuite exchange.')
    .exitOverride()
    .configureOutput({ writeOut: around.standardOutput, writeErr: around.standardError })
    .showHelpAfterError('(add --help for what can be given)');
  addRun(program, around, exit);
  addConvert(program, around, exit);
  return program;
}

type RunOptions = { folder?: string; config?: string; feed?: FeedName[] };

function addRun(program: Command, around: Surroundings, exit: (code: number) => void): void {
  program
    .command('run')
    .description('Make one pass: convert every file that waits, in a local folder or on an SFTP server.')
    .option(
      '--folder <root>',
      'local folder that holds the folders of the feeds, instead of the configured connection',
    )
    .option('--config <file>', 'configuration file (YAML)')
    .option('--feed <name>', `only this feed; can be given more than once (${feedNames()})`, collectFeed)
    .addHelpText('after', exitCodesHelp)
    .action(async (options: RunOptions) => exit(await run(options, around)));
}

type ConvertOptions = { feed: FeedName; output: string; rejects: string; config?: string; asOf?: number };

function addConvert(program: Command, around: Surroundings, exit: (code: number) => void): void {
  program
    .command('convert')
    .description('Convert one local file.')
    .argument('<input file>', 'file as the sending side writes it')
    .addOption(
      new Option('--feed <name>', `the feed (${feedNames()})`).argParser(parseFeedName).makeOptionMandatory(),
    )
    .requiredOption('--output <file>', 'file for the receiving side')
    .requiredOption(
      '--rejects <file>',
      'CSV file for the rows that were rejected; a header alone when there are none',
    )
    .option('--config <file>', 'configuration file (YAML)')
    .option(
      '--as-of <instant>',
      'when validity dates are judged, such as 2024-01-04T16:23:00Z; now if left out',
      parseInstant,
    )
    .addHelpText('after', exitCodesHelp)
    .action(async (input: string, options: ConvertOptions) => exit(await convert(input, options, around)));
}

async function run({ folder, config, feed: names = [] }: RunOptions, around: Surroundings): Promise<number> {
  const { configuration, folder: configurationFolder } = await readConfiguration(config);
  const routes = routesOf(
    configuration,
    names,
    folder === undefined && configuration.connection?.sftp !== undefined,
  );
  if (routes.length === 0) around.standardError('No feed is enabled in the configuration: nothing to do.\n');
  const store = await openChosen({ configuration, folder: configurationFolder }, folder, around);
  try {
    const report = await runPass({
      store,
      routes,
      context: contextOf(configuration, around.clock()),
      clock: around.clock,
      staleClaimMinutes: configuration.staleClaimMinutes,
      onEvent: (around.isTerminal ? terminalReporter : jsonReporter)(around.standardError),
    });
    return exitCodeOf(report);
  } finally {
    await store.close();
  }
}

async function openChosen(
  { configuration, folder: configurationFolder }: ConfigurationFile,
  folder: string | undefined,
  { environment }: Surroundings,
): Promise<FileStore> {
  if (folder !== undefined) return openLocalFolder(folder);
  const { connection } = configuration;
  if (connection) return openStore({ connection, configurationFolder, environment });
  throw new TransformerError(
    'WRONG_USAGE',
    'Nothing says where the files are. Give --folder <root>, or --config <file> with a connection in it.',
  );
}

async function convert(input: string, options: ConvertOptions, around: Surroundings): Promise<number> {
  const { configuration } = await readConfiguration(options.config);
  const { output, rejects } = options;
  const context = contextOf(configuration, options.asOf ?? around.clock());
  const feed = feedOf(options.feed);
  const tally = await convertFile({ feed, input, output, rejects, context });
  for (const { row, message } of tally.warnings) around.standardError(`Warning, row ${row}: ${message}\n`);
  around.standardError(summaryOf(tally, rejects));
  return tally.rejects.length === 0 ? exitCodes.done : exitCodes.rejected;
}

function summaryOf(tally: Tally, rejects: string): string {
  const counts = `${countRows(tally.rows)}: ${tally.applied} converted, ${tally.rejects.length} rejected, ${skippedRows(tally)} skipped`;
  return tally.rejects.length === 0 ? `${counts}.\n` : `${counts}; see ${rejects}.\n`;
}

const feedNames = (): string => feeds.map(({ name }) => name).join(', ');

function feedOf(name: string): Feed {
  const feed = feedNamed(name);
  if (feed) return feed;
  throw new InvalidArgumentError(`There is no feed of this name; there are ${feedNames()}.`);
}

const parseFeedName = (name: string): FeedName => feedOf(name).name;

const collectFeed = (name: string, names: readonly FeedName[] = []): FeedName[] => [
  ...names,
  parseFeedName(name),
];

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/;

function parseInstant(text: string): number {
  const instant = INSTANT.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(instant)) return instant;
  throw new InvalidArgumentError('It must be a date and time with an offset, such as 2024-01-04T16:23:00Z.');
}
