/** One client's account through the years: a clock, an SFTP server, and whatever project is deployed on it by then. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ExecutionReport } from '../../../../emulator/account/account-events.ts';
import { type NCall, ServerDown } from '../../../../emulator/account/faults.ts';
import { type Account, createAccount } from '../../../../emulator/account.ts';
import { readSdfProject, type SdfProject } from '../../../../emulator/sdf/project.ts';
import { HOST_KEY, SFTP_HOST, SFTP_SECRET } from '../../../../testbed/netsuite-account.ts';
import { ITEM, STORE, WAREHOUSE } from '../../scenario.ts';
import { writeHotwaxProject } from './hotwax-project.ts';

export type Site = {
  account: Account;
  project: SdfProject;
  /** HotWax Commerce's own, as SDF objects in a folder. */
  hotwaxProject: string;
  now: number;
  /** Whether the server goes down before a call of a script. */
  goesDown?: ((call: NCall) => boolean) | undefined;
  path(relative: string): string;
  folder: string;
};

const HOME = 'home/hotwax/netsuite';

export function openSite(time: string): Site {
  const folder = mkdtempSync(join(tmpdir(), 'five-years-'));
  const hotwaxProject = join(folder, 'hotwax');
  writeHotwaxProject(hotwaxProject);
  const project = readSdfProject(hotwaxProject);
  const site: Site = {
    folder,
    hotwaxProject,
    project,
    now: Date.parse(time),
    path: (relative) => join(folder, HOME, relative),
    account: undefined as unknown as Account,
  };
  site.account = createAccount(optionsOf(site, project));
  for (const name of [
    'salesorder/update/archive',
    'salesorder/import/fulfillment',
    'fulfilledsalesorder/export',
  ])
    mkdirSync(site.path(name), { recursive: true });
  mkdirSync(site.path('salesorder/import/fulfillment-nifi'));
  addMasters(site.account);
  return site;
}

const optionsOf = (site: Site, project: SdfProject) => ({
  project,
  clock: () => site.now,
  features: { MULTILOCINVT: true },
  preferences: { fulfillBasedOnCommitment: 'Ignore Commitment' },
  secrets: { [SFTP_SECRET]: 'a password' },
  faults: {
    before: (call: NCall) => {
      if (site.goesDown?.(call)) throw new ServerDown(call, 'before');
    },
  },
  sftpHosts: { [SFTP_HOST]: { folder: site.folder } },
});

function addMasters(account: Account): void {
  account.addRecord('customrecord_ns_sftp_configuration', {
    custrecord_ns_sftp_server: SFTP_HOST,
    custrecord_ns_sftp_userid: 'hotwax',
    custrecord_ns_sftp_host_key: HOST_KEY,
    custrecord_ns_sftp_guid: SFTP_SECRET,
    custrecord_ns_sftp_default_file_dir: `/${HOME}/`,
  });
  account.addRecord('customer', { id: 900, entityid: 'Web customers' });
  account.addRecord('location', { id: WAREHOUSE, name: 'Warehouse' });
  account.addRecord('location', { id: STORE, name: 'Store' });
  account.addRecord('inventoryitem', { id: ITEM, itemid: 'ITEM' });
}

/** The account as it is, with another project on it. What waits in its queue would be lost. */
export function deploy(site: Site, project: SdfProject): void {
  expectEmptyQueue(site);
  const data = site.account.dump();
  site.account.dispose();
  site.project = project;
  site.account = createAccount({ ...optionsOf(site, project), data, onNotice: refuseNotice });
}

function expectEmptyQueue({ account }: Site): void {
  const job = account.runNextJob();
  if (job) throw new Error(`${job.kind} was pending as something was deployed`);
}

/** Of transfer orders the emulator knows the fields and no rules. */
const EXPECTED = /^record type transferorder is kept as plain data/;

function refuseNotice(notice: string): void {
  if (EXPECTED.test(notice)) return;
  throw new Error(`the account changed as it was opened: ${notice}`);
}

export function close(site: Site): void {
  site.account.dispose();
  rmSync(site.folder, { recursive: true, force: true });
}

/** A quarter of an hour: what is scheduled runs, in the order of the project, and then what they have queued. */
export function round(site: Site, rounds = 1): void {
  for (let index = 0; index < rounds; index += 1) {
    site.now += 15 * 60_000;
    for (const { id } of scheduled(site)) run(site, id);
    site.account.runQueue();
  }
}

const scheduled = ({ project }: Site) =>
  project.scripts.flatMap(({ deployments }) => deployments).filter(({ status }) => status === 'SCHEDULED');

export const isScheduled = (site: Site, deployment: string): boolean =>
  scheduled(site).some(({ id }) => id === deployment);

/** @throws when the run does not end as it should */
export function run(site: Site, deployment: string): ExecutionReport {
  site.now += 60_000;
  const report = site.account.runDeployment(deployment);
  if (report.ended === 'normally') return report;
  throw new Error(`${deployment}: ${JSON.stringify(report.error ?? report.ended)}`);
}

/** The server goes down in a run, before the call that `strikes` the `time`th time. */
export function runThatDies(
  site: Site,
  deployment: string,
  strikes: (call: NCall) => boolean,
  time = 1,
): void {
  let times = 0;
  site.goesDown = (call) => strikes(call) && ++times === time;
  try {
    run(site, deployment);
  } catch (thrown) {
    if (thrown instanceof ServerDown) return;
    throw thrown;
  } finally {
    site.goesDown = undefined;
  }
  throw new Error(`${deployment} came to its end`);
}

export function put(site: Site, name: string, text: string): void {
  const path = site.path(name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  utimesSync(path, site.now / 1000, site.now / 1000);
}

export const read = (site: Site, name: string): string => readFileSync(site.path(name), 'utf8');

export const move = (site: Site, from: string, to: string): void =>
  renameSync(site.path(from), site.path(to));

/** Names of the files in a folder. */
export const files = (site: Site, folder: string): string[] =>
  existsSync(site.path(folder))
    ? readdirSync(site.path(folder), { withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ name }) => name)
        .sort()
    : [];
