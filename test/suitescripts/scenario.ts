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
import { type Account, createAccount } from '../../emulator/account.ts';
import type { ExecutionReport } from '../../emulator/account-events.ts';
import type { Faults } from '../../emulator/faults.ts';

const HOST = 'sftp.example.com';
const HOME = 'home/hotwax/netsuite';

export type Line = {
  item?: number;
  quantity?: number;
  location?: number;
  seqId?: string;
  isclosed?: boolean;
};

export type Scenario = {
  account: Account;
  /** Enters a sales order and gives its internal id; its lines are 1, 2, 3... */
  order(lines: readonly Line[], fields?: Record<string, unknown>): number;
  line(salesOrderId: number, line: number): Readonly<Record<string, unknown>>;
  /** Ships all that is left of an order, as a person would. */
  ship(salesOrderId: number, fields?: Record<string, unknown>): number;
  put(path: string, text: string): void;
  read(path: string): string;
  /** The receiver takes a file away. */
  take(path: string): void;
  /** Names of the files in a folder, none when there is no such folder. */
  files(folder: string): string[];
  errors(folder: string, name: string): string[];
  run(deploymentId: string): ExecutionReport;
  /** Runs a script, what it queued, and the script again. */
  runWithImports(deploymentId: string): ExecutionReport;
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

export function openScenario(faults: Faults = {}): Scenario {
  const folder = mkdtempSync(join(tmpdir(), 'scenario-'));
  const home = join(folder, HOME);
  mkdirSync(home, { recursive: true });
  let now = Date.parse('2026-03-02T15:00:00Z');
  const account = createAccount({
    project: join(import.meta.dirname, '../../dist/netsuite'),
    clock: () => now,
    features: ['MULTILOCINVT'],
    secrets: { custsecret_hotwax: 'a password' },
    sftpHosts: { [HOST]: { folder } },
    faults,
  });
  seed(account);
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
    order: (lines, fields = {}) =>
      account.addRecord('salesorder', { entity: '900', ...fields, sublists: { item: lines.map(lineOf) } }),
    line: (id, line) => account.getRecord('salesorder', id).sublists.item?.[line - 1] ?? {},
    ship: (id, fields = {}) => ship(account, id, fields),
    put: (name, text) => {
      mkdirSync(dirname(path(name)), { recursive: true });
      writeFileSync(path(name), text);
    },
    read: (name) => readFileSync(path(name), 'utf8'),
    take: (name) => rmSync(path(name)),
    files: (name) => (existsSync(path(name)) ? plainFiles(path(name)) : []),
    errors: (name, file) => errorCodes(path(`${name}/error/${file}.errors.csv`)),
    run,
    runWithImports: (deploymentId) => {
      run(deploymentId);
      account.runQueue();
      return run(deploymentId);
    },
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

function seed(account: Account): void {
  account.addRecord('customrecord_ns_sftp_configuration', {
    custrecord_ns_sftp_server: HOST,
    custrecord_ns_sftp_userid: 'hotwax',
    custrecord_ns_sftp_host_key: `AAAAB3NzaC1yc2EA${'A'.repeat(120)}`,
    custrecord_ns_sftp_guid: 'custsecret_hotwax',
    custrecord_ns_sftp_default_file_dir: `/${HOME}/`,
  });
  account.addRecord('customer', { id: 900, entityid: 'Customer' });
  account.addRecord('inventoryitem', { id: ITEM, itemid: 'ITEM' });
  account.addRecord('inventoryitem', { id: OTHER_ITEM, itemid: 'OTHER ITEM' });
  account.addRecord('shipitem', { id: 2830, itemid: '2-Day, "Fast"', shipcarrier: 'nonups' });
  account.addRecord('location', { id: WAREHOUSE, name: 'Warehouse' });
  account.addRecord('location', { id: STORE, name: 'Store' });
  account.addRecord('location', { id: CLOSED_STORE, name: 'Closed store', isinactive: true });
}

const lineOf = ({ item = ITEM, quantity = 1, location, seqId, isclosed = false }: Line) => ({
  item: String(item),
  quantity,
  isclosed,
  ...(location === undefined ? {} : { location: String(location) }),
  ...(seqId === undefined ? {} : { custcol_hc_order_line_id: seqId }),
});

function ship(account: Account, salesOrderId: number, fields: Record<string, unknown>): number {
  return account.asUser(({ record }) => {
    const fulfillment = record.transform({
      fromType: 'salesorder',
      fromId: salesOrderId,
      toType: 'itemfulfillment',
      isDynamic: false,
    });
    for (const [fieldId, value] of Object.entries({ shipstatus: 'C', ...fields })) {
      fulfillment.setValue({ fieldId, value });
    }
    return fulfillment.save();
  });
}

const plainFiles = (path: string): string[] =>
  readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .sort();

/** `row code` of every line of an error file, none when there is no such file. */
function errorCodes(path: string): string[] {
  if (!existsSync(path)) return [];
  const [, ...lines] = readFileSync(path, 'utf8').trimEnd().split('\n');
  return lines.map((line) => {
    const [, row, , code] = line.split(',');
    return `${row} ${code}`;
  });
}
