/** What came of everything: what HotWax was told, and the fate of each row in the ledger and the error files. */
import { parse } from 'csv-parse/sync';
import type { Site } from './site.ts';
import { files, read } from './site-files.ts';

const EXPORTS = ['salesorder/import/fulfillment-nifi', 'salesorder/import/fulfillment'];
const FEEDS = ['salesorder/update', 'fulfilledsalesorder/export'];

const rowsOf = (site: Site, path: string): Record<string, string>[] =>
  parse(read(site, path), { columns: true });

/** How much of each order item the export files report, together: what is there twice counts twice. */
export function told(site: Site): Map<string, number> {
  const quantities = new Map<string, number>();
  for (const folder of EXPORTS)
    for (const name of files(site, folder))
      for (const { orderId, orderItemSeqId, quantity } of rowsOf(site, `${folder}/${name}`)) {
        const key = `${orderId} ${orderItemSeqId}`;
        quantities.set(key, (quantities.get(key) ?? 0) + Number(quantity));
      }
  return quantities;
}

/** Rows that were refused, by code, with the order that each is about. */
export const refused = (site: Site): string[] =>
  FEEDS.flatMap((folder) => files(site, `${folder}/error`).map((name) => `${folder}/error/${name}`))
    .flatMap((path) => rowsOf(site, path))
    .map(({ code, orderId }) => `${code} ${orderId}`)
    .sort();

/** Files into NetSuite, as far as the ledger does not say that each of their rows has its fate. */
export const unfinished = ({ account }: Site): unknown[] =>
  account
    .listRecords('customrecord_hc_feed_file')
    .map(({ fields }) => fields)
    .filter(({ custrecord_hc_ff_file: name }) => !String(name).startsWith('('))
    .filter(
      ({
        custrecord_hc_ff_status: status,
        custrecord_hc_ff_rows: rows,
        custrecord_hc_ff_applied: applied,
        custrecord_hc_ff_rejected: rejected,
        custrecord_hc_ff_skipped: skipped,
      }) =>
        !['Done', 'Done with errors'].includes(String(status)) ||
        Number(rows) !== Number(applied) + Number(rejected) + Number(skipped),
    );

/** Files that nobody has taken. */
export const waiting = (site: Site): string[] =>
  FEEDS.flatMap((folder) => [folder, `${folder}/processing`]).flatMap((folder) => files(site, folder));
