/** The words after `run` on the command line. */
import { parseArgs } from 'node:util';
import { isMethod, type RequestArguments } from './request.ts';

export const USAGE = `Usage: netsuite-emulator run <script.js> [--account <account.json>] [options]

Runs a SuiteScript 2.x file on the account kept in a JSON file, then whatever it queued, and writes the account back.
It may be a scheduled script, a map/reduce script, a RESTlet, a Suitelet or a user event script. Without --account, the account
is empty.

Options:
  --account <file>      the account: records, saved searches, folders, preferences
                        (netsuite-emulator/account-file.md)
  --project <folder>    an SDF project: custom fields and records, scripts, deployments, CSV import maps
  --sftp-root <folder>  serve every N/sftp connection from this folder
  --sftp <url>          connect to this server instead of any other, e.g. sftp://user:password@localhost:2222
  --deployment <id>     run this deployment
  --param <id>=<value>  set a script parameter; repeatable
  --now <time>          the account's time, e.g. 2026-01-31T08:00:00Z; the machine's by default
  --out <file>          write the account here instead of over --account; plain files only
  --json                print the report as JSON
  --help, --version     print this text, or the version

What wakes a user event script:
  --record <type>:<id>  open this record and save it, as a person would; without :<id>, save a new one
  --set <field>=<value> a body field to set before; repeatable

The request to a RESTlet or Suitelet:
  --method <method>     GET, POST, PUT or DELETE; POST when there is a body and GET otherwise
  --body <text>         the body, or @ and the name of the file that has it: @order.json
  --query <name>=<value>
                        a parameter of the address; repeatable
  --header <name>=<value>
                        a header; repeatable. Content-Type is application/json, or text/plain if the body is not JSON

Exit codes: 0 the script ended normally, 1 it could not run, 2 the command line is invalid, 4 the script threw.
`;

export type RunArguments = {
  script: string;
  account: string | undefined;
  project: string | undefined;
  sftpRoot: string | undefined;
  sftp: string | undefined;
  deployment: string | undefined;
  parameters: Record<string, string>;
  request: RequestArguments;
  /** For a user event script. */
  saving: { record: string; values: Record<string, string> } | undefined;
  now: number | undefined;
  out: string | undefined;
  json: boolean;
};

/** An invalid command line. */
export class UsageError extends Error {}

/** What to run, or what is to be printed instead. */
export function readArguments(words: readonly string[]): RunArguments | 'help' | 'version' {
  const { values, positionals } = parsed(words);
  if (values.help || (positionals[0] === 'help' && positionals.length === 1)) return 'help';
  if (values.version) return 'version';
  const [command, script, ...rest] = positionals;
  if (command !== 'run')
    throw new UsageError(
      `${command === undefined ? 'A command is missing' : `Unknown command ${command}`}: write run ${command?.endsWith('.js') ? command : '<script.js>'}.`,
    );
  if (!script) throw new UsageError('The script is missing: write run <script.js>.');
  if (rest.length > 0) throw new UsageError(`Give one script only, without ${rest.join(' ')}.`);
  for (const name of ['account', 'out'] as const)
    if (values[name] === '-')
      throw new UsageError(`--${name} - is not a file, and the report goes to standard output: name a file.`);
  if (values.sftp !== undefined && values['sftp-root'] !== undefined)
    throw new UsageError('--sftp and --sftp-root cannot be combined: choose one.');
  return {
    script,
    account: values.account,
    project: values.project,
    sftpRoot: values['sftp-root'],
    sftp: values.sftp,
    deployment: values.deployment,
    parameters: pairsOf('param', values.param),
    request: requestOf(values),
    saving: savingOf(values),
    now: values.now === undefined ? undefined : timeOf(values.now),
    out: values.out,
    json: values.json === true,
  };
}

function parsed(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        account: { type: 'string' },
        project: { type: 'string' },
        'sftp-root': { type: 'string' },
        sftp: { type: 'string' },
        deployment: { type: 'string' },
        param: { type: 'string', multiple: true },
        record: { type: 'string' },
        set: { type: 'string', multiple: true },
        method: { type: 'string' },
        body: { type: 'string' },
        query: { type: 'string', multiple: true },
        header: { type: 'string', multiple: true },
        now: { type: 'string' },
        out: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean' },
      },
    });
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

function requestOf({ method, body, query, header }: ReturnType<typeof parsed>['values']): RequestArguments {
  if (method !== undefined && !isMethod(method))
    throw new UsageError(`--method ${method}: write GET, POST, PUT or DELETE.`);
  return { method, body, query: pairsOf('query', query), headers: pairsOf('header', header) };
}

function savingOf({ record, set }: ReturnType<typeof parsed>['values']): RunArguments['saving'] {
  if (record !== undefined) return { record, values: pairsOf('set', set) };
  if (set === undefined) return undefined;
  throw new UsageError('--set needs the record that is saved: add --record salesorder:1001.');
}

function pairsOf(
  option: 'param' | 'query' | 'header' | 'set',
  given: readonly string[] = [],
): Record<string, string> {
  const pairs = given.map((text) => {
    const [, id, value] = /^([^=]+)=([\s\S]*)$/.exec(text) ?? [];
    if (id === undefined || value === undefined)
      throw new UsageError(
        `--${option} ${text}: write --${option} <${option === 'param' ? 'id' : 'name'}>=<value>.`,
      );
    return [id, value] as const;
  });
  return Object.fromEntries(pairs);
}

function timeOf(text: string): number {
  const instant = Date.parse(text);
  if (!Number.isNaN(instant)) return instant;
  throw new UsageError(`--now ${text} is not a time: write 2026-01-31T08:00:00Z.`);
}
