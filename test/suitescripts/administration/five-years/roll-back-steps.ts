/** The numbered steps of "Roll back" in docs/upgrading.md, to HotWax Commerce's own scripts. */
import { deployOver } from './deploy-over.ts';
import { CREATE, EXPORT, type Notes, setStatus, UPDATE } from './administrator.ts';
import { deploy, files, move, round, type Site } from './site.ts';
import type { Step } from './upgrade-steps.ts';

const LEDGER = 'customrecord_hc_feed_file';
const ALLOCATIONS = 'salesorder/update';
const SHIPMENTS = 'fulfilledsalesorder/export';

export const ROLL_BACK: readonly Step[] = [
  {
    title: 'Stop allocations',
    follow: (site) => setStatus(site, [UPDATE], 'NOTSCHEDULED'),
  },
  {
    title: 'Finish shipments',
    follow: (site) => {
      const places = [SHIPMENTS, `${SHIPMENTS}/processing`];
      waitUntil(site, () => places.every((place) => files(site, place).length === 0));
      setStatus(site, [CREATE], 'NOTSCHEDULED');
    },
  },
  {
    title: 'Finish the export',
    says: /of the feed `item-fulfillments`/,
    follow: (site) => {
      waitUntil(site, () => !hasOpenExports(site));
      setStatus(site, [EXPORT], 'NOTSCHEDULED');
    },
  },
  {
    title: 'Boxes that are not ticked',
    follow: (site) => {
      for (const { id, fields } of site.account.listRecords('customrecord_hc_exported_fulfillment'))
        if (fields.custrecord_hc_xf_not_ticked === true) throw new Error(`tick the box of record ${id}`);
    },
  },
  {
    title: 'Files that are begun',
    follow: (site) => {
      for (const name of files(site, `${ALLOCATIONS}/processing`)) {
        const entry = site.account
          .listRecords(LEDGER)
          .find(({ fields }) => fields.custrecord_hc_ff_file === name);
        if (/^Done/.test(String(entry?.fields.custrecord_hc_ff_status))) continue;
        if (entry) site.account.asUser(({ record }) => record.delete({ type: LEDGER, id: entry.id }));
        move(site, `${ALLOCATIONS}/processing/${name}`, `${ALLOCATIONS}/${name}`);
      }
    },
  },
  {
    title: 'Deploy the older one',
    follow: (site, { copy }: Notes) => {
      if (!copy) throw new Error('no copy was kept');
      deploy(site, deployOver(site.project, copy));
    },
  },
  {
    title: 'Switch on',
    follow: (site, { scheduled, stopped }: Notes) => setStatus(site, [...scheduled, ...stopped], 'SCHEDULED'),
  },
];

/** A person gives up after some hours. */
function waitUntil(site: Site, done: () => boolean): void {
  for (let rounds = 0; !done(); rounds += 1) {
    if (rounds > 20) throw new Error('it does not end');
    round(site);
  }
}

const ledger = ({ account }: Site) => account.listRecords(LEDGER).map(({ fields }) => fields);

const hasOpenExports = (site: Site): boolean =>
  ledger(site)
    .filter(({ custrecord_hc_ff_feed: feed }) => feed === 'item-fulfillments')
    .some(({ custrecord_hc_ff_status: status }) => status === 'Taken' || status === 'Published');
