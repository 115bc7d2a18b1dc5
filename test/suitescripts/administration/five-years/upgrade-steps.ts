/** The numbered steps of docs/upgrading.md from HotWax Commerce's own scripts: what the page says, and nothing else. */
import {
  CREATE,
  change,
  DEPLOYMENTS,
  deployProject,
  EXPORT,
  enterInRecord,
  type Notes,
  OURS,
  setParameters,
  setStatus,
  UPDATE,
} from './administrator.ts';
import { JSON_EXPORTER, OWN_FULFILLER } from './hotwax-project.ts';
import { checkOwnColumns, enterParameters } from './own-columns.ts';
import { isScheduled, round, run, type Site } from './site.ts';
import { files } from './site-files.ts';

/** @property says what the page has to say for the step to be what is done here */
export type Step = { title: string; says?: RegExp; follow(site: Site, notes: Notes): void };

const SCHEDULED = [UPDATE, CREATE, EXPORT];
const nothing = (): void => undefined;

export const UPGRADE: readonly Step[] = [
  {
    title: 'Note the settings',
    follow: (site, notes) => {
      notes.scheduled = SCHEDULED.filter((id) => isScheduled(site, id));
    },
  },
  {
    title: 'Keep a copy',
    follow: (site, notes) => {
      const marked = site.project.scripts.filter(({ id }) => id in DEPLOYMENTS);
      notes.copy = { ...site.project, scripts: marked };
    },
  },
  { title: 'A managed bundle', follow: nothing },
  { title: 'Columns of your own import map', says: /npm run check:columns/, follow: checkOwnColumns },
  { title: 'External ids', follow: nothing },
  { title: 'Features and preferences', says: /Step 1 of \[deploying/, follow: nothing },
  {
    title: 'One exporter and one fulfiller only',
    follow: (site, notes) => {
      notes.stopped = [JSON_EXPORTER, OWN_FULFILLER].filter((id) => isScheduled(site, id));
      stop(site, notes.stopped);
    },
  },
  {
    title: 'Wait until nothing is running',
    follow: (site, notes) => {
      notes.exporterStarted = new Date(site.now).toISOString();
      stop(site, SCHEDULED);
    },
  },
  {
    title: 'Deploy',
    says: /steps 2 to 5 .* Then do step 6/,
    follow: (site) => deployProject(site, OURS),
  },
  {
    title: 'The configuration record',
    says: /step 9 of \[deploying.* step 7 there/,
    follow: (site) =>
      enterInRecord(site, 'customrecord_ns_sftp_configuration', { custrecord_hc_sftp_account: 'EMULATOR' }),
  },
  { title: 'Parameters', says: /on both deployments of each script/, follow: enterParameters },
  {
    title: 'Deployments that stay behind',
    follow: (site) =>
      change(site, (one) =>
        ['customdeploy_cr_if_rest', 'customdeploy_exp_so_if_rest'].includes(one.id) ? undefined : one,
      ),
  },
  {
    title: 'Dry run, first run, switching on',
    says: /steps 11 to 13 of \[deploying/,
    follow: (site, notes) => {
      dryRun(site, notes);
      for (const [, onDemand = ''] of Object.values(DEPLOYMENTS)) run(site, onDemand);
      setDryRun(site, 'F');
      setStatus(site, SCHEDULED, 'SCHEDULED');
    },
  },
  { title: 'Lines that are tagged and not fulfilled', says: /next section/, follow: nothing },
];

export const HAND_OVER: readonly Step[] = [
  {
    title: 'Wait for files',
    follow: (site) => {
      round(site, 3);
      const waiting = ['salesorder/update', 'fulfilledsalesorder/export'].flatMap((name) =>
        files(site, name),
      );
      if (waiting.length > 0) throw new Error(`${waiting.join()} still wait`);
    },
  },
  { title: 'Hand over', follow: (site) => void run(site, 'customdeploy_hc_fulfill_tagged') },
  { title: 'Look at what was refused', follow: (site) => round(site, 3) },
];

/** A person waits as long as imports take. */
function stop(site: Site, deployments: readonly string[]): void {
  site.account.runQueue();
  setStatus(site, deployments, 'NOTSCHEDULED');
}

const DRY_RUN: Readonly<Record<string, string>> = {
  [UPDATE]: 'custscript_hc_us_dry_run',
  [CREATE]: 'custscript_hc_cf_dry_run',
  [EXPORT]: 'custscript_hc_ex_dry_run',
};

function setDryRun(site: Site, value: 'T' | 'F'): void {
  for (const id of SCHEDULED) setParameters(site, [id], { [DRY_RUN[id] ?? '']: value });
}

function dryRun(site: Site, notes: Notes): void {
  setDryRun(site, 'T');
  const before = JSON.stringify(site.account.dump());
  for (const id of SCHEDULED) run(site, id);
  if (JSON.stringify(site.account.dump()) !== before) throw new Error('a dry run has changed the account');
  notes.dryRuns = site.account.logs
    .filter(({ title }) => title === 'Dry run: nothing was changed')
    .map(({ details }) => (typeof details === 'string' ? JSON.parse(details) : details));
}
