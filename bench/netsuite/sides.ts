/** What both sides do of each feed: what is put before them, which deployments run, and when it is done. */
import { shipOrder } from '../../testbed/ship-order.ts';
import { ITEM, LOCATION, type TimedAccount } from './timed-account.ts';
import { addOrder, CREATE, LINES_PER_ORDER, TAG, UPDATE } from './works.ts';

/**
 * @property deployments started every quarter of an hour, one after the other, as all of their schedules say
 * @property prepare so many orders, in a file of this name where files are read
 */
export type Side = {
  name: string;
  deployments: readonly string[];
  prepare: (account: TimedAccount, orders: number, file: string) => void;
  isDone: (account: TimedAccount) => boolean;
};

const THEIR_UPDATE = 'customdeploy_update_orders';

export const sides: Readonly<Record<string, { ours: Side; theirs: Side }>> = {
  allocation: {
    ours: {
      name: 'allocation, ours',
      deployments: ['customdeploy_update_salesorder'],
      prepare: (account, orders, file) =>
        account.put(`${UPDATE}/${file}.csv`, allocations(enter(account, orders, false))),
      isDone: (account) => isEmpty(account, UPDATE) && allLocated(account),
    },
    theirs: {
      name: 'allocation, theirs',
      deployments: [THEIR_UPDATE],
      prepare: (account, orders, file) =>
        putForImport(account, file, imported(enter(account, orders, false), '')),
      isDone: (account) => isEmpty(account, UPDATE) && allLocated(account),
    },
  },
  fulfillment: {
    ours: {
      name: 'fulfillment, ours',
      deployments: ['customdeploy_create_itemfulfillment'],
      prepare: (account, orders, file) =>
        account.put(`${CREATE}/${file}.json`, shipments(enter(account, orders, true), file)),
      isDone: (account) => isEmpty(account, CREATE) && allFulfilled(account),
    },
    theirs: {
      name: 'fulfillment, theirs',
      deployments: [THEIR_UPDATE, 'customdeploy_fulfill_tagged'],
      prepare: (account, orders, file) =>
        putForImport(account, file, imported(enter(account, orders, true), TAG)),
      isDone: (account) => isEmpty(account, UPDATE) && allFulfilled(account),
    },
  },
  export: {
    ours: {
      name: 'export, ours',
      deployments: ['customdeploy_export_so_fulfillment'],
      prepare: shipAll,
      isDone: allTicked,
    },
    theirs: {
      name: 'export, theirs',
      deployments: ['customdeploy_export_shipped'],
      prepare: shipAll,
      isDone: allTicked,
    },
  },
};

/** Internal ids of new orders, from places where a fulfillment begins or from none. */
function enter(account: TimedAccount, orders: number, located: boolean): number[] {
  const known = account.account.listRecords('salesorder').length;
  return Array.from({ length: orders }, (_, order) =>
    addOrder(account, known + order, LINES_PER_ORDER, located),
  );
}

const lines = Array.from({ length: LINES_PER_ORDER }, (_, line) => line + 1);

const csv = (header: string, rows: readonly string[]): string => [header, ...rows, ''].join('\n');

const allocations = (ids: readonly number[]): string =>
  csv(
    'internalId,lineId,item,location,quantity,closed,rejected',
    ids.flatMap((id) => lines.map((line) => `${id},${line},${ITEM},${LOCATION},1,,F`)),
  );

const imported = (ids: readonly number[], tag: string): string =>
  csv(
    'internalId,lineId,location,tags',
    ids.flatMap((id) => lines.map((line) => `${id},${line},${LOCATION},${tag}`)),
  );

const shipments = (ids: readonly number[], file: string): string =>
  JSON.stringify(
    ids.map((id) => ({
      order_id: String(id),
      hotwax_order_id: `HC${id}`,
      items: lines.map((line) => ({
        line_id: String(line),
        location_id: String(LOCATION),
        quantity: '1',
        tags: TAG,
        shipment_id: `${file}${id}`,
        tracking_number: `1Z999AA1${id}`,
      })),
    })),
  );

/** Their script expects its folders. */
function putForImport(account: TimedAccount, file: string, text: string): void {
  account.put(`${UPDATE}/archive/.keep`, '');
  account.put(`${UPDATE}/${file}.csv`, text);
}

function shipAll(account: TimedAccount, orders: number): void {
  account.put('salesorder/import/fulfillment/.keep', '');
  for (const id of enter(account, orders, true)) shipOrder(account.account, id);
}

const isEmpty = ({ files }: TimedAccount, folder: string): boolean =>
  files(folder).length === 0 && files(`${folder}/processing`).length === 0;

const allLocated = ({ account }: TimedAccount): boolean =>
  account
    .listRecords('salesorder')
    .every(({ sublists }) => sublists.item?.every(({ location }) => location === String(LOCATION)));

const allFulfilled = ({ account }: TimedAccount): boolean =>
  account.listRecords('itemfulfillment').length === account.listRecords('salesorder').length;

function allTicked({ account }: TimedAccount): boolean {
  const found = account.listRecords('itemfulfillment');
  return found.every(({ fields }) => fields.custbody_hc_fulfillment_exported === true);
}
