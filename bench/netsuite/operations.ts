/**
 * What HotWax Commerce's published scripts ask of NetSuite, as read in github.com/hotwax/netsuite-integration: facts, none of
 * its code. The stand-ins in hotwax/ do this, and a test adds it up beside what the emulator counted of them. Where versions
 * differ, the one that asks less counts: the export in JSON ticks a fulfillment once, where the CSV one of 2024 did once a line.
 */
export type Operation = {
  feed: 'allocation' | 'fulfillment' | 'export';
  call: string;
  times: number;
  per: 'run' | 'file' | 'order';
  /** Of one call (help section_157072844224). */
  units: number;
  /** The call that costs.ts has. */
  timedAs: string;
  read: keyof typeof sources;
};

const FOLDER = 'src/FileCabinet/SuiteScripts/SalesOrder';

export const sources = {
  update: {
    path: `${FOLDER}/HC_SC_UpdateSalesOrders.js`,
    commit: '0d3508eaa69d94800b6edf6e8c032d145c011f7c',
  },
  fulfill: {
    path: `${FOLDER}/HC_SC_CreateItemFulfillment.js`,
    commit: 'afa3bf94a511ca2aa627c6923690d347987882c1',
  },
  export: {
    path: `${FOLDER}/HC_MR_ExportedSalesOrderFulfillmentJson.js`,
    commit: 'f5d00627f34ac16ee97962ee6f7b4600d7db2941',
  },
} as const;

const UPDATE: Pick<Operation, 'feed' | 'read'> = { feed: 'allocation', read: 'update' };
const FULFILL: Pick<Operation, 'feed' | 'read'> = { feed: 'fulfillment', read: 'fulfill' };
const EXPORT: Pick<Operation, 'feed' | 'read'> = { feed: 'export', read: 'export' };

/** A fulfillment is all of an allocation's first, as its file is imported by the same script: lines get their tag. */
export const operations: readonly Operation[] = [
  {
    ...UPDATE,
    call: 'search for the connection',
    times: 1,
    per: 'run',
    units: 10,
    timedAs: 'ResultSet.getRange',
  },
  { ...UPDATE, call: 'connect', times: 1, per: 'run', units: 0, timedAs: 'N/sftp.createConnection' },
  { ...UPDATE, call: 'list', times: 1, per: 'run', units: 10, timedAs: 'Connection.list' },
  { ...UPDATE, call: 'download', times: 1, per: 'file', units: 100, timedAs: 'Connection.download' },
  { ...UPDATE, call: 'submit a CSV import', times: 1, per: 'file', units: 100, timedAs: 'Task.submit' },
  { ...UPDATE, call: 'move to the archive', times: 1, per: 'file', units: 10, timedAs: 'Connection.move' },
  { ...FULFILL, call: 'load the saved search', times: 1, per: 'run', units: 5, timedAs: 'N/search.load' },
  {
    ...FULFILL,
    call: 'read its first 150 lines',
    times: 1,
    per: 'run',
    units: 10,
    timedAs: 'ResultSet.getRange',
  },
  {
    ...FULFILL,
    call: 'transform the order',
    times: 1,
    per: 'order',
    units: 10,
    timedAs: 'N/record.transform',
  },
  { ...FULFILL, call: 'save the fulfillment', times: 1, per: 'order', units: 20, timedAs: 'Record.save' },
  { ...EXPORT, call: 'load the saved search', times: 1, per: 'run', units: 5, timedAs: 'N/search.load' },
  { ...EXPORT, call: 'tick the box', times: 1, per: 'order', units: 10, timedAs: 'N/record.submitFields' },
  {
    ...EXPORT,
    call: 'search for the connection',
    times: 1,
    per: 'file',
    units: 10,
    timedAs: 'ResultSet.getRange',
  },
  { ...EXPORT, call: 'connect', times: 1, per: 'file', units: 0, timedAs: 'N/sftp.createConnection' },
  { ...EXPORT, call: 'upload', times: 1, per: 'file', units: 100, timedAs: 'Connection.upload' },
];

export const sourceOf = ({ read }: Operation): string =>
  `\`${sources[read].path.slice(FOLDER.length + 1)}\` at ${sources[read].commit.slice(0, 7)}`;

/** Units of a feed, by what the table says. */
export function unitsOf(feed: Operation['feed'], runs: number, files: number, orders: number): number {
  const times = { run: runs, file: files, order: orders };
  return operations
    .filter((one) => one.feed === feed)
    .reduce((sum, one) => sum + one.times * one.units * times[one.per], 0);
}
