/** The command `convert`: one local file, for looking at a feed or repairing one. */
import { type Command, Option } from 'commander';
import type { ConversionCounts } from '#feeds/conversion.ts';
import type { FeedName } from '#feeds/feed.ts';
import { skippedRows } from '#feeds/tally.ts';
import { contextOf } from '../configuration.ts';
import { convertFile } from '../convert-file.ts';
import { countRows } from '../report.ts';
import { onlyTenant, readConfigured } from './chosen-tenants.ts';
import { feedNames, feedOf, parseFeedName, parseInstant, withConfiguration } from './options.ts';
import {
  type Exit,
  type ExitCode,
  examples,
  exitCodes,
  exitCodesHelp,
  type Surroundings,
} from './surroundings.ts';

type ConvertOptions = {
  feed: FeedName;
  output: string;
  rejects: string;
  config?: string;
  tenant?: string[];
  asOf?: number;
};

export function addConvert(program: Command, around: Surroundings, exit: Exit): void {
  withConfiguration(program.command('convert'))
    .description('Convert one local file; both results are written, or neither.')
    .argument('<input file>', 'file as the sending side writes it')
    .addOption(
      new Option('--feed <name>', `the feed (${feedNames()})`).argParser(parseFeedName).makeOptionMandatory(),
    )
    .requiredOption('--output <file>', 'file for the receiving side')
    .requiredOption(
      '--rejects <file>',
      'CSV file for the rows that were rejected; a header alone when there are none',
    )
    .option(
      '--as-of <instant>',
      'when validity dates are judged, such as 2024-01-04T16:23:00Z; now if left out',
      parseInstant,
    )
    .addHelpText(
      'after',
      examples('convert --feed item-fulfillments export.csv --output orders.json --rejects rejects.csv'),
    )
    .addHelpText('after', exitCodesHelp)
    .action(async (input: string, options: ConvertOptions) => exit(await convert(input, options, around)));
}

async function convert(input: string, options: ConvertOptions, around: Surroundings): Promise<ExitCode> {
  const { tenants } = await readConfigured(options.config, around);
  const { configuration } = onlyTenant(tenants, options.tenant);
  const { output, rejects } = options;
  const context = contextOf(configuration, options.asOf ?? around.clock());
  const conversion = { feed: feedOf(options.feed), input, output, rejects, context };
  const { counts, warnings } = await convertFile(conversion);
  for (const { row, message } of warnings) around.standardError(`Warning, row ${row}: ${message}\n`);
  around.standardError(summaryOf(counts, rejects));
  return counts.rejected === 0 ? exitCodes.done : exitCodes.rejected;
}

function summaryOf(counts: ConversionCounts, rejects: string): string {
  const { rows, applied, rejected } = counts;
  const text = `${countRows(rows)}: ${applied} converted, ${rejected} rejected, ${skippedRows(counts)} skipped`;
  return rejected === 0 ? `${text}.\n` : `${text}; see ${rejects}.\n`;
}
