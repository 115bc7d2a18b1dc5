/** The report of a run as text. */
import type {
  CsvRowResult,
  ExecutionReport,
  HttpResponse,
  JobReport,
  LogLine,
  SentEmail,
} from '../account.ts';
import { EMULATED_MODULES } from '../N/modules.ts';
import { describeError } from '../strictness/suite-error.ts';
import type { FileAction, RecordChange } from './journal.ts';

export type RunReport = {
  execution: ExecutionReport;
  jobs: JobReport[];
  /** Why the queue was not run to its end. */
  stopped?: string;
  records: RecordChange[];
  files: FileAction[];
  /** Sent to nobody. */
  emails: SentEmail[];
  /** What the emulator let pass, helped along or took for granted. */
  notices: string[];
  /** Where the account was written, if it was. */
  account?: string;
};

export function formatReport(report: RunReport): string {
  const { execution, jobs, stopped, records, files, emails, notices, account } = report;
  return [
    ...executionLines(execution),
    ...jobs.flatMap(jobLines),
    ...(stopped === undefined ? [] : ['', `Queue stopped: ${stopped}`]),
    ...section('Records', records.map(recordLine)),
    ...section('Files', files.map(fileLine)),
    ...section('Emails', emails.map(emailLine)),
    ...section('Notes', notices),
    '',
    account === undefined
      ? 'The account was empty, and nothing of it is kept; --account <account.json> gives one.'
      : `Account written to ${account}`,
    '',
  ].join('\n');
}

function executionLines(report: ExecutionReport): string[] {
  const { scriptId, deploymentId, scriptType, ended, error, response, stages, units, calls, logs } = report;
  return [
    `${scriptType} script ${scriptId} (${deploymentId}): ended ${ended}`,
    ...(error ? errorLines(error, report.stack) : []),
    ...section('Response', response ? responseLines(response) : []),
    ...section(
      'Stages',
      stages.map(
        (stage) =>
          `${stage.stage}: ${counted(stage.invocations, 'call')}, ${counted(stage.units, 'unit')}, ${counted(stage.errors.length, 'error')}`,
      ),
    ),
    ...section('Units', [
      ...calls.map(
        ({ call, times, units: spent }) => `${call}: ${counted(times, 'call')}, ${counted(spent, 'unit')}`,
      ),
      `in all: ${counted(units, 'unit')}`,
    ]),
    ...section('Log', logs.map(logLine)),
    ...section(
      'Errors',
      stages.flatMap(({ stage, errors }) =>
        errors.map(
          ({ key, error: text, executionNo }) =>
            `${stage}${key === '' ? '' : ` ${key}`}, attempt ${executionNo}: ${text}`,
        ),
      ),
    ),
  ];
}

/** With the place in the script, or with the modules there are, when one was asked for that is not among them. */
function errorLines(error: NonNullable<ExecutionReport['error']>, stack: readonly string[] = []): string[] {
  const said = describeError(error);
  const [, module] = /^NOT_EMULATED: (?:module )?(N\/(?:ui\/)?\w+)/.exec(said) ?? [];
  const lacksModule = module !== undefined && !EMULATED_MODULES.includes(module);
  return [
    `  ${said}`,
    ...stack.map((frame) => `    ${frame}`),
    ...(lacksModule ? [`  These modules are emulated: ${EMULATED_MODULES.join(', ')}`] : []),
  ];
}

function responseLines({ status, headers, body }: HttpResponse): string[] {
  const all = Object.entries(headers).flatMap(([name, value]) =>
    [value].flat().map((one) => `${name}: ${one}`),
  );
  return [`status ${status}`, ...all, ...(body === '' ? [] : body.replace(/\n$/, '').split('\n'))];
}

function jobLines(job: JobReport): string[] {
  if (job.kind === 'script')
    return ['', `Queued ${job.taskId}: ${job.status}`, ...executionLines(job.execution)];
  if (job.kind === 'search') return searchLines(job);
  const imported = job.rows.filter(({ outcome }) => outcome === 'imported').length;
  return [
    '',
    `Queued ${job.taskId}: CSV import ${job.mappingId} (${job.name}): ${job.status}, ${imported} of ${counted(job.rows.length, 'row')} imported`,
    ...(job.message === '' ? [] : [`  ${job.message}`]),
    ...job.rows.filter(({ outcome }) => outcome === 'rejected').map(rejectedLine),
  ];
}

function searchLines(job: Extract<JobReport, { kind: 'search' }>): string[] {
  const { taskId, savedSearchId, status, rows, message, fileId } = job;
  const where = fileId === undefined ? '' : ` in file ${fileId}`;
  return [
    '',
    `Queued ${taskId}: search ${savedSearchId}: ${status}, ${counted(rows, 'result')}${where}`,
    ...(message === '' ? [] : [`  ${message}`]),
  ];
}

const rejectedLine = ({ row, message }: CsvRowResult): string => `  row ${row} rejected: ${message}`;

const logLine = ({ time, level, title, details }: LogLine): string =>
  `${new Date(time).toISOString()} ${level} ${title}${details === '' ? '' : `: ${details}`}`;

const recordLine = ({ kind, type, id, fields }: RecordChange): string =>
  `${kind} ${type} ${id}${fields.length === 0 ? '' : `: ${fields.join(', ')}`}`;

const fileLine = ({ action, path, target }: FileAction): string =>
  `${action} ${path}${target === undefined ? '' : ` -> ${target}`}`;

function emailLine({ author, to, cc, bcc, subject, attachments }: SentEmail): string {
  const names = (list: SentEmail['to']) => list.map(({ id, email }) => email ?? `entity ${id}`).join(', ');
  const copies = [
    ['cc', cc],
    ['bcc', bcc],
  ] as const;
  const others = copies.flatMap(([name, list]) => (list.length > 0 ? [`, ${name} ${names(list)}`] : []));
  const files = attachments.length > 0 ? ` (${attachments.map(({ name }) => name).join(', ')})` : '';
  return `employee ${author} to ${names(to)}${others.join('')}: ${subject}${files}`;
}

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', `${title}:`, ...lines.map((line) => `  ${line}`)];

const counted = (count: number, thing: string): string => `${count} ${thing}${count === 1 ? '' : 's'}`;
