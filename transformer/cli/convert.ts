/** The command `convert`: one local file, for looking at a feed or repairing one. */

import { type Command, Option } from 'commander';
import { type ConversionContext, defaultContext, type FeedName } from '#feeds/feed.ts';
import type { Counts } from '#feeds/rows/counts.ts';
import { skippedRows } from '#feeds/rows/counts.ts';
import { convertFile } from '../operate/convert-local-file.ts';
import { countRows } from '../report/report.ts';
import { type CliContext, type Exit, type ExitCode, examples, exitCodes, exitCodesHelp } from './context.ts';
import { feedNames, feedOf, parseFeedName, parseInstant, withConfiguration } from './options.ts';

type ConvertOptions = {
  feed: FeedName;
  output: string;
  rejects: string;
  config?: string;
  tenant?: string[];
  asOf?: number;
};

const whereResultsGo = `
convert replaces plain files whole, both or neither, once everything is converted, and keeps their mode. It
refuses read-only files, links, folders and sockets, and leaves them unchanged. It writes to standard output,
pipes and devices before it replaces a file: what was written there cannot be undone.
The summary goes to standard error.`;

export function addConvert(program: Command, cli: CliContext, exit: Exit): void {
  withConfiguration(program.command('convert'))
    .description('Convert one local file. Writes both results, or neither.')
    .argument('<input file>', 'file as the sender writes it; - for standard input')
    .addOption(
      new Option('--feed <name>', `the feed (${feedNames()})`).argParser(parseFeedName).makeOptionMandatory(),
    )
    .requiredOption('--output <file>', 'file for the receiver; - for standard output')
    .requiredOption(
      '--rejects <file>',
      'CSV file for rejected rows, only a header if there are none; - for standard output',
    )
    .option(
      '--as-of <instant>',
      'when to judge validity dates, such as 2024-01-04T16:23:00Z; now by default',
      parseInstant,
    )
    .addHelpText(
      'after',
      examples(
        'convert --feed item-fulfillments export.csv --output orders.json --rejects rejects.csv',
        'convert --feed item-fulfillments - --output - --rejects rejects.csv < export.csv | jq .',
      ),
    )
    .addHelpText('after', whereResultsGo)
    .addHelpText('after', exitCodesHelp)
    .action(async (input: string, options: ConvertOptions) => exit(await convert(input, options, cli)));
}

async function convert(input: string, options: ConvertOptions, cli: CliContext): Promise<ExitCode> {
  const { output, rejects: rejectsName } = options;
  const context = await contextFor(options, cli);
  const { streams } = cli;
  const conversion = { feed: feedOf(options.feed), input, output, rejects: rejectsName, context, streams };
  const { counts, warnings, rejects } = await convertFile(conversion);
  for (const { row, message } of warnings) cli.standardError(`Warning, row ${row}: ${message}\n`);
  cli.standardError(summaryOf(counts, rejects));
  return counts.rejected === 0 ? exitCodes.done : exitCodes.rejected;
}

/** Without any configuration none of what reads one is loaded, which takes longer than a small file. */
async function contextFor(
  { config, tenant, asOf }: ConvertOptions,
  cli: CliContext,
): Promise<ConversionContext> {
  const now = asOf ?? cli.clock();
  const isConfigured = Object.keys(cli.environment).some((name) => name.startsWith('TRANSFORMER_'));
  if (config === undefined && tenant === undefined && !isConfigured) return defaultContext(now);
  const [{ onlyTenant, readConfigured }, { contextOf }] = await Promise.all([
    import('./tenants.ts'),
    import('../config/settings.ts'),
  ]);
  const { tenants } = await readConfigured(config, cli);
  return contextOf(onlyTenant(tenants, tenant).configuration, now);
}

function summaryOf(counts: Counts, rejects: string): string {
  const { rows, applied, rejected } = counts;
  const text = `${countRows(rows)}: ${applied} converted, ${rejected} rejected, ${skippedRows(counts)} skipped`;
  return rejected === 0 ? `${text}.\n` : `${text}; see ${rejects}.\n`;
}
