/** The command `init`: makes the folder tree of the feeds. */

import { resolve } from 'node:path';
import type { Command } from 'commander';
import { quarantineUnrecorded } from '../file/unrecorded-claims.ts';
import { makeFolders } from '../folders/make-folders.ts';
import { newPassId } from '../pass/run-pass.ts';
import type { PassEvent } from '../report/pass-report.ts';
import { formatProblem } from '../report/report.ts';
import { type CliContext, type Exit, type ExitCode, exitCodes } from './context.ts';
import { chooseInTurn, labelOf, withEachStore } from './for-each-tenant.ts';
import { operatorCommand, type PlaceOptions } from './options.ts';
import { type ChosenTenant, makeLocalRoot } from './tenants.ts';

export function addInit(program: Command, cli: CliContext, exit: Exit): void {
  operatorCommand(program, 'init', {
    says: 'Create the missing folders of the feeds, and adopt folders that replaced earlier ones.',
    examples: ['init --config transformer.yaml', 'init --folder /srv/sftp/hotwax'],
    remarks:
      'init also creates a local root; the root on an SFTP server must already exist. You can run init again at any time. When a pass reports FOLDER_CHANGED, restore the former folder if you can: if init adopts a new one instead, files that were being processed end in failed/ with DELIVERY_UNKNOWN.',
  }).action(async (options: PlaceOptions) => exit(await init(options, cli)));
}

async function init(options: PlaceOptions, cli: CliContext): Promise<ExitCode> {
  const turns = await chooseInTurn(options, cli);
  for (const tenant of turns.tenants) await makeRoot(tenant, options.folder);
  return withEachStore(turns, cli, async (store, tenant) => {
    const folders = await makeFolders(store, tenant.routes, (route) => async (claimed) => {
      const emit = (event: PassEvent): void => {
        if (event.event !== 'file failed') return;
        cli.standardOutput(`${labelOf(tenant)}${event.path}: ${formatProblem(event.problem)}`);
      };
      await quarantineUnrecorded({ store, route, emit }, { at: cli.clock(), passId: newPassId() }, claimed);
    });
    const made = folders.filter((folder) => folder.made);
    for (const { folder } of made) cli.standardOutput(`${labelOf(tenant)}created ${folder}\n`);
    for (const { folder } of folders.filter((one) => one.takenOver))
      cli.standardOutput(
        `${labelOf(tenant)}adopted ${folder}, which replaces an earlier folder${warningOf(folder)}\n`,
      );
    const there = folders.length - made.length;
    cli.standardOutput(
      `${labelOf(tenant)}${made.length} folders created, ${there} already existed, in ${tenant.place}.\n`,
    );
    return exitCodes.done;
  });
}

/** The records are the only memory of what was delivered. */
const warningOf = (folder: string): string =>
  folder.endsWith('/.state')
    ? '; the records of earlier deliveries are gone, so a file that is sent again is delivered again; files that a pass was processing are in failed/'
    : '';

async function makeRoot(
  { configuration, configurationFolder }: ChosenTenant,
  folder: string | undefined,
): Promise<void> {
  if (folder !== undefined) return makeLocalRoot(folder);
  const configured = configuration.connection?.folder;
  if (configured !== undefined) await makeLocalRoot(resolve(configurationFolder, configured));
}
