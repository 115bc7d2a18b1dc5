/** The command `check`: whether a pass could work, and exactly what to repair when not. */
import { access, constants } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Command } from 'commander';
import { forgetFailures } from '../config/growing-pauses.ts';
import { contextOf, pausesOf, toldFileOf } from '../config/settings.ts';
import { describe, TransformerError } from '../errors.ts';
import { requireOwn } from '../local-files/own-file.ts';
import { askReady } from '../netsuite/start-script.ts';
import { readTold } from '../notices/told-file.ts';
import { webhookProblem } from '../notices/webhook-address.ts';
import { checkSetup } from '../operate/check-setup.ts';
import type { Finding } from '../operate/setup-findings.ts';
import { unreadablePlaces } from '../retries/check-retries.ts';
import { openRowIndex } from '../row-index/open-index.ts';
import type { FileStore } from '../store/file-store.ts';
import { restletOf } from './after-pass/start-scripts.ts';
import { addressOf, channelsOf } from './after-pass/tell-after-pass.ts';
import { type CliContext, type Exit, type ExitCode, exitCodes, worstOf } from './context.ts';
import { labelOf, openFollowed } from './for-each-tenant.ts';
import { operatorCommand, type PlaceOptions } from './options.ts';
import { printLines } from './print-lines.ts';
import { type ChosenTenant, choose } from './tenants.ts';
import { type Turn, turnsOf } from './turns/turns.ts';

export function addCheck(program: Command, cli: CliContext, exit: Exit): void {
  operatorCommand(program, 'check', {
    says: 'Check the configuration, connection, login, host key, folders, rights and clocks.',
    examples: ['check --config transformer.yaml', 'check --folder /srv/sftp/hotwax'],
    remarks:
      'check writes and removes its own files, whose names begin with .transformer-check. It leaves an empty folder of that name in each .tmp/.',
  }).action(async (options: PlaceOptions) => exit(await check(options, cli)));
}

async function check(options: PlaceOptions, cli: CliContext): Promise<ExitCode> {
  const { tenants, inTurn } = turnsOf(await choose(options, cli));
  const path = options.config ?? cli.environment.TRANSFORMER_CONFIG;
  if (path) printLines(cli, [formatFinding({ what: 'configuration', fine: true, says: path })]);
  const never = new AbortController().signal;
  const looks = tenants.map((tenant) =>
    inTurn(tenant, never, ({ follow }) => findingsOf(tenant, cli, follow)),
  );
  for (const look of looks) look.catch(() => {}); // it is heard when it is its turn to be printed
  const codes: ExitCode[] = [];
  for (const [position, tenant] of tenants.entries()) {
    const findings = (await looks[position]) ?? [];
    printLines(
      cli,
      findings.map((finding) => `${labelOf(tenant)}${formatFinding(finding)}`),
    );
    codes.push(findings.every(({ fine }) => fine) ? exitCodes.done : exitCodes.failed);
  }
  const worst = worstOf(codes);
  const end =
    worst === exitCodes.done
      ? 'All checks passed: a pass can run.'
      : 'Fix what failed, then run check again.';
  printLines(cli, [end]);
  return worst;
}

async function findingsOf(tenant: ChosenTenant, cli: CliContext, follow: Turn['follow']): Promise<Finding[]> {
  const { clock } = cli;
  const what = tenant.configuration.connection?.sftp ? 'connection, host key, login and root' : 'root';
  const findings: Finding[] = [];
  const context = contextOf(tenant.configuration, clock());
  try {
    const store = await openFollowed(tenant, follow);
    await forgetFailures(tenant.failures); // passes go on at once
    findings.push({ what, fine: true, says: tenant.place });
    try {
      findings.push(...(await checkSetup({ store, routes: tenant.routes, clock, context })));
      findings.push(...(await retriesFinding(store, tenant)));
      findings.push(...(await metricsFinding(tenant)), ...indexFinding(tenant));
      findings.push(...(await notifyFinding(tenant, cli)), ...(await startFinding(tenant, cli)));
    } finally {
      await store.close();
    }
  } catch (error) {
    if (!(error instanceof TransformerError)) throw error;
    const failing = findings.length === 0 ? what : 'connection';
    findings.push({ what: failing, fine: false, says: `${error.code}: ${describe(error)}` });
  }
  return findings;
}

