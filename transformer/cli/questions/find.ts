/** The command `find`: the life of each order item that an id is about, and the first step that is missing. */
import type { Command } from 'commander';
import { adviceForUnseen, type FileLife, type Found, find, type ItemLife } from '../../answers/find.ts';
import { standingOf, titleOf } from '../../answers/standing.ts';
import type { Step } from '../../answers/steps.ts';
import { pausesOf } from '../../config/settings.ts';
import { TransformerError } from '../../errors.ts';
import { answerColumnsOf, paragraph, shortTime } from '../../report/layout.ts';
import { type PassError, problemOf } from '../../report/pass-report.ts';
import { formatProblem } from '../../report/report.ts';
import { retryText } from '../../retries/retry-text.ts';
import { quoteName } from '../../store/store-path.ts';
import { type CliContext, type Exit, type ExitCode, exitCodes, worstOf } from '../context.ts';
import { chooseInTurn, type Follow, forEachInTurn, labelOf } from '../for-each-tenant.ts';
import { operatorCommand, type PlaceOptions } from '../options.ts';
import type { ChosenTenant } from '../tenants.ts';
import { type OpenIndex, withIndex } from './with-index.ts';

type FindOptions = PlaceOptions & { json?: boolean };

const explanation = `
The id can be HotWax's order id or name, the internal or external id of the sales order, a shipment id, a tracking
number, the internal id of an item fulfillment, or the name of a file. find first reads into the row index what it lacks.
Exit code 1 also when the id was never seen.`;

export function addFind(program: Command, cli: CliContext, exit: Exit): void {
  operatorCommand(program, 'find', {
    says: 'Show where an order, a shipment or a file is, and why it went no further.',
    examples: ['find HC1001 --config transformer.yaml', 'find 1Z999AA10123456784 --folder . --json'],
    remarks: explanation,
  })
    .argument('<id>', 'any id of an order, shipment or item fulfillment, or the name of a file')
    .option('--json', 'print one JSON document')
    .action(async (id: string, options: FindOptions) => exit(await findEverywhere(id, options, cli)));
}

type TenantAnswer = { tenant: string | null; place: string; problem: PassError | null; answer: Found | null };

async function findEverywhere(id: string, options: FindOptions, cli: CliContext): Promise<ExitCode> {
  if (id.trim() === '')
    throw new TransformerError('WRONG_USAGE', 'The id is empty. Name what is to be found.');
  const turns = await chooseInTurn(options, cli);
  const answers = await forEachInTurn(turns, (tenant, follow) => findIn(tenant, id, cli, follow));
  if (options.json) {
    const document = { asked: id, at: new Date(cli.clock()).toISOString(), tenants: answers };
    cli.standardOutput(`${JSON.stringify(document, null, 2)}\n`);
  } else cli.standardOutput(textOf(id, answers, answerColumnsOf(cli)));
  const isFound = answers.some(({ answer }) => answer && answer.items.length + answer.files.length > 0);
  return worstOf([isFound ? exitCodes.done : exitCodes.failed]);
}

async function findIn(
  tenant: ChosenTenant,
  id: string,
  cli: CliContext,
  follow: Follow,
): Promise<TenantAnswer> {
  const place = { tenant: tenant.name ?? null, place: tenant.place };
  try {
    const retries = { pauses: pausesOf(tenant.configuration), now: cli.clock() };
    const answer = ({ index, problem }: OpenIndex): TenantAnswer => {
      if (problem) cli.standardError(`${labelOf(tenant)}${formatProblem(problem)}`);
      return { ...place, problem: problem ?? null, answer: find(index, tenant.routes, id, retries) };
    };
    return await withIndex(tenant, cli, answer, follow);
  } catch (error) {
    if (!(error instanceof TransformerError)) throw error;
    const problem = problemOf(error);
    cli.standardError(`${labelOf(tenant)}${formatProblem(problem)}`);
    return { ...place, problem, answer: null };
  }
}

function textOf(id: string, answers: readonly TenantAnswer[], columns: number): string {
  const found = answers.filter(({ answer }) => answer && answer.items.length + answer.files.length > 0);
  const lines =
    found.length === 0
      ? neverSeen(id, answers, columns)
      : found.flatMap(({ tenant, answer, problem }) => [
          ...(tenant === null ? [] : [`${tenant}:`]),
          ...(problem
            ? paragraph('The files could not be looked at now: this is what was known before.', columns)
            : []),
          ...(answer?.items ?? []).flatMap((item) => itemLines(item, columns)),
          ...(answer?.files ?? []).flatMap((file) => fileLines(file, columns)),
        ]);
  return `${lines.join('\n')}\n`;
}

