/** Every refused row has a cause in the trace, and its error file says what and where. */
import { join } from 'node:path';
import type { RefusedRow } from '../../../testbed/error-files.ts';
import { ALLOCATIONS, namesIn, SHIPMENTS } from '../../../testbed/feed-folders.ts';
import { attemptOf } from '../../../transformer/folders/resent-names.ts';
import { isRefusedToday } from '../world/accounts.ts';
import type { KnownCauses } from '../world/action-log.ts';
import { type Difference, when } from './claims.ts';
import { type Evidence, isLineUpdate } from './evidence.ts';

export const checkRefusals = (evidence: Evidence): Difference[] =>
  evidence.refused
    .filter((row) => !isRefusedToday(evidence.world.accountName, row))
    .flatMap((row) => [
      ...checkWhole(evidence, row),
      ...when(
        !hasCause(evidence, row),
        'refused',
        `${row.errorFile} row ${row.row} of ${row.orderId} item ${row.orderItemSeqId}: ${row.code} ${row.message}`,
      ),
    ]);

function checkWhole({ world }: Evidence, row: RefusedRow): Difference[] {
  const folder = row.errorFile.split('/').slice(0, -2).join('/');
  const settled = ['archive', 'failed'].flatMap((place) => namesIn(join(world.home, folder, place)));
  const ofRow = Number(row.row) > 0;
  const faults = [
    ...(/^\d+$/.test(row.row) ? [] : ['no row']),
    ...(row.code === '' || row.message === '' ? ['no reason'] : []),
    ...(ofRow && row.field === '' ? ['no field'] : []),
    ...(settled.includes(row.file) ? [] : ['a file that is nowhere']),
  ];
  return when(
    faults.length > 0,
    'errorFiles',
    `${row.errorFile} names ${faults.join(', ')}: ${JSON.stringify(row)}`,
  );
}

/** The cause of a refused row; of a whole file, that it was broken or its name taken. */
function hasCause(evidence: Evidence, row: RefusedRow): boolean {
  if (row.row === '0') return hasFileCause(evidence, row);
  const { hotwax, known } = evidence.world;
  // An order that has lost its HotWax id is named by nothing but its item.
  const about = [...hotwax.items.values()].filter(
    ({ item }) =>
      evidence.isAbout(row, item.orderId, item.seqId) ||
      (row.orderId === '' && item.trouble === 'HotWax order id lost'),
  );
  return about.some(
    ({ item, formerFacilities }) =>
      item.trouble !== undefined ||
      formerFacilities.includes('130') ||
      isClosed(known, item.orderId, item.seqId) ||
      isTooLate(evidence, row, item.orderId, item.seqId) ||
      wasStopped(evidence, row, item.orderId) ||
      (row.code === 'OUT_OF_ORDER' && (known.heldUp > 0 || attemptOf(row.file) > 0)),
  );
}

/** NetSuite, others or the death of run after run kept it from being saved. */
function wasStopped({ world }: Evidence, row: RefusedRow, orderId: string): boolean {
  const { code } = row;
  const { saves, busySaves, refusedSaves, lateErrors, stops } = world.known;
  const salesOrder = String(world.netsuite.ids.get(orderId)?.salesOrderId);
  const collisions = (saves.get(orderId) ?? 0) + (busySaves.get(salesOrder) ?? 0);
  return (
    (code === 'RUNS_STOPPED' && stops >= MOST_STOPS) ||
    (['NOT_SAVED', 'NOT_TOLD_APART'].includes(code) && refusedSaves.has(salesOrder)) ||
    // A later run could set its line, when the shipments of the others were handed on already.
    (code === 'NOT_HANDED_ON' && refusedSaves.has(salesOrder)) ||
    // What shipments note on their order is taken back then, and they are refused: NetSuite may say so each time.
    (code === 'NOT_SAVED' && !isLineUpdate(row) && lateErrors.has(salesOrder)) ||
    (code === 'ORDER_BUSY' && collisions >= ATTEMPTS)
  );
}

/** Of saving an order, and of runs with a file. */
const ATTEMPTS = 3;
const MOST_STOPS = 5;

const isClosed = (known: KnownCauses, orderId: string, seqId: string): boolean =>
  known.closedOrders.has(orderId) || known.closedItems.has(`${orderId}/${seqId}`);

/** The line, or all of the order, was shipped before the newer allocation came. */
function isTooLate({ world, lineOf }: Evidence, row: RefusedRow, orderId: string, seqId: string): boolean {
  const line = lineOf(orderId, seqId);
  if (row.code === 'LINE_FULFILLED') return Number(line?.quantityfulfilled) >= Number(line?.quantity);
  const id = world.netsuite.ids.get(orderId)?.salesOrderId ?? 0;
  const { orderstatus } = world.netsuite.account.getRecord('salesorder', id).fields;
  return isLineUpdate(row) && row.code === 'ORDER_NOT_OPEN' && orderstatus === 'F';
}

function hasFileCause({ world }: Evidence, { errorFile, file, code }: RefusedRow): boolean {
  if (code === 'RUNS_STOPPED') return world.known.stops >= MOST_STOPS;
  const folder = errorFile.split('/').slice(0, -2).join('/');
  // Of two passes that try again in one moment NetSuite may take the file of one before that of the other.
  if (code === 'REPEATED_FILE_NAME' && attemptOf(file) > 0) return true;
  const broken = world.hotwax.allocations.some((sent) => sent.broken && sent.name === file);
  const copies = [...world.known.namesTaken];
  const taken = copies.some(
    (path) => path.startsWith(`${folder}/`) && file.endsWith(path.slice(folder.length + 1)),
  );
  return (broken && [ALLOCATIONS, SHIPMENTS].includes(folder)) || taken;
}
