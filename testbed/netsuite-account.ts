/** A NetSuite account as the scripts of this project find it: demo, simulation, script tests and bench open theirs here. */
import {
  type Account,
  type AccountOptions,
  createAccount,
  type FeaturesGiven,
  type SeedValues,
} from '../emulator/account.ts';
import type { Content, Fields, Item, Location, NamedAccount, SftpServer } from './accounts/named-account.ts';
import { isCounted, namedAccount } from './accounts/named-accounts.ts';

export type { Content, Item, Location, NamedAccount, SftpServer } from './accounts/named-account.ts';

export const CONFIGURATION = 'customrecord_ns_sftp_configuration';
export const SFTP_SECRET = 'custsecret_hotwax';
const SFTP_KEY = 'custkey_hotwax';
/** The usual server: a name that only the emulator knows, with a host key as `N/sftp` takes it. */
export const SFTP_HOST = 'sftp.example.com';
export const HOST_KEY = `AAAAB3NzaC1yc2EA${'A'.repeat(120)}`;

const CUSTOMER = 900;
const SHIP_METHOD = 2830;
/** For orders whose export is to name how they were shipped. */
export const withShipMethod = { shipmethod: String(SHIP_METHOD), shipcarrier: 'nonups' };

export type Setting = Omit<AccountOptions, 'secrets'> & {
  /** The kind one when left out. */
  named?: NamedAccount;
};

export function openNetSuiteAccount(
  content: Content,
  { named = namedAccount('kind'), ...setting }: Setting,
): Account {
  const { server, items, locations, shipMethod = '2-Day Shipping' } = content;
  const account = createAccount({
    ...switchesOf(named),
    ...setting,
    preferences: { ...named.preferences, ...setting.preferences },
    features: { MULTILOCINVT: true, ...featuresOf(named.features), ...featuresOf(setting.features) },
    secrets: { [SFTP_SECRET]: server.password ?? 'a password', [SFTP_KEY]: server.key ?? '' },
  });
  account.addRecord(CONFIGURATION, sftpConfiguration(server));
  account.addRecord('customer', { id: CUSTOMER, entityid: 'Web customers' });
  account.addRecord('shipitem', { id: SHIP_METHOD, itemid: shipMethod, shipcarrier: 'nonups' });
  named.setUp?.(account);
  for (const location of locations) addLocation(account, location, named);
  for (const item of items) addItem(account, item, content, named);
  named.past?.(account, content);
  return account;
}

function switchesOf({ forms, userEvents, workflows, processors }: NamedAccount): Partial<AccountOptions> {
  return {
    ...(forms && { forms }),
    ...(userEvents && { userEvents }),
    ...(workflows && { workflows }),
    ...(processors && { processors }),
  };
}

const featuresOf = (features: FeaturesGiven = []): Readonly<Record<string, boolean>> =>
  isList(features) ? Object.fromEntries(features.map((id) => [id, true])) : features;

const isList = (features: FeaturesGiven): features is readonly string[] => Array.isArray(features);

const sftpConfiguration = ({
  directory,
  host = SFTP_HOST,
  port,
  hostKey = HOST_KEY,
  username = 'hotwax',
  key,
}: SftpServer) => ({
  custrecord_ns_sftp_server: host,
  custrecord_ns_sftp_userid: username,
  custrecord_ns_sftp_host_key: hostKey,
  custrecord_ns_sftp_guid: key === undefined ? SFTP_SECRET : SFTP_KEY,
  custrecord_hc_sftp_account: 'EMULATOR',
  custrecord_ns_sftp_default_file_dir: directory,
  ...(port === undefined ? {} : { custrecord_ns_sftp_port_no: port }),
});

function addLocation(account: Account, location: Location, { locationFields }: NamedAccount): void {
  const { id, name, inactive = false } = location;
  account.addRecord('location', {
    id,
    name,
    isinactive: inactive,
    ...(locationFields?.(location) as SeedValues),
  });
}

function addItem(
  account: Account,
  item: Item,
  { locations }: Content,
  { stock, itemFields }: NamedAccount,
): void {
  const { id, name, type = 'inventoryitem', members } = item;
  const member = members?.map((part) => ({ item: String(part.item), quantity: part.quantity }));
  const places = locations
    .filter(({ inactive }) => !inactive)
    .map((place) => ({ location: place.id, quantityonhand: stock?.(place) ?? 0 }));
  account.addRecord(type, {
    id,
    itemid: name,
    ...(itemFields as SeedValues),
    sublists: { ...(member && { member }), ...(stock && isCounted(item) && { locations: places }) },
  });
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
  /** What a wave has released to the warehouse, with the feature WMSSYSTEM. */
  released?: number;
  /** What a store is asked to ship, with the feature FULFILLMENTREQUEST. */
  requested?: number;
  tag?: string;
};

/** Enters a sales order and gives its internal id; its lines are 1, 2, 3... */
export function enterSalesOrder(
  account: Account,
  lines: readonly SalesOrderLine[],
  fields: Fields = {},
  named: NamedAccount = namedAccount('kind'),
  content?: Content,
): number {
  const last = (content && named.lastLines?.(content)) ?? [];
  return account.addRecord('salesorder', {
    entity: String(CUSTOMER),
    ...(named.orderFields as SeedValues),
    ...(fields as SeedValues),
    sublists: {
      item: [...lines, ...last.map((item) => ({ item }))].map((line, index) => ({
        ...(content && (named.lineFields?.(index, content) as Record<string, string>)),
        ...lineOf(line, named),
      })),
    },
  });
}

const lineOf = (line: SalesOrderLine, { placeField = 'location' }: NamedAccount) => {
  const { item, quantity = 1, location, seqId, isclosed = false, committed, released, requested, tag } = line;
  return {
    item: String(item),
    quantity,
    isclosed,
    ...(committed === undefined ? {} : { quantitycommitted: committed }),
    ...(released === undefined ? {} : { quantitylocked: released }),
    ...(requested === undefined ? {} : { quantityrequestedtofulfill: requested }),
    ...(tag === undefined ? {} : { custcol_hc_item_tag: tag }),
    ...(location === undefined ? {} : { [placeField]: String(location) }),
    ...(seqId === undefined ? {} : { custcol_hc_order_line_id: seqId }),
  };
};
