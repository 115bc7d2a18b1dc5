/**
 * What HotWax Commerce's published scripts ask of NetSuite, as read in github.com/hotwax/netsuite-integration: facts, none of
 * its code. The stand-ins in hotwax/ do this, and a test adds it up beside what the emulator counted of them. Where versions
 * differ, the one that asks less counts: the export in JSON ticks a fulfillment once, where the CSV one of 2024 did once a line.
 */
export type Operation = {
  feed: 'allocation' | 'fulfillment' | 'export';
  call: string;
  /** What it is called once for. */
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

const row =
  (feed: Operation['feed'], read: Operation['read']) =>
  (call: string, per: Operation['per'], units: number, timedAs: string): Operation => ({
    feed,
    call,
    per,
    units,
    timedAs,
    read,
  });

const update = row('allocation', 'update');
const fulfill = row('fulfillment', 'fulfill');
const exported = row('export', 'export');

/** A fulfillment is all of an allocation's first, as its file is imported by the same script: lines get their tag. */
export const operations: readonly Operation[] = [
  update('search for the connection', 'run', 10, 'ResultSet.getRange'),
  update('connect', 'run', 0, 'N/sftp.createConnection'),
  update('list', 'run', 10, 'Connection.list'),
  update('download', 'file', 100, 'Connection.download'),
  update('submit a CSV import', 'file', 100, 'Task.submit'),
  update('move to the archive', 'file', 10, 'Connection.move'),
  fulfill('load the saved search', 'run', 5, 'N/search.load'),
  fulfill('read its first 150 lines', 'run', 10, 'ResultSet.getRange'),
  fulfill('transform the order', 'order', 10, 'N/record.transform'),
  fulfill('save the fulfillment', 'order', 20, 'Record.save'),
  exported('load the saved search', 'run', 5, 'N/search.load'),
  exported('tick the box', 'order', 10, 'N/record.submitFields'),
  exported('search for the connection', 'file', 10, 'ResultSet.getRange'),
  exported('connect', 'file', 0, 'N/sftp.createConnection'),
  exported('upload', 'file', 100, 'Connection.upload'),
];

export const sourceOf = ({ read }: Operation): string =>
  `\`${sources[read].path.slice(FOLDER.length + 1)}\` at ${sources[read].commit.slice(0, 7)}`;

/** Units of a feed, by what the table says. */
export function unitsOf(feed: Operation['feed'], runs: number, files: number, orders: number): number {
  const times = { run: runs, file: files, order: orders };
  return operations
    .filter((one) => one.feed === feed)
    .reduce((sum, one) => sum + one.units * times[one.per], 0);
}
