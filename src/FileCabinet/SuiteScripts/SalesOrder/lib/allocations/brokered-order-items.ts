/** Brokered order items as a feed whose files are applied sales order by sales order, in a scheduled run or by a drain. */
import { wholeRow } from '#feeds/rows/reject.ts';
import type { DrainedFeed } from '../drain/drained-feed.ts';
import type { RowResult } from '../drain/row-results.ts';
import type { FeedFolder } from '../feed-files/feed-folder.ts';
import { nameOfShipments, recordHandedOn } from '../feed-files/handed-on.ts';
import { findEntry } from '../feed-files/ledger.ts';
import { shipsAcrossSubsidiaries } from '../netsuite/features.ts';
import { findLocations, hasSubsidiaries, type Location } from '../netsuite/locations.ts';
import { allocateOrder, shipmentOf } from './allocate-order.ts';
import { confirmRows, followsOf } from './confirm-rows.ts';
import { type Judge, judgeRow } from './judge-row.ts';
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
  withShipmentsLast,
} from './read-rows.ts';
import type { UpdateSettings } from './settings.ts';
import { findPublished, type IsPublished, publishShipments } from './tagged-shipments.ts';
import type { AllocatedRow, OrderRows, TaggedShipment } from './work.ts';

/** Ledger 30, moves 20, read 100, error files 200, outcome files 230, shipments 200, and searches of a file of 25,000 rows. */
const UNITS_PER_FILE = 1730;

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
      const oneSay = withShipmentsLast(withoutRepeats(rows, tally), fields, tally);
      const clear = withoutConflicts(oneSay, fields, tally);
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
            record: orderId,
            refused: judged.verdict === 'refused',
            ...handsOn(row, orderId, known.order?.lines[row.lineId]),
            ...(judged.verdict === 'refused' && { objection: judged.code }),
          };
        }),
      ),
    handedOn: (file) => {
      const name = nameOfShipments(file);
      const isIn = findPublished(name, openShipments());
      return { file: name, has: (shipment) => isIn?.(shipment as TaggedShipment) === true };
    },
    beforeSettled: (file, results) => lastLook(file, confirmRows(results, fields), openShipments),
  };
}

function handsOn(row: AllocatedRow, orderId: string, line: KnownLine | undefined) {
  const shipment = shipmentOf(row, orderId, line);
  return shipment ? { handsOn: shipment } : {};
}

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
  const isHandedOn = publishShipments(name, shipments, openShipments);
  const looked = results.map((result) => handedOnOr(result, isHandedOn, name));
  const handedOn = looked.filter((result) => followsOf(result).shipment).length;
  if (handedOn === 0) return { results: looked, note: '' };
  return { results: looked, note: `${handedOn} rows are shipments: ${name} goes on to be fulfilled.` };
}

/** A row that was refused as an earlier run handed on the others of its file is not in what that run has handed on. */
function handedOnOr(result: RowResult, isHandedOn: IsPublished, name: string): RowResult {
  const { shipment } = followsOf(result);
  if (!shipment) return result;
  if (isHandedOn(shipment)) return { ...result, handedOn: name } as RowResult;
  const { orderId, lineId } = shipment;
  const message = `The line is set, but its shipment was not handed on: a file named ${name} was there before, and this shipment is not seen in it. Look whether the line is fulfilled; if not, send the row again in a file of another name.`;
  return {
    row: result.row,
    orderId,
    orderItemSeqId: lineId,
    code: 'NOT_HANDED_ON',
    field: wholeRow,
    message,
  };
}