/** A pass does all else without. */
async function retriesFinding(store: FileStore, { configuration, routes }: ChosenTenant): Promise<Finding[]> {
  const unreadable = pausesOf(configuration).length === 0 ? [] : await unreadablePlaces(store, routes);
  return unreadable.map((problem) => ({
    what: 'rows refused for now',
    fine: true,
    warns: true,
    says: `they cannot be sent again, as NetSuite's folders cannot be read: ${problem} Allow this user to read them, or set retries: { enabled: false }.`,
  }));
}

async function metricsFinding({ configuration, configurationFolder }: ChosenTenant): Promise<Finding[]> {
  const { metricsFile } = configuration;
  if (metricsFile === undefined) return [];
  const path = resolve(configurationFolder, metricsFile);
  const folder = dirname(path);
  const what = 'metricsFile';
  try {
    await access(folder, constants.W_OK);
    await requireOwn(path);
    return [{ what, fine: true, says: metricsFile }];
  } catch (error) {
    if (error instanceof TransformerError)
      return [{ what, fine: false, says: `${error.code}: ${error.message}` }];
    return [{ what, fine: false, says: notWritable(folder) }];
  }
}

function indexFinding({ indexFile }: ChosenTenant): Finding[] {
  if (indexFile === undefined) return [];
  const what = 'index.file';
  try {
    openRowIndex(indexFile).close();
    return [{ what, fine: true, says: indexFile }];
  } catch (error) {
    if (!(error instanceof TransformerError)) throw error;
    return [{ what, fine: false, says: `${error.code}: ${error.message}` }];
  }
}

/** That a message arrives only a trial shows; what is wrong before that is found here. */
async function notifyFinding(tenant: ChosenTenant, cli: CliContext): Promise<Finding[]> {
  const { name, configuration, configurationFolder, indexFile } = tenant;
  const { notify } = configuration;
  const toldFile = toldFileOf(configuration, name);
  if (!notify || toldFile === undefined) return [];
  const what = 'notify';
  try {
    const channels = channelsOf(tenant, cli, notify).map((channel) => channel.name);
    if (channels.includes('webhook')) requireAddress(await addressOf(tenant, cli, notify));
    const path = resolve(configurationFolder, toldFile);
    await access(dirname(path), constants.W_OK).catch(() => {
      throw new TransformerError('NOTICE_FAILED', notWritable(dirname(path)));
    });
    await readTold(path);
    const without = indexFile === undefined ? '; without index.file nobody is told of refused rows' : '';
    const says = `${channels.join(' and ')}${without}; "transformer notify --test" sends a trial message`;
    return [{ what, fine: true, says, warns: indexFile === undefined }];
  } catch (error) {
    if (!(error instanceof TransformerError)) throw error;
    return [{ what, fine: false, says: `${error.code}: ${describe(error)}` }];
  }
}

/** Asks what is harmless to ask: nothing is started. */
async function startFinding(tenant: ChosenTenant, cli: CliContext): Promise<Finding[]> {
  const { start } = tenant.configuration.netsuite;
  if (!start) return [];
  const what = 'netsuite.start';
  try {
    const restlet = await restletOf(tenant, cli, start);
    await askReady(restlet, cli.clock());
    return [{ what, fine: true, says: `${restlet.url.host} lets the token in` }];
  } catch (error) {
    if (!(error instanceof TransformerError)) throw error;
    return [{ what, fine: false, says: `${error.code}: ${describe(error)}` }];
  }
}

function requireAddress(address: string): void {
  const problem = webhookProblem(address);
  if (problem !== undefined)
    throw new TransformerError('INVALID_CONFIGURATION', `The address of the webhook ${problem}.`);
}

const notWritable = (folder: string): string =>
  `the folder ${folder} does not exist, or this user may not write to it. Create it, or name another folder.`;

const formatFinding = ({ what, fine, says, warns = false }: Finding): string =>
  `${fine ? (warns ? 'look' : 'ok  ') : 'FAIL'}  ${what}: ${says}`;
