/** The command line: reads what is asked for, runs the script and its queue, writes the account and prints the report. */
import path from 'node:path';
import {
  type Account,
  type AccountEvent,
  createAccount,
  type ExecutionReport,
  type HttpRequest,
  type SftpHost,
} from '../account.ts';
import type { ScriptType } from '../platform/governance.ts';
import { ANY_HOST } from '../sftp/hosts.ts';
import { withLeniency } from '../strictness/leniency.ts';
import { describeError } from '../strictness/suite-error.ts';
import { optionsFrom, readAccountFile, writeAccountFile } from './account-file.ts';
import { type RunArguments, readArguments, USAGE, UsageError } from './arguments.ts';
import { createJournal } from './journal.ts';
import { requireOwn } from './replace-file.ts';
import { formatReport, type RunReport } from './report.ts';
import { isAsked, requestFrom } from './request.ts';
import { projectWith } from './script-project.ts';
import { runUserEvent, typeToSave } from './user-event-run.ts';
import { ownVersion } from './version.ts';

export type CommandContext = {
  /** What paths are relative to. */
  folder: string;
  clock: () => number;
  write: (text: string) => void;
  complain: (text: string) => void;
};

export const EXIT = { ended: 0, failed: 1, usage: 2, threw: 4 };

export function runCommand(words: readonly string[], surroundings: CommandContext): number {
  try {
    const given = readArguments(words);
    if (typeof given === 'object') return run(given, surroundings);
    surroundings.write(given === 'help' ? USAGE : `${ownVersion()}\n`);
    return EXIT.ended;
  } catch (error) {
    if (error instanceof UsageError) {
      surroundings.complain(`${error.message}\n\n${USAGE}`);
      return EXIT.usage;
    }
    surroundings.complain(`${error instanceof Error ? error.message : String(error)}\n`);
    return EXIT.failed;
  }
}

function run(given: RunArguments, { folder, clock, write }: CommandContext): number {
  const place = (file: string) => path.resolve(folder, file);
  const named = given.out ?? given.account;
  const target = named === undefined ? undefined : place(named);
  if (target !== undefined) requireOwn(target); // a script that has run cannot be called back
  const file = given.account === undefined ? {} : readAccountFile(place(given.account));
  const { project, type, scriptId, deploymentId } = projectWith({
    script: place(given.script),
    project: given.project === undefined ? undefined : place(given.project),
    deployment: given.deployment,
    parameters: given.parameters,
    record: given.saving && typeToSave(given.saving),
  });
  requireSaving(type, given);
  const request = requestTo(type, given, place);
  const journal = createJournal();
  const events: AccountEvent[] = [];
  const notices = new Set<string>();
  const account = createAccount({
    ...optionsFrom(file),
    project,
    clock: clockFrom(given.now, clock),
    sftpHosts: hostsFrom(given, place),
    onNotice: (notice) => notices.add(notice),
    onEvent: (event) => {
      events.push(event);
      journal.note(event);
    },
  });
  try {
    const before = account.dump().records;
    const { execution, ...stopped } = withLeniency(
      (what) => notices.add(what),
      () =>
        runWithQueue(account, () =>
          given.saving
            ? runUserEvent(account, { scriptId, deploymentId }, given.saving, events)
            : account.runDeployment(deploymentId, { scriptId, parameters: given.parameters, request }),
        ),
    );
    const state = account.dump();
    if (target !== undefined) writeAccountFile(target, file, state);
    const records = journal.changes(before, state.records);
    const { jobs, files, emails } = journal;
    const report = {
      execution,
      jobs,
      ...stopped,
      records,
      files,
      emails,
      notices: [...notices],
      ...(target === undefined ? {} : { account: target }),
    };
    write(given.json ? `${JSON.stringify(report, null, 2)}\n` : formatReport(report));
    return exitCodeOf(report);
  } finally {
    account.dispose();
  }
}

/** To those scripts that answer one. */
function requestTo(
  type: ScriptType,
  { script, request }: RunArguments,
  place: (file: string) => string,
): HttpRequest | undefined {
  if (type === 'restlet' || type === 'suitelet') return requestFrom(request, place);
  if (!isAsked(request)) return undefined;
  throw new UsageError(
    `--method, --body, --query and --header are for RESTlets and Suitelets: ${script} is a ${type} script.`,
  );
}

/** A user event script runs because a record is saved, and no other does. */
function requireSaving(type: ScriptType, { script, saving }: RunArguments): void {
  if (type === 'userevent' && saving === undefined)
    throw new UsageError(
      `${script} is a user event script, which runs when a record is saved. Say which: --record salesorder:1001, or --record salesorder for a new one.`,
    );
  if (type !== 'userevent' && saving !== undefined)
    throw new UsageError(`--record and --set are for user event scripts: ${script} is a ${type} script.`);
}

/** What ran is reported and kept, even when the queue cannot be run to its end. */
function runWithQueue(
  account: Account,
  runScript: () => ExecutionReport,
): Pick<RunReport, 'execution' | 'stopped'> {
  const execution = runScript();
  try {
    account.runQueue();
    return { execution };
  } catch (error) {
    return { execution, stopped: describeError(error) };
  }
}

/** What is not emulated counts wherever it was met: nobody knows what NetSuite would have done from there. */
function exitCodeOf({ execution, jobs, stopped }: RunReport): number {
  const errors = jobs.map((job) => (job.kind === 'script' ? job.execution.error : job.error));
  const refused = [execution.error, ...errors].some((error) => error?.name === 'NOT_EMULATED');
  if (refused || stopped !== undefined) return EXIT.failed;
  return execution.error ? EXIT.threw : EXIT.ended;
}

/** A given time goes on as the machine's does. */
function clockFrom(now: number | undefined, clock: () => number): () => number {
  if (now === undefined) return clock;
  const shift = now - clock();
  return () => clock() + shift;
}

function hostsFrom(
  { sftpRoot, sftp }: RunArguments,
  place: (file: string) => string,
): Record<string, SftpHost> {
  if (sftpRoot !== undefined) return { [ANY_HOST]: { folder: place(sftpRoot) } };
  return sftp === undefined ? {} : { [ANY_HOST]: { server: serverFrom(sftp) } };
}

/** Whoever names the server answers for it: its host key is not compared with the script's. */
function serverFrom(text: string) {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'sftp:' || url.hostname === '')
    throw new UsageError(
      `--sftp ${text} is not the address of a server: write sftp://user:password@localhost:2222.`,
    );
  const { hostname, port, username, password } = url;
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    hostKey: '' as const,
    ...(port === '' ? {} : { port: Number(port) }),
    ...(username === ''
      ? {}
      : { username: decodeURIComponent(username), password: decodeURIComponent(password) }),
  };
}
