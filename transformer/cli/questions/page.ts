/** The commands `page` and `report`: the answers to what people ask, as a web page on this machine, or as files. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { CliContext, Exit } from '../context.ts';
import { operatorCommand, parseInterval } from '../options.ts';
import type { PageOptions, ReportOptions } from './show-page.ts';

const explanation = `
The page is only for this machine: it listens on 127.0.0.1, and asks for the token that is in the address. From another
machine, forward the port: ssh -L 8480:127.0.0.1:8480 <host>. It ends with Ctrl+C. Without index.file it reads the archives
into memory first, as find does.`;

const DEFAULT_PORT = 8480;

export function addPage(program: Command, cli: CliContext, exit: Exit): void {
  operatorCommand(program, 'page', {
    says: 'Show where orders are, what is wrong, and whether both sides agree, as a web page on this machine.',
    examples: ['page --config transformer.yaml', 'page --folder . --port 0 --allow-changes'],
    remarks: explanation,
  })
    .addOption(
      new Option('--port <number>', 'port to listen on; 0 for any that is free')
        .argParser(parsePort)
        .default(DEFAULT_PORT),
    )
    .addOption(
      new Option('--interval <time>', 'how often the files are looked at while the page is open')
        .argParser(parseInterval)
        .default(60, '60s'),
    )
    .option('--allow-changes', 'let the page send refused rows again and acknowledge problems')
    .action(async (options: PageOptions) =>
      exit(await (await import('./show-page.ts')).showPage(options, cli)),
    );
}

const HIGHEST_PORT = 65_535;

function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= HIGHEST_PORT) return port;
  throw new InvalidArgumentError('Give a number from 0 to 65535.');
}

const reportExplanation = `
The report is the page as files that lead to each other, for a web server with a login of its own, or to open from a disk. It
has a page for each order that an open problem is about, and cannot search for others. In the folder only files of an earlier
report are replaced. Exit code 1 when the files of a tenant could not be looked at: then it shows what was known before.`;

export function addReport(program: Command, cli: CliContext, exit: Exit): void {
  operatorCommand(program, 'report', {
    says: 'Write what the page shows as HTML files into a folder.',
    examples: ['report --html /var/www/transformer --config transformer.yaml'],
    remarks: reportExplanation,
  })
    .requiredOption('--html <folder>', 'folder for the files; made if it is not there')
    .option('--originals', 'also write down refused rows as they came, with the names and addresses in them')
    .action(async (options: ReportOptions) =>
      exit(await (await import('./show-page.ts')).report(options, cli)),
    );
}
