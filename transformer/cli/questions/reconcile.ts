/** The command `reconcile`: whether NetSuite and HotWax agree, and every difference with its likely cause. */
import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { type DifferenceTable, openDifferenceTable } from '../../answers/agreement/difference-table.ts';
import { type Difference, USUAL_GRACE_MINUTES } from '../../answers/reconcile.ts';
import { TransformerError } from '../../errors.ts';
import { type CliContext, type Exit, type ExitCode, examples, exitCodes, worstOf } from '../context.ts';
import { chooseInTurn, labelOf, type Turns, withEachStore } from '../for-each-tenant.ts';
import { parseInstant, type PlaceOptions, withPlace } from '../options.ts';
import type { ChosenTenant } from '../tenants.ts';
import { answerColumnsOf } from '../../report/layout.ts';
import { reconcileTenant, type TenantReconciliation } from './compare-tenant.ts';
import { reconciliationLines } from './reconciliation-text.ts';
import { requestStatement } from './request-statement.ts';

type ReconcileCommand = PlaceOptions & {
  json?: boolean;
  csv?: string;
  statement?: string;
  grace: number;
  request?: boolean;
  since?: number;
};

const explanation = `
Exit codes:
  0  both sides agree, or the statement was asked for
  1  something failed: nothing was compared, or not everything
  2  the command line is invalid
  3  there are differences

The statement is the newest complete one that HC_MR_SalesOrderStatement has written. --request asks for a new one: the
scheduled deployment of the script writes it at its next run. What moved after the statement, or in the half hour before
it, is not judged but counted.`;

export function addReconcile(program: Command, cli: CliContext, exit: Exit): void {
  withPlace(program.command('reconcile'))
    .description(
      'Compare a statement of NetSuite with what HotWax sent and was told, and list every difference.',
    )
    .option('--json', 'print one JSON document')
    .option('--csv <file>', 'also write every difference to this local file')
    .option(
      '--statement <name>',
      'not the newest statement but this one: the name of its last part, which ends in .json',
    )
    .option(
      '--grace <minutes>',
      'how long before the statement is too new to judge',
      parseMinutes,
      USUAL_GRACE_MINUTES,
    )
    .option('--request', 'ask NetSuite for a new statement, and compare nothing')
    .option('--since <time>', 'with --request: cover sales orders that have changed since', parseInstant)
    .addHelpText(
      'after',
      examples(
        'reconcile --config transformer.yaml --request',
        'reconcile --config transformer.yaml --csv differences.csv',
      ),
    )
    .addHelpText('after', explanation)
    .action(async (options: ReconcileCommand) => exit(await run(options, cli)));
}

function parseMinutes(text: string): number {
  if (/^\d{1,5}$/.test(text)) return Number(text);
  throw new TransformerError('WRONG_USAGE', `--grace is "${text}". Give whole minutes, such as 30.`);
}

async function run(options: ReconcileCommand, cli: CliContext): Promise<ExitCode> {
  const turns = await chooseInTurn(options, cli);
  if (options.request) {
    refuseComparing(options);
    return requestEach(turns, options, cli);
  }
  if (options.since !== undefined)
    throw new TransformerError(
      'WRONG_USAGE',
      '--since is for --request: a statement that is there covers what it covers.',
    );
  if (options.csv === '' || options.csv === '-')
    throw new TransformerError('WRONG_USAGE', '--csv needs the name of a file; --json prints the answer.');
  const table = options.csv === undefined ? undefined : openDifferenceTable();
  try {
    return await compareEach(turns.tenants, options, cli, table);
  } finally {
    table?.close();
  }
}

function refuseComparing({ json, csv, statement }: ReconcileCommand): void {
  if (json === undefined && csv === undefined && statement === undefined) return;
  throw new TransformerError(
    'WRONG_USAGE',
    '--request compares nothing: leave out --json, --csv and --statement, and run reconcile without --request once NetSuite has written the statement.',
  );
}

function requestEach(turns: Turns, { since }: ReconcileCommand, cli: CliContext): Promise<ExitCode> {
  return withEachStore(turns, cli, async (store, tenant) => {
    const { statementFolder } = tenant.configuration.netsuite;
    const path = await requestStatement(store, statementFolder, {
      now: cli.clock(),
      since: since === undefined ? null : new Date(since).toISOString(),
      mark: randomUUID(),
    });
    cli.standardOutput(
      `${labelOf(tenant)}Asked for a statement: ${path}. The scheduled deployment of HC_MR_SalesOrderStatement writes it at its next run; then run reconcile.\n`,
    );
    return exitCodes.done;
  });
}

async function compareEach(
  tenants: readonly ChosenTenant[],
  options: ReconcileCommand,
  cli: CliContext,
  table: DifferenceTable | undefined,
): Promise<ExitCode> {
  const answers: TenantReconciliation[] = [];
  for (const tenant of tenants) {
    const onDifference = (difference: Difference): void => table?.add(tenant.name ?? '', difference);
    answers.push(await reconcileTenant(tenant, cli, { ...options, onDifference }));
  }
  if (options.json) {
    const document = { at: new Date(cli.clock()).toISOString(), tenants: answers };
    cli.standardOutput(`${JSON.stringify(document, null, 2)}\n`);
  } else cli.standardOutput(`${answers.flatMap((one) => textOf(one, cli)).join('\n')}\n`);
  if (options.csv !== undefined) await table?.put(options.csv);
  return worstOf(answers.map(codeOf));
}

const codeOf = ({ answer }: TenantReconciliation): ExitCode =>
  answer === null ? exitCodes.failed : answer.agrees ? exitCodes.done : exitCodes.rejected;

const textOf = ({ tenant, answer }: TenantReconciliation, cli: CliContext): string[] => {
  if (answer === null) return [`${tenant === null ? '' : `${tenant}: `}Nothing could be compared.`];
  return [...(tenant === null ? [] : [`${tenant}:`]), ...reconciliationLines(answer, answerColumnsOf(cli))];
};