function neverSeen(id: string, answers: readonly TenantAnswer[], columns: number): string[] {
  const unasked = answers.filter(({ answer }) => answer === null);
  if (unasked.length === answers.length) return ['Nothing could be found out.'];
  const where = unasked.length === 0 ? '' : ' where it was looked for';
  const lines = paragraph(`${quoteName(id)} was never seen${where}.`, columns);
  if (unasked.length > 0)
    lines.push(...paragraph(`Not searched: ${unasked.map(({ tenant }) => tenant).join(', ')}.`, columns));
  for (const { tenant, place, answer } of answers) {
    if (!answer) continue;
    const { files, rows, since, folders, unread } = answer.searched;
    const from = since === null ? '' : ` since ${shortTime(since)}`;
    const where = tenant === null ? place : `${tenant} (${place})`;
    lines.push(
      ...paragraph(
        `Searched in ${where}: ${counted(files, 'file')} with ${counted(rows, 'row')}${from}, of ${folders.join(', ')}.`,
        columns,
      ),
    );
    if (unread.length > 0)
      lines.push(
        ...paragraph(
          `${counted(unread.length, 'file')} ${unread.length === 1 ? 'waits and was' : 'wait and were'} not read yet, such as ${quoteName(unread[0] ?? '')}.`,
          columns,
        ),
      );
  }
  const advice = adviceForUnseen(answers.flatMap(({ answer }) => answer ?? []));
  return [...lines, ...paragraph(`Do: ${advice}`, columns)];
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

function itemLines(item: ItemLife, columns: number): string[] {
  const { missing, steps } = item;
  const end = missing
    ? [
        ...paragraph(`STOPS HERE: ${missing.by} ${outcomeOf(missing)}: ${missing.says}`, columns, 2),
        ...(missing.retry ? paragraph(retryText(missing.retry), columns, 2) : []),
        ...paragraph(`Do: ${missing.whatToDo}`, columns, 2),
      ]
    : paragraph(standingOf(steps), columns, 2);
  return [
    ...paragraph(titleOf(item), columns),
    ...steps.flatMap((step) => stepLines(step, columns)),
    ...end,
    '',
  ];
}

function stepLines(step: Step, columns: number): string[] {
  const { at, by, feed, file, row, output, record, says } = step;
  const where = row === 0 ? quoteName(file) : `${quoteName(file)}, row ${row}`;
  const made = record === '' ? '' : `, record ${record}`;
  return [
    ...paragraph(`${shortTime(at)}  ${by} ${outcomeOf(step)}${made}  (${feed})`, columns, 2),
    ...(step.isMissing ? [] : paragraph(says, columns, 6)),
    ...paragraph(where, columns, 6),
    ...(output === '' ? [] : paragraph(`-> ${quoteName(output)}`, columns, 6)),
  ];
}

const words: Readonly<Record<Step['outcome'], string>> = {
  applied: 'applied it',
  'handed on': 'set its line, and handed it on to be fulfilled',
  skipped: 'skipped it',
  refused: 'REFUSED it',
  unknown: 'decided, unknown how',
  waits: 'HAS NOT TAKEN it',
  'under way': 'is working on it',
  taken: 'took it',
  failed: 'COULD NOT READ the file',
};

const outcomeOf = ({ outcome, code }: Step): string => `${words[outcome]}${code === '' ? '' : ` (${code})`}`;

function fileLines(file: FileLife, columns: number): string[] {
  const { path, by, place, at, applied, rejected, skipped, output, errors, code, says, whatToDo } = file;
  const reasons = Object.entries(skipped).map(([reason, count]) => `, ${count} skipped ${reason}`);
  const counts = `${applied} rows applied, ${rejected} refused${reasons.join('')}`;
  return [
    ...paragraph(`File ${quoteName(path)}`, columns),
    ...paragraph(`${by}, ${place} since ${shortTime(at)}: ${counts}`, columns, 2),
    ...(output === '' ? [] : paragraph(`-> ${quoteName(output)}`, columns, 2)),
    ...(errors === '' ? [] : paragraph(`refused rows: ${quoteName(errors)}`, columns, 2)),
    ...(code === ''
      ? []
      : [...paragraph(`${code}: ${says}`, columns, 2), ...paragraph(`Do: ${whatToDo}`, columns, 2)]),
    '',
  ];
}
