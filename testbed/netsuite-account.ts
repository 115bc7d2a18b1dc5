/** A NetSuite account as the scripts of this project find it: demo, simulation, script tests and bench open theirs here. */
import { type Account, type AccountOptions, createAccount, type FeaturesGiven } from '../emulator/account.ts';

export const CONFIGURATION = 'customrecord_ns_sftp_configuration';
export const SFTP_SECRET = 'custsecret_hotwax';
/** The usual server: a name that only the emulator knows, with a host key as `N/sftp` takes it. */
export const SFTP_HOST = 'sftp.example.com';
export const HOST_KEY = `AAAAB3NzaC1yc2EA${'A'.repeat(120)}`;

const CUSTOMER = 900;
const SHIP_METHOD = 2830;
/** For orders whose export is to name how they were shipped. */
export const withShipMethod = { shipmethod: String(SHIP_METHOD) };

/** @property directory default directory of the configuration record */
export type SftpServer = {
  directory: string;
  host?: string;
  port?: number;
  hostKey?: string;
  password?: string;
};

/** @property members items of a kit, which have to be entered before it */
export type Item = {
  id: number;
  name: string;
  type?: string;
  members?: readonly { item: number; quantity: number }[];
};

export type Location = { id: number; name: string; inactive?: boolean };

/** What one account has that another has not. */
export type Content = {
  server: SftpServer;
  items: readonly Item[];
  locations: readonly Location[];
  shipMethod?: string;
};

/** What an account allows that stands in nobody's way: an order need not have stock, nor a line its location, to be fulfilled. */
const KIND = { fulfillBasedOnCommitment: 'Ignore Commitment' };

export type Setting = Omit<AccountOptions, 'secrets'>;

export function openNetSuiteAccount(content: Content, setting: Setting): Account {
  const { server, items, locations, shipMethod = '2-Day Shipping' } = content;
  const account = createAccount({
    ...setting,
    preferences: { ...KIND, ...setting.preferences },
    features: { MULTILOCINVT: true, ...switchesOf(setting.features) },
    secrets: { [SFTP_SECRET]: server.password ?? 'a password' },
  });
  account.addRecord(CONFIGURATION, sftpConfiguration(server));
  account.addRecord('customer', { id: CUSTOMER, entityid: 'Web customers' });
  account.addRecord('shipitem', { id: SHIP_METHOD, itemid: shipMethod, shipcarrier: 'nonups' });
  for (const { id, name, inactive = false } of locations)
    account.addRecord('location', { id, name, isinactive: inactive });
  for (const item of items) addItem(account, item);
  return account;
}

const switchesOf = (features: FeaturesGiven = []): Readonly<Record<string, boolean>> =>
  isList(features) ? Object.fromEntries(features.map((id) => [id, true])) : features;

const isList = (features: FeaturesGiven): features is readonly string[] => Array.isArray(features);

const sftpConfiguration = ({ directory, host = SFTP_HOST, port, hostKey = HOST_KEY }: SftpServer) => ({
  custrecord_ns_sftp_server: host,
  custrecord_ns_sftp_userid: 'hotwax',
  custrecord_ns_sftp_host_key: hostKey,
  custrecord_ns_sftp_guid: SFTP_SECRET,
  custrecord_ns_sftp_default_file_dir: directory,
  ...(port === undefined ? {} : { custrecord_ns_sftp_port_no: port }),
});

function addItem(account: Account, { id, name, type = 'inventoryitem', members }: Item): void {
  const member = members?.map(({ item, quantity }) => ({ item: String(item), quantity }));
  account.addRecord(type, { id, itemid: name, ...(member && { sublists: { member } }) });
}

export type SalesOrderLine = {
  item: number;
  quantity?: number;
  location?: number;
  /** HotWax's id of the order item. */
  seqId?: string;
  isclosed?: boolean;
  /** Of the quantity, what is in stock; all of it when left out. */
  committed?: number;
  tag?: string;
};

/** Enters a sales order and gives its internal id; its lines are 1, 2, 3... */
export const enterSalesOrder = (
  account: Account,
  lines: readonly SalesOrderLine[],
  fields: Readonly<Record<string, unknown>> = {},
): number =>
  account.addRecord('salesorder', {
    entity: String(CUSTOMER),
    ...fields,
    sublists: { item: lines.map(lineOf) },
  });

const lineOf = ({
  item,
  quantity = 1,
  location,
  seqId,
  isclosed = false,
  committed,
  tag,
}: SalesOrderLine) => ({
  item: String(item),
  quantity,
  isclosed,
  ...(committed === undefined ? {} : { quantitycommitted: committed }),
  ...(tag === undefined ? {} : { custcol_hc_item_tag: tag }),
  ...(location === undefined ? {} : { location: String(location) }),
  ...(seqId === undefined ? {} : { custcol_hc_order_line_id: seqId }),
});
