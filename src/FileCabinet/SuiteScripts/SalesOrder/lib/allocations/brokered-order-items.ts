/** Brokered order items as a feed whose files are applied sales order by sales order, in a scheduled run or by a drain. */
import type { DrainedFeed } from '../drain/drained-feed.ts';
import type { RowResult } from '../drain/row-results.ts';
import type { FeedFolder } from '../feed-files/feed-folder.ts';
import { nameOfShipments, recordHandedOn } from '../feed-files/handed-on.ts';
import { findEntry } from '../feed-files/ledger.ts';
import { shipsAcrossSubsidiaries } from '../netsuite/features.ts';
import { findLocations, hasSubsidiaries, type Location } from '../netsuite/locations.ts';
import { allocateOrder } from './allocate-order.ts';
import { confirmRows, followsOf } from './confirm-rows.ts';
import { isFulfilled, type Judge, judgeRow } from './judge-row.ts';
import { findKnownOrders, type KnownLine, type KnownOrder } from './known-orders.ts';
import { newerFilesThan } from './newer-files.ts';
import { fieldsOf } from './order-fields.ts';
import {
  byOrder,
  ownerOf,
  readRows,
  withoutConflicts,
  withoutOutdated,
  withoutRepeats,
} from './read-rows.ts';
import type { UpdateSettings } from './settings.ts';
import { arePublished, publishShipments } from './tagged-shipments.ts';
import type { OrderRows } from './work.ts';

/** Ledger 30, moves 20, read 100, error files 200, shipments 200, and searches of a file of 25,000 rows. */
const UNITS_PER_FILE = 1500;

/** A load and a save. */
const UNITS_PER_ORDER = 30;

/**
 * @property order missing when NetSuite has no such order
 * @property locations that rows ask for, by internal id; those NetSuite does not have are missing
 */
type Known = { order?: KnownOrder; locations: Record<string, Location> };

/** @param openShipments where the fulfillment feed finds rows that are shipments */
export function brokeredOrderItems(
  settings: UpdateSettings,
  openShipments: () => FeedFolder,
): DrainedFeed<OrderRows, Known> {
  const fields = fieldsOf(settings);
  return {
    name: 'brokered-order-items',
    unitsPerFile: UNITS_PER_FILE,
    unitsPerGroup: UNITS_PER_ORDER,
    read: (file, text, folder, budget) => {
      const { rows, tally } = readRows(text, settings, fields);
      const newer = newerFilesThan(file, folder, budget, settings, fields);
      if (!newer) return undefined;
      const clear = withoutConflicts(withoutRepeats(rows, tally), fields, tally);
      return { portions: byOrder(withoutOutdated(clear, newer, fields, tally)), tally };
    },
    ask: (groups) => askOfOrders(groups, fields),
    apply: (portions, known, budget) =>
      allocateOrder(portions, known.order, judgeWith(known, fields), budget),
    recognize: (works, known) =>
      works.flatMap(({ orderId, rows }) =>
        rows.map((row) => {
          const judged = judgeRow(row, orderId, known.order, judgeWith(known, fields));
          return {
            owner: ownerOf(row),
            applied: judged.verdict === 'in place',
            refused: judged.verdict === 'refused',
            handsOn: row.shipped !== undefined && !isShipped(known.order?.lines[row.lineId]),
            ...(judged.verdict === 'refused' && { objection: judged.code }),
          };
        }),
      ),
    hasHandedOn: (file) => arePublished(nameOfShipments(file), openShipments),
    beforeSettled: (file, results) => lastLook(file, confirmRows(results, fields), openShipments),
  };
}

const isShipped = (line: KnownLine | undefined): boolean => line !== undefined && isFulfilled(line);

const judgeWith = ({ locations }: Known, fields: Judge['fields']): Judge => ({
  fields,
  locations: new Map(Object.entries(locations)),
  crossSubsidiary: shipsAcrossSubsidiaries(),
});

/** All at once, as the calls of a drain would each ask again. */
function askOfOrders(groups: readonly (readonly OrderRows[])[], fields: Judge['fields']): Known[] {
  const withSubsidiaries = hasSubsidiaries();
  const locations = groups.length === 0 ? new Map<string, Location>() : findLocations(withSubsidiaries);
  const ids = groups.map(([first]) => first?.orderId ?? '');
  const orders = findKnownOrders(ids, fields, withSubsidiaries);
  return groups.map((works, index): Known => {
    const order = orders[ids[index] ?? ''];
    const wished = works.flatMap(({ rows }) => rows.map(({ wishes }) => wishes.location ?? ''));
    const found = wished.flatMap((id) => {
      const location = locations.get(id);
      return location ? [[id, location] as const] : [];
    });
    return { locations: Object.fromEntries(found), ...(order ? { order } : {}) };
  });
}

function lastLook(file: string, results: RowResult[], openShipments: () => FeedFolder) {
  const shipments = results.flatMap((result) => followsOf(result).shipment ?? []);
  const entry = findEntry('brokered-order-items', file);
  if (shipments.length === 0 || !entry) return { results, note: '' };
  const name = nameOfShipments(file);
  recordHandedOn(entry, name);
  publishShipments(name, shipments, openShipments);
  return { results, note: `${shipments.length} rows are shipments: ${name} goes on to be fulfilled.` };
}
