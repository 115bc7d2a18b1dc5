/** The command `problems`: what is wrong now, by its cause, with what to do. */
import type { Command } from 'commander';
import { acknowledgementsPath, readAcknowledgements } from '../../answers/acknowledgements.ts';
import { type OpenCase, type Problem, problemsIn } from '../../answers/problems.ts';
import { ageOf } from '../../answers/steps.ts';
import { pausesOf } from '../../config/settings.ts';
import { TransformerError } from '../../errors.ts';
import { answerColumnsOf, paragraph, shortTime } from '../../report/layout.ts';
import { type PassError, problemOf } from '../../report/pass-report.ts';
import { formatProblem } from '../../report/report.ts';
import { retryText } from '../../retries/retry-text.ts';
import { quoteName } from '../../store/store-path.ts';
import { type CliContext, type Exit, type ExitCode, exitCodes } from '../context.ts';
import { chooseInTurn, type Follow, forEachInTurn, labelOf } from '../for-each-tenant.ts';
import { operatorCommand, type PlaceOptions } from '../options.ts';
import type { ChosenTenant } from '../tenants.ts';
import { type OpenIndex, withIndex } from './with-index.ts';

type ProblemsOptions = PlaceOptions & { json?: boolean; all?: boolean };

const explanation = `
A refused row is no problem any more once a later file applies the same order item; a failed file, once it has left failed/.
Otherwise "transformer acknowledge <problem> --note ..." says that it needs nothing. problems changes no exit code.`;

export function addProblems(program: Command, cli: CliContext, exit: Exit): void {
  operatorCommand(program, 'problems', {
    says: 'Show refused rows and failed files that are still open, by cause, with their age and what to do.',
    examples: ['problems --config transformer.yaml', 'problems --folder . --json'],
    remarks: explanation,
  })
    .option('--json', 'print one JSON document')
    .option('--all', 'also those that were acknowledged')
    .action(async (options: ProblemsOptions) => exit(await problems(options, cli)));
}

/** @property problem why nothing could be found out about the tenant, or only what was known before */
export type TenantProblems = {
  tenant: string | null;
  place: string;
  problem: PassError | null;
  problems: Problem[];
};

async function problems(options: ProblemsOptions, cli: CliContext): Promise<ExitCode> {
  const now = cli.clock();
  const turns = await chooseInTurn(options, cli);
  const tenants = await forEachInTurn(turns, (tenant, follow) => problemsOf(tenant, cli, follow));
  const shown = tenants.map((one) => ({
    ...one,
    problems: one.problems.filter(({ acknowledged }) => options.all || acknowledged === null),
  }));
  if (options.json) {
    const document = { at: new Date(now).toISOString(), tenants: shown };
    cli.standardOutput(`${JSON.stringify(document, null, 2)}\n`);
  } else cli.standardOutput(`${textOf(shown, answerColumnsOf(cli), now).join('\n')}\n`);
  return tenants.some(({ problem }) => problem) ? exitCodes.failed : exitCodes.done;
}

export async function problemsOf(
  tenant: ChosenTenant,
  cli: CliContext,
  follow?: Follow,
): Promise<TenantProblems> {
  const place = { tenant: tenant.name ?? null, place: tenant.place };
  try {
    const acknowledged =
      tenant.indexFile === undefined
        ? []
        : await readAcknowledgements(acknowledgementsPath(tenant.indexFile));
    const retries = { pauses: pausesOf(tenant.configuration), now: cli.clock() };
    const answer = ({ index, problem }: OpenIndex): TenantProblems => {
      if (problem) cli.standardError(`${labelOf(tenant)}${formatProblem(problem)}`);
      return { ...place, problem: problem ?? null, problems: problemsIn(index, acknowledged, retries) };
    };
    return await withIndex(tenant, cli, answer, follow);
  } catch (error) {
    if (!(error instanceof TransformerError)) throw error;
    const problem = problemOf(error);
    cli.standardError(`${labelOf(tenant)}${formatProblem(problem)}`);
    return { ...place, problem, problems: [] };
  }
}

function textOf(tenants: readonly TenantProblems[], columns: number, now: number): string[] {
  const known = tenants.filter(({ problem, problems }) => problem === null || problems.length > 0);
  if (known.length === 0) return ['Nothing could be found out.'];
  const lost = tenants.filter((one) => !known.includes(one)).map(({ tenant, place }) => tenant ?? place);
  const unsaid = lost.length === 0 ? [] : paragraph(`Nothing can be said of ${lost.join(', ')}.`, columns);
  if (known.every(({ problems }) => problems.length === 0))
    return [...unsaid, `No problem ${lost.length === 0 ? '' : 'of the others '}is open.`];
  const lines = known.flatMap(({ tenant, problems }) =>
    problems.flatMap((one) => problemLines(one, tenant === null ? '' : `${tenant}: `, columns, now)),
  );
  return [...unsaid, ...lines];
}

function problemLines(problem: Problem, label: string, columns: number, now: number): string[] {
  const { id, kind, by, feed, code, field, count, orders, oldest, whatToDo, acknowledged, cases } = problem;
  const whose = orders === 0 ? '' : ` of ${orders === 1 ? '1 order' : `${orders} orders`}`;
  const rows = `${count === 1 ? '1 row' : `${count} rows`}${whose} refused`;
  const what = kind === 'file' ? `${count === 1 ? '1 file' : `${count} files`} failed` : rows;
  const age = ageOf(now - Date.parse(oldest));
  const note =
    acknowledged && `Acknowledged by ${acknowledged.by}, ${shortTime(acknowledged.at)}: ${acknowledged.note}`;
  return [
    ...paragraph(`${label}${id}  ${code}${field === '' ? '' : ` in ${field}`}`, columns),
    ...paragraph(`${what} by ${by} (${feed}), the oldest ${age} ago`, columns, 2),
    ...cases.slice(0, SHOWN_CASES).flatMap((one) => caseLines(one, columns)),
    ...(count > SHOWN_CASES ? paragraph(moreText(count, cases.length), columns, 4) : []),
    ...paragraph(`Do: ${whatToDo}`, columns, 2),
    ...(note ? paragraph(note, columns, 2) : []),
    '',
  ];
}

const SHOWN_CASES = 3;

const moreText = (count: number, listed: number): string =>
  `and ${count - SHOWN_CASES} more; --json lists ${count === listed ? 'them' : `the oldest ${listed}, and "transformer page" downloads all`}`;

function caseLines(
  { file, row, orderId, orderItemSeqId, salesOrder, line, fulfillment, message, retry }: OpenCase,
  columns: number,
): string[] {
  const order = orderId || salesOrder || (fulfillment === '' ? '' : `item fulfillment ${fulfillment}, item`);
  const item = orderItemSeqId === '' ? line : orderItemSeqId;
  const whose = order === '' ? '' : `${order}${item === '' ? '' : ` ${item}`}: `;
  const where = row === 0 ? quoteName(file) : `${quoteName(file)}, row ${row}`;
  return [
    ...paragraph(`${whose}${message}`, columns, 4),
    ...paragraph(where, columns, 6),
    ...(retry ? paragraph(retryText(retry), columns, 6) : []),
  ];
}
