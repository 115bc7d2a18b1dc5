/** A NetSuite account with the built scripts and an SFTP host that is a folder: what every test of a script starts from. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { ExecutionReport } from '../../emulator/account/account-events.ts';
import type { Doubts, Faults } from '../../emulator/account/faults.ts';
import type { Account, AccountOptions, FeaturesGiven } from '../../emulator/account.ts';
import type { Preferences } from '../../emulator/platform/preferences.ts';
import { type AccountName, namedAccount } from '../../testbed/accounts/named-accounts.ts';
import {
  CONFIGURATION,
  type Content,
  enterSalesOrder,
  type Item,
  type Location,
  type NamedAccount,
  openNetSuiteAccount,
  type SalesOrderLine,
  SFTP_HOST,
} from '../../testbed/netsuite-account.ts';
import { type Shipping, shipOrder } from '../../testbed/ship-order.ts';

const HOME = 'home/hotwax/netsuite';

export type Line = Partial<SalesOrderLine>;

/** How the account and the server differ from the usual ones. */
export type AccountSetup = {
  /** An SDF project instead of the built one. */
  project?: string;
  named?: AccountName;
  preferences?: Partial<Preferences>;
  userEvents?: NonNullable<AccountOptions['userEvents']>;
  workflows?: NonNullable<AccountOptions['workflows']>;
  doubts?: Doubts;
  /** Besides several locations. */
  features?: FeaturesGiven;
  /** The only host key and password the server takes. */
  hostKey?: string;
  password?: string;
};

/** A line of an error file, by column. */
export type RefusedRow = Record<
  'file' | 'row' | 'field' | 'code' | 'message' | 'orderId' | 'orderItemSeqId',
  string
>;

export type OrderLine = Readonly<Record<string, unknown>>;

export type Scenario = {
  account: Account;
  /** Enters a sales order and gives its internal id; its lines are 1, 2, 3... */
  order(lines: readonly Line[], fields?: Record<string, unknown>): number;
  line(salesOrderId: number, line: number): OrderLine;
  /** The lines a test has entered, each with the place it ships from as its location. */
  lines(salesOrderId: number): OrderLine[];
  /** Tracking numbers of a fulfillment, by whatever carrier. */
  trackingNumbers(fulfillmentId: number): unknown[];
  /** Orders the test has entered. */
  entered: readonly number[];
  /** Ships what is left of an order, or what of it is said, as a person would. */
  ship(
    salesOrderId: number,
    fields?: Record<string, unknown>,
    what?: Pick<Shipping, 'lines' | 'quantities'>,
  ): number;
  put(path: string, text: string): void;
  read(path: string): string;
  /** The receiver takes a file away. */
  take(path: string): void;
  /** Names of the files in a folder, none when there is no such folder. */
  files(folder: string): string[];
  errors(folder: string, name: string): string[];
  /** The error file of a file, whole; none when there is no such file. */
  refusals(folder: string, name: string): RefusedRow[];
  refusalsIn(path: string): RefusedRow[];
  /** The lines of the outcome file of a file, without its header; none when there is no such file. */
  outcomes(folder: string, name: string): string[];
  /** The configuration record as an administrator changes it. */
  configure(values: Record<string, unknown>): void;
  /** Where the server keeps a file or folder. */
  path(relative: string): string;
  run(deploymentId: string): ExecutionReport;
  ledger(name: string): Readonly<Record<string, unknown>> | undefined;
  /** Gives a file the account's present time, as one that is just being written has. */
  touch(path: string): void;
  later(minutes: number): void;
  end(): void;
};

export const ITEM = 501;
export const OTHER_ITEM = 502;
export const WAREHOUSE = 114;
export const STORE = 15;
export const CLOSED_STORE = 16;
export const OTHER_STORE = 17;
/** Items of the kinds that are awkward in fulfillment. */
export const KIT = 503;
export const GIFT_CARD = 504;
export const SERIAL_ITEM = 505;
export const LOT_ITEM = 506;
export const SERVICE = 507;

const items: readonly Item[] = [
  { id: ITEM, name: 'ITEM' },
  { id: OTHER_ITEM, name: 'OTHER ITEM' },
  {
    id: KIT,
    name: 'KIT',
    type: 'kititem',
    members: [
      { item: ITEM, quantity: 2 },
      { item: OTHER_ITEM, quantity: 1 },
    ],
  },
  { id: GIFT_CARD, name: 'GIFT CARD', type: 'giftcertificateitem' },
  { id: SERIAL_ITEM, name: 'SERIAL', type: 'serializedinventoryitem' },
  { id: LOT_ITEM, name: 'LOT', type: 'lotnumberedinventoryitem' },
  { id: SERVICE, name: 'SERVICE', type: 'serviceitem' },
];

