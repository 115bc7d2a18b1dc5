/** Runs a script of a tiny project by the command line, on an account given as data. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../../../emulator/command-line/command.ts';
import type { RunReport } from '../../../emulator/command-line/report.ts';
import { ALL, type TinyProject, type TinyScript, temporaryFolder, writeProject } from '../tiny-project.ts';

type Written = { records: Record<string, { id: number; [field: string]: unknown }[]> };

/** `told` is what the script gave to `tell()`. The first script runs, with every module the emulator has unless it says which. */
export function runTiny(
  script: Omit<TinyScript, 'name'>,
  {
    account = {},
    scripts = [],
    words = [],
    ...project
  }: TinyProject & { account?: object; words?: string[] } = {},
) {
  const folder = temporaryFolder('emulator-run-');
  const sdf = writeProject({ ...project, scripts: [{ name: 'probe', uses: ALL, ...script }, ...scripts] });
  writeFileSync(join(folder, 'account.json'), JSON.stringify(account));
  const printed = { output: '', complaints: '' };
  const file = join(sdf, 'FileCabinet/SuiteScripts/probe.js');
  const code = runCommand(['run', file, '--account', 'account.json', '--project', sdf, '--json', ...words], {
    folder,
    clock: () => Date.UTC(2026, 0, 5, 17),
    write: (text) => {
      printed.output += text;
    },
    complain: (text) => {
      printed.complaints += text;
    },
  });
  const report = printed.output === '' ? undefined : (JSON.parse(printed.output) as RunReport);
  const told = (report?.execution.logs ?? [])
    .filter(({ title }) => title === 'told')
    .map(({ details }) => JSON.parse(details) as unknown);
  const written = JSON.parse(readFileSync(join(folder, 'account.json'), 'utf8')) as Written;
  return { code, report, told, written, complaints: printed.complaints };
}
