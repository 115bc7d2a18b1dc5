/**
 * Both sides of every order, one order after the other, however many there are: what was read of them waits in a database that takes
 * its room on disk beyond a few megabytes.
 */
import { tmpdir } from 'node:os';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { type StatementRow, statementColumns } from '#feeds/statement/rows.ts';
import { cellsOf, type IndexedRow, rowOf } from '../../row-index/indexed-row.ts';
import { openTemporaryDatabase } from '../../row-store/sqlite-row-store.ts';

/** @property file number of the file that an index knows the row of */
export type KeptSent = { row: IndexedRow; file: number };

export type Comparison = {
  /** All of them before the first row that was sent. */
  addStated(row: StatementRow): void;
  addSent(sent: KeptSent): void;
  orders(): Iterable<{ stated: StatementRow[]; sent: KeptSent[] }>;
  close(): void;
};

/** Pages of 16 kB. */
const [CACHE_PAGES, SOME] = [2048, 5000];

const TABLES = `
  CREATE TABLE orders (id TEXT PRIMARY KEY, external, hotwax) WITHOUT ROWID;
  CREATE TABLE fulfillments (fulfillment TEXT PRIMARY KEY, id) WITHOUT ROWID;
  CREATE TABLE entries (id TEXT, side INTEGER, value TEXT);`;

/** @param byExternalId whether files name orders by their external ids */
export function openComparison(byExternalId: boolean, folder: string = tmpdir()): Comparison {
  const database = openTemporaryDatabase(folder, CACHE_PAGES);
  database.exec(TABLES);
  const insert = database.prepare('INSERT INTO entries VALUES (?, ?, ?)');
  const insertOrder = database.prepare('INSERT OR IGNORE INTO orders VALUES (?, ?, ?)');
  const insertFulfillment = database.prepare('INSERT OR IGNORE INTO fulfillments VALUES (?, ?)');
  let last = '';
  let resolve: ((row: IndexedRow) => string) | undefined;
  return {
    addStated: (row) => {
      if (row.salesOrderId !== last) insertOrder.run(row.salesOrderId, row.externalId, row.orderId);
      last = row.salesOrderId;
      if (row.fulfillmentId !== '') insertFulfillment.run(row.fulfillmentId, row.salesOrderId);
      insert.run(row.salesOrderId, 0, JSON.stringify(statementColumns.map((column) => row[column])));
    },
    addSent: (sent) => {
      resolve ??= resolver(database, byExternalId);
      insert.run(resolve(sent.row), 1, JSON.stringify([sent.file, ...cellsOf(sent.row)]));
    },
    orders: () => ordersIn(database),
    close: () => database.close(),
  };
}

/** By which sales order of the statement a row is about, or else by what it is called. */
function resolver(database: DatabaseSync, byExternalId: boolean): (row: IndexedRow) => string {
  database.exec('CREATE INDEX by_external ON orders (external); CREATE INDEX by_hotwax ON orders (hotwax)');
  const [byId, byExternal, byHotWax] = ['id', 'external', 'hotwax'].map((column) =>
    database.prepare(`SELECT id, external, hotwax FROM orders WHERE ${column} = ?`),
  );
  const byFulfillment = database.prepare('SELECT id FROM fulfillments WHERE fulfillment = ?');
  const known = new Map<string, string>();
  // What was exported of an order without an id of HotWax is known by its fulfillment alone.
  const find = ({ salesOrder, orderId, fulfillment }: IndexedRow): string => {
    const [first, second] = byExternalId ? [byExternal, byId] : [byId, byExternal];
    const found =
      (salesOrder === ''
        ? undefined
        : (first?.get(salesOrder) ?? namesake(second?.get(salesOrder), orderId))) ??
      (fulfillment === '' ? undefined : byFulfillment.get(fulfillment)) ??
      (orderId === '' ? undefined : byHotWax?.get(orderId));
    return found ? String(found.id) : `none ${orderId || salesOrder || fulfillment}`;
  };
  return (row) => {
    const key = JSON.stringify([row.salesOrder, row.orderId, row.fulfillment]);
    const id = known.get(key) ?? find(row);
    if (known.size >= SOME) known.clear();
    known.set(key, id);
    return id;
  };
}

/** The internal id of one order can be the external id of another: it is meant only if HotWax does not call it otherwise. */
function namesake(found: Found, orderId: string): Found {
  if (!found || orderId === '' || found.hotwax === '' || found.hotwax === found.external) return found;
  return found.hotwax === orderId ? found : undefined;
}

type Found = ReturnType<StatementSync['get']>;

function* ordersIn(database: DatabaseSync): Generator<{ stated: StatementRow[]; sent: KeptSent[] }> {
  const entries = database.prepare('SELECT id, side, value FROM entries ORDER BY id, side, rowid');
  let order: { stated: StatementRow[]; sent: KeptSent[] } = { stated: [], sent: [] };
  let current: unknown;
  for (const { id, side, value } of entries.iterate()) {
    if (current !== undefined && id !== current) {
      yield order;
      order = { stated: [], sent: [] };
    }
    current = id;
    const cells = JSON.parse(String(value)) as unknown[];
    if (side === 0) order.stated.push(statedRow(cells));
    else order.sent.push({ file: Number(cells[0]), row: rowOf(cells.slice(1)) });
  }
  if (current !== undefined) yield order;
}

const statedRow = (cells: readonly unknown[]): StatementRow =>
  Object.fromEntries(statementColumns.map((column, index) => [column, String(cells[index])])) as StatementRow;