const locations: readonly Location[] = [
  { id: WAREHOUSE, name: 'Warehouse' },
  { id: STORE, name: 'Store', isStore: true },
  { id: OTHER_STORE, name: 'Other store', isStore: true },
  { id: CLOSED_STORE, name: 'Closed store', isStore: true, inactive: true },
];

export function openScenario(faults: Faults = {}, setup: AccountSetup = {}): Scenario {
  const folder = mkdtempSync(join(tmpdir(), 'scenario-'));
  const home = join(folder, HOME);
  mkdirSync(home, { recursive: true });
  let now = Date.parse('2026-03-02T15:00:00Z');
  const named = namedAccount(setup.named ?? 'kind');
  const content = { server: { directory: `/${HOME}/` }, items, locations, shipMethod: '2-Day, "Fast"' };
  const account = openNetSuiteAccount(content, {
    named,
    project: setup.project ?? join(import.meta.dirname, '../../dist/netsuite'),
    clock: () => now,
    features: setup.features ?? [],
    preferences: setup.preferences ?? {},
    ...(setup.userEvents && { userEvents: setup.userEvents }),
    ...(setup.workflows && { workflows: setup.workflows }),
    doubts: setup.doubts ?? {},
    sftpHosts: { [SFTP_HOST]: { folder, ...serverOf(setup) } },
    faults,
  });
  const entered: number[] = [];
  const path = (relative: string) => join(home, relative);
  const later = (minutes: number) => {
    now += minutes * 60_000;
  };
  const run = (deploymentId: string) => {
    later(5);
    return account.runDeployment(deploymentId);
  };
  return {
    account,
    entered,
    order: (lines, fields) => {
      const id = enterSalesOrder(
        account,
        lines.map((line) => ({ item: ITEM, ...line })),
        fields,
        named,
        content,
      );
      entered.push(id);
      return id;
    },
    line: (id, line) => linesOf(account, id, named, content)[line - 1] ?? {},
    lines: (id) => linesOf(account, id, named, content),
    trackingNumbers: (id) => {
      const { packages = '' } = named;
      const lines = account.getRecord('itemfulfillment', id).sublists[`package${packages}`] ?? [];
      return lines.map((line) => line[`packagetrackingnumber${packages}`]);
    },
    ship: (id, fields = {}, what = {}) =>
      shipOrder(account, id, {
        lines: linesOf(account, id, named, content).map(({ line }) => String(line)),
        ...what,
        fields: { ...named.shipmentFields, ...fields },
      }),
    put: (name, text) => {
      mkdirSync(dirname(path(name)), { recursive: true });
      writeFileSync(path(name), text);
    },
    read: (name) => readFileSync(path(name), 'utf8'),
    take: (name) => rmSync(path(name)),
    files: (name) => (existsSync(path(name)) ? plainFiles(path(name)) : []),
    errors: (name, file) => refusals(path, name, file).map(({ row, code }) => `${row} ${code}`),
    refusals: (name, file) => refusals(path, name, file),
    refusalsIn: (name) => readRefusals(path(name)),
    outcomes: (name, file) => readOutcomes(path(`${name}/outcome/${file}.outcome.csv`)),
    configure: (values) => configure(account, values),
    path,
    run,
    ledger: (file) =>
      account
        .listRecords('customrecord_hc_feed_file')
        .find(({ fields }) => fields.custrecord_hc_ff_file === file)?.fields,
    touch: (name) => utimesSync(path(name), now / 1000, now / 1000),
    later,
    end: () => {
      account.dispose();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function linesOf(account: Account, id: number, named: NamedAccount, content: Content): OrderLine[] {
  const { placeField = 'location', lastLines } = named;
  const lines = account.getRecord('salesorder', id).sublists.item ?? [];
  const entered = lines.length - (lastLines?.(content).length ?? 0);
  return lines.slice(0, entered).map((line) => ({ ...line, location: line[placeField] ?? null }));
}

const plainFiles = (path: string): string[] =>
  readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .sort();

const refusals = (path: (relative: string) => string, folder: string, file: string): RefusedRow[] =>
  readRefusals(path(`${folder}/error/${file}.errors.csv`));

const readRefusals = (path: string): RefusedRow[] =>
  existsSync(path) ? parse<RefusedRow>(readFileSync(path, 'utf8'), { columns: true }) : [];

const readOutcomes = (path: string): string[] =>
  existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n').slice(1) : [];

function configure(account: Account, values: Record<string, unknown>): void {
  const [only] = account.listRecords(CONFIGURATION);
  account.asUser(({ record }) => {
    const configuration = record.load({ type: CONFIGURATION, id: only?.id ?? 0 });
    for (const [fieldId, value] of Object.entries(values)) configuration.setValue({ fieldId, value });
    configuration.save();
  });
}

const serverOf = ({ hostKey, password }: AccountSetup) => ({
  ...(hostKey === undefined ? {} : { hostKey }),
  ...(password === undefined ? {} : { password }),
});
