/** The command `index`: brings the row index up to date, or makes it anew from what the store has. */
import type { Command } from 'commander';
import type { CaughtUp } from '../../catch-up/catch-up.ts';
import { rebuildIndex } from '../../catch-up/rebuild.ts';
import { TransformerError } from '../../errors.ts';
import { problemOf } from '../../report/pass-report.ts';
import { formatProblem } from '../../report/report.ts';
import { openRowIndex } from '../../row-index/open-index.ts';
import { extentOf } from '../../row-index/read-index.ts';
import { type CliContext, type Exit, type ExitCode, exitCodes, worstOf } from '../context.ts';
import { labelOf } from '../for-each-tenant.ts';
import { operatorCommand, type PlaceOptions } from '../options.ts';
import { type ChosenTenant, chooseTenants } from '../tenants.ts';
import { catchUpOf, withIndex, withTenantStore } from './with-index.ts';

type IndexOptions = PlaceOptions & { rebuild?: boolean };

const explanation = `
The index says what became of each row, for find and problems. It holds nothing that the store has not: you may
delete it at any time. A pass writes it when index.file is set in the configuration.`;

export function addIndex(program: Command, cli: CliContext, exit: Exit): void {
  operatorCommand(program, 'index', {
    says: 'Read into the row index what it lacks, and show how much it has.',
    examples: ['index --config transformer.yaml', 'index --config transformer.yaml --rebuild'],
    remarks: explanation,
  })
    .option('--rebuild', 'make it anew from the archives, error files and records')
    .action(async (options: IndexOptions) => exit(await indexTenants(options, cli)));
}

async function indexTenants(options: IndexOptions, cli: CliContext): Promise<ExitCode> {
  const codes: ExitCode[] = [];
  for (const tenant of await chooseTenants(options, cli)) {
    try {
      await (options.rebuild ? rebuild(tenant, cli) : update(tenant, cli));
      codes.push(exitCodes.done);
    } catch (error) {
      if (!(error instanceof TransformerError) || error.code === 'WRONG_USAGE') throw error;
      cli.standardError(`${labelOf(tenant)}${formatProblem(problemOf(error))}`);
      codes.push(exitCodes.failed);
    }
  }
  return worstOf(codes);
}

async function update(tenant: ChosenTenant, cli: CliContext): Promise<void> {
  openRowIndex(requireFile(tenant)).close(); // others do without an index that cannot be used
  await withIndex(tenant, cli, ({ index, problem, caughtUp }) => {
    if (problem) throw new TransformerError('UNREACHABLE', problem.message);
    sayExtent(tenant, cli, extentOf(index), caughtUp);
  });
}

async function rebuild(tenant: ChosenTenant, cli: CliContext): Promise<void> {
  const index = openRowIndex(requireFile(tenant));
  try {
    const caughtUp = await withTenantStore(tenant, (store) =>
      rebuildIndex(catchUpOf(index, store, tenant, cli)),
    );
    sayExtent(tenant, cli, extentOf(index), caughtUp);
  } finally {
    index.close();
  }
}

function requireFile({ indexFile }: ChosenTenant): string {
  if (indexFile !== undefined) return indexFile;
  throw new TransformerError(
    'WRONG_USAGE',
    'The configuration names no index.file, so no index is kept: find and problems read the archives each time. Set index.file to keep one.',
  );
}

function sayExtent(
  tenant: ChosenTenant,
  { standardOutput, standardError }: CliContext,
  { files, rows, since }: ReturnType<typeof extentOf>,
  caughtUp: CaughtUp | undefined,
): void {
  const label = labelOf(tenant);
  for (const line of caughtUp?.unread ?? []) standardError(`${label}not read: ${line}\n`);
  const from = since === undefined ? '' : ` since ${new Date(since).toISOString()}`;
  standardOutput(
    `${label}${tenant.indexFile}: ${files} files, ${rows} rows${from}; ${caughtUp?.read ?? 0} files read now.\n`,
  );
}
