/** A copy of the project in which the real SuiteCloud CLI runs, signed in by a program that only says it is Oracle's. */
import { spawn } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { newFolder, projectRoot, writeFiles } from '../workspace.ts';
import type { SdfServer } from './sdf-server.ts';

export type CliResult = { code: number | null; output: string };

export type CliWorkspace = {
  root: string;
  /** Runs an npm script of the project: validate, deploy, or suitecloud with a command of its own. */
  npm(script: string, ...args: readonly string[]): Promise<CliResult>;
  /** Runs a command in an environment of which something is different. */
  suitecloud(changes: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<CliResult>;
  /** What the sign-in program was asked to do, in order. */
  signIns(): string[];
};

const COPIED = ['package.json', 'biome.json', 'suitecloud.config.js', 'scripts', 'src', 'feeds', 'emulator'];

/** For what Oracle's CLI does with an answer, which the hooks have no part in and would only slow down. */
export const removeHooks = ({ root }: CliWorkspace): void =>
  writeFileSync(join(root, 'suitecloud.config.js'), "export const defaultProjectFolder = 'dist/netsuite';\n");

export function makeCliWorkspace(server: SdfServer): CliWorkspace {
  const root = newFolder();
  for (const name of COPIED) cpSync(join(projectRoot, name), join(root, name), { recursive: true });
  for (const name of ['node_modules', 'tools']) symlinkSync(join(projectRoot, name), join(root, name));
  writeFiles(root, { 'project.json': '{ "defaultAuthId": "sandbox" }' });
  const home = newFolder();
  const bin = makeSignInProgram(home, server.host);
  const environment = {
    PATH: [bin, join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter),
    HOME: home,
    SUITECLOUD_PROXY: server.proxy,
    NODE_EXTRA_CA_CERTS: join(home, 'certificate.pem'),
    SUITECLOUD_CI: '1',
    SUITECLOUD_CI_PASSKEY: 'a'.repeat(32),
    NO_UPDATE_NOTIFIER: '1',
  };
  writeFileSync(environment.NODE_EXTRA_CA_CERTS, server.certificate);
  return {
    root,
    npm: (script, ...args) => run('npm', ['run', '--silent', script, '--', ...args], root, environment),
    suitecloud: (changes, ...args) =>
      run(process.execPath, ['scripts/suitecloud/suitecloud.ts', ...args], root, {
        ...environment,
        ...changes,
      }),
    signIns: () => readFileSync(join(home, 'asked'), 'utf8').trim().split('\n'),
  };
}

/** Stands in for the Java that Oracle's sign-in program runs on: a new token each time, and a note of what was asked. */
function makeSignInProgram(home: string, host: string): string {
  const { sdkFilename } = JSON.parse(
    readFileSync(
      join(projectRoot, 'tools/suitecloud/node_modules/@oracle/suitecloud-cli/package.json'),
      'utf8',
    ),
  );
  writeFiles(home, { asked: '', [`.suitecloud-sdk/cli/${sdkFilename}`]: '' });
  const bin = join(home, 'bin');
  mkdirSync(bin);
  const answer = (data: unknown): string =>
    `printf '%s' '${JSON.stringify({ status: 'SUCCESS', data, errorMessages: [] })}'`;
  const account = { companyId: '9999999_SB1', companyName: 'Try', roleName: 'Developer' };
  const lines = [
    '#!/bin/sh',
    `if [ "$1" = -version ]; then echo 'openjdk version "17.0.9"' >&2; exit 0; fi`,
    'while [ "$1" != -jar ]; do shift; done',
    `shift 2; echo "$@" >> '${home}/asked'`,
    'case "$1" in',
    `inspectauthorization) ${answer({ needsReauthorization: false })};;`,
    `manageauth) ${answer({ hostInfo: { hostName: host }, accountInfo: account })};;`,
    `forcerefreshauthorization) count=$(grep -c force '${home}/asked')`,
    `  printf '{"status":"SUCCESS","data":{"accessToken":"token-%s"},"errorMessages":[]}' "$count";;`,
    `authenticateci) ${answer({ accountInfo: account })};;`,
    '*) echo "unknown: $1" >&2; exit 1;;',
    'esac',
  ];
  writeFileSync(join(bin, 'java'), `${lines.join('\n')}\n`);
  chmodSync(join(bin, 'java'), 0o755);
  return bin;
}

const run = (
  program: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<CliResult> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (data: Buffer) => {
        output += data.toString();
      });
    child.on('error', reject);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the CLI colours its output
    child.on('close', (code) => resolve({ code, output: output.replace(/\u001b\[[\d;?]*[A-Za-z]/g, '') }));
  });
