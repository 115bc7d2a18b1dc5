/** The command `init`: makes the folder tree of the feeds. */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { makeTree } from '../folders/make-folders.ts';
import { newPassId } from '../pass/run-pass.ts';
import type { PassEvent } from '../report/pass-report.ts';
import { formatProblem } from '../report/report.ts';
import { type CliContext, type Exit, type ExitCode, exitCodes } from './context.ts';
import { labelOf, withEachStore } from './for-each-tenant.ts';
import { operatorCommand, type PlaceOptions } from './options.ts';
import { type ChosenTenant, chooseTenants, makeLocalRoot } from './tenants.ts';

export function addInit(program: Command, cli: CliContext, exit: Exit): void {
  operatorCommand(program, 'init', {
    says: 'Make the folders of the feeds where they are missing, and take over those that replace others.',
    examples: ['init --config transformer.yaml', 'init --folder /srv/sftp/hotwax'],
    remarks:
      'A local root is made too; the root on an SFTP server must be there already. It can be run again at any time. When a pass says FOLDER_CHANGED, bring the former folder back if you can: files that were on their way to one that init replaces end in failed/ with DELIVERY_UNKNOWN.',
  }).action(async (options: PlaceOptions) => exit(await init(options, cli)));
}

async function init(options: PlaceOptions, cli: CliContext): Promise<ExitCode> {
  const tenants = await chooseTenants(options, cli);
  for (const tenant of tenants) await makeRoot(tenant, options.folder);
  return withEachStore(tenants, cli, async (store, tenant) => {
    const folders = await makeTree(store, tenant.routes, (route) => async (claimed) => {
      const { setAsideUnrecorded } = await import('../file/unrecorded-claims.ts');
      const tell = (event: PassEvent): void => {
        if (event.event !== 'file failed') return;
        cli.standardOutput(`${labelOf(tenant)}${event.path}: ${formatProblem(event.problem)}`);
      };
      await setAsideUnrecorded({ store, route, tell }, { at: cli.clock(), passId: newPassId() }, claimed);
    });
    const made = folders.filter((folder) => folder.made);
    for (const { folder } of made) cli.standardOutput(`${labelOf(tenant)}made ${folder}\n`);
    for (const { folder } of folders.filter((one) => one.takenOver))
      cli.standardOutput(
        `${labelOf(tenant)}took over ${folder} in the place of the one before${warningOf(folder)}\n`,
      );
    const there = folders.length - made.length;
    cli.standardOutput(
      `${labelOf(tenant)}${made.length} folders made, ${there} were there already, in ${tenant.place}.\n`,
    );
    return exitCodes.done;
  });
}

/** The records are the only memory of what was delivered. */
const warningOf = (folder: string): string =>
  folder.endsWith('/.state')
    ? '; what was delivered until now is not known any more, so a file that is sent again is delivered again; what a pass had begun lies in failed/'
    : '';

async function makeRoot(
  { configuration, configurationFolder }: ChosenTenant,
  folder: string | undefined,
): Promise<void> {
  if (folder !== undefined) return makeLocalRoot(folder);
  const configured = configuration.connection?.folder;
  if (configured !== undefined) await makeLocalRoot(resolve(configurationFolder, configured));
}
