/** Each script at work on the SFTP server, and what can happen to its folder there. */
import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { scenario } from '../each-scenario.ts';
import { STORE, WAREHOUSE } from '../scenario.ts';

export const LEDGER = 'customrecord_hc_feed_file';
const UPDATE = 'salesorder/update';
const CREATE = 'fulfilledsalesorder/export';
const EXPORT = 'salesorder/import/fulfillment-nifi';

/** Something for a script to do, and whether it was done, once. */
type Feed = { deployment: string; folder: string; prepare(): number; isDone(order: number): boolean };

const allocations: Feed = {
  deployment: 'customdeploy_update_salesorder',
  folder: UPDATE,
  prepare: () => {
    const order = scenario.order([{}]);
    scenario.put(
      `${UPDATE}/a-${order}.csv`,
      `internalId,lineId,location\n${order},1,${STORE}\n${order},9,${STORE}\n`,
    );
    return order;
  },
  isDone: (order) =>
    scenario.line(order, 1).location === String(STORE) &&
    scenario.errors(UPDATE, `a-${order}.csv`).join() === '2 LINE_NOT_FOUND' &&
    scenario.files(`${UPDATE}/archive`).includes(`a-${order}.csv`),
};

const shipments: Feed = {
  deployment: 'customdeploy_create_itemfulfillment',
  folder: CREATE,
  prepare: () => {
    const order = scenario.order([{ quantity: 3 }]);
    const item = { line_id: '1', location_id: String(STORE), quantity: '1', shipment_id: `S${order}` };
    const items = [item, { ...item, line_id: '9' }];
    scenario.put(`${CREATE}/a-${order}.json`, JSON.stringify([{ order_id: String(order), items }]));
    return order;
  },
  isDone: (order) =>
    scenario.line(order, 1).quantityfulfilled === 1 &&
    scenario.errors(CREATE, `a-${order}.json`).join() === '2 LINE_NOT_FULFILLABLE' &&
    scenario.files(`${CREATE}/archive`).includes(`a-${order}.json`),
};

const exports: Feed = {
  deployment: 'customdeploy_export_so_fulfillment',
  folder: EXPORT,
  prepare: () => {
    const order = scenario.order([{ location: WAREHOUSE, seqId: '00101' }], { custbody_hc_order_id: 'HC1' });
    return scenario.ship(order);
  },
  isDone: (fulfillment) => {
    const rows = scenario
      .files(EXPORT)
      .flatMap((name) => scenario.read(`${EXPORT}/${name}`).trimEnd().split('\n').slice(1));
    return rows.filter((row) => row.includes(`,${fulfillment},1`)).length === 1;
  },
};

export const AWAY = 'away';

export const putAway = (folder: string) => renameSync(scenario.path(folder), scenario.path(AWAY));
export function bringBack(folder: string) {
  rmSync(scenario.path(folder), { recursive: true, force: true });
  renameSync(scenario.path(AWAY), scenario.path(folder));
}

export function empty(folder: string) {
  putAway(folder);
  mkdirSync(scenario.path(folder));
}

/** A folder that looks like the feed's: another server's, or one made from a list. */
export function swap(folder: string) {
  putAway(folder);
  for (const place of readdirSync(scenario.path(AWAY), { withFileTypes: true }))
    if (place.isDirectory()) mkdirSync(scenario.path(`${folder}/${place.name}`), { recursive: true });
}

export function settle(deployment: string) {
  for (let run = 0; run < 4; run += 1) {
    scenario.later(75);
    scenario.run(deployment);
  }
}

export const FEEDS = [
  ['allocations', allocations],
  ['fulfilled order items', shipments],
  ['item fulfillments', exports],
] as const;
