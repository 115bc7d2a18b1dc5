/** What the tests of the digest start from: people to mail, feeds that run, and the mails that were sent. */
import { scenario } from '../each-scenario.ts';
import { STORE } from '../scenario.ts';

export const DIGEST = 'customdeploy_hc_feed_digest';
export const UPDATE = 'customdeploy_update_salesorder';
export const CREATE = 'customdeploy_create_itemfulfillment';
export const EXPORT = 'customdeploy_export_so_fulfillment';
export const ALLOCATIONS = 'salesorder/update';
export const SHIPMENTS = 'fulfilledsalesorder/export';
export const CLERK = 77;

export function nameReaders() {
  scenario.account.addRecord('employee', { id: CLERK, entityid: 'Clerk', email: 'clerk@example.com' });
  scenario.configure({
    custrecord_hc_sftp_mail_to: 'ops@example.com; erp@example.com',
    custrecord_hc_sftp_mail_from: String(CLERK),
  });
}

/** As its schedule has it: every hour. */
export function hours(count: number, work: () => void = () => undefined) {
  for (let hour = 0; hour < count; hour += 1) {
    work();
    scenario.run(DIGEST);
    scenario.later(55);
  }
}

export const runFeeds = () => {
  for (const deployment of [UPDATE, CREATE, EXPORT]) scenario.run(deployment);
};

export const allocate = (name: string, ...rows: (number | string)[]) =>
  scenario.put(
    `${ALLOCATIONS}/${name}`,
    `internalId,lineId,location\n${rows.map((order) => `${order},1,${STORE}`).join('\n')}\n`,
  );

export const mails = () => scenario.account.emails;
export const bodies = () => mails().map(({ body }) => body);
