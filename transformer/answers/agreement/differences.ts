/** A difference between the two sides: its cause, what each of them has, and what to do about it. */
import { adviceFor } from '../advice.ts';
import type { Fate, Party, Sent, StatedLine } from './both-sides.ts';

/** Why the two sides differ, in the order in which they are shown. */
export const causes = {
  ALLOCATION_REFUSED: 'HotWax allocated it, and the row was refused',
  ALLOCATION_WAITS: 'HotWax allocated it, and the file has not been taken',
  ALLOCATION_FAILED: 'HotWax allocated it, and the file could not be read',
  ALLOCATION_NEVER_ARRIVED: 'HotWax allocated it, and the file disappeared on its way',
  ALLOCATION_CHANGED: 'NetSuite had applied the allocation, and has another location now',
  SHIPMENT_REFUSED: 'HotWax shipped it, and the row was refused',
  SHIPMENT_WAITS: 'HotWax shipped it, and the file has not been taken',
  SHIPMENT_FAILED: 'HotWax shipped it, and the file could not be read',
  SHIPMENT_NEVER_ARRIVED: 'HotWax shipped it, and the file disappeared on its way',
  SHIPMENT_DELETED: 'NetSuite had fulfilled the shipment, and has no item fulfillment of it now',
  SHIPMENT_QUANTITY: 'Both sides have the shipment with different quantities',
  SHIPMENT_TRACKING: 'The item fulfillment lacks a tracking number of the shipment',
  SHIPMENT_LOCATION: 'The item fulfillment is from another location than the shipment',
  FULFILLED_TWICE: 'NetSuite has fulfilled more than was shipped, in several item fulfillments',
  NETSUITE_ONLY: 'NetSuite has an item fulfillment of a shipment that HotWax never sent',
  LINE_NOT_IN_NETSUITE: 'HotWax sent it, and the sales order has no such line now',
  ORDER_NOT_IN_NETSUITE: 'HotWax sent it, and NetSuite has no such sales order now',
  NOT_EXPORTED: 'NetSuite shipped it, and has not exported it',
  EXPORT_WAITS: 'NetSuite exported it, and the transformer has not taken the file',
  EXPORT_FAILED: 'NetSuite exported it, and the transformer could not read the file',
  EXPORT_NEVER_ARRIVED: 'NetSuite exported it, and the file disappeared on its way',
  EXPORT_REFUSED: 'NetSuite exported it, and the transformer refused the row',
  EXPORT_NOT_TAKEN: 'NetSuite exported it, and HotWax has not taken the file',
  EXPORT_DIFFERS: 'HotWax was told something else than the item fulfillment has now',
  EXPORT_DELETED: 'HotWax was told of an item fulfillment that is not shipped any more',
  EXPORTED_TWICE: 'HotWax was told of one line of an item fulfillment several times',
} as const;

export type Cause = keyof typeof causes;

/**
 * Ids that are not known are `''`.
 * @property code why a row was refused, a file failed or a fulfillment was not exported; `''` for other causes
 * @property hotwax what HotWax sent or received @property netsuite what NetSuite states
 * @property says what was said of it, such as the message of a refusal
 * @property since ISO 8601: when the row was sent, or the item fulfillment made; null when that is not known
 * @property file with `row` where it was sent or told
 */
export type Difference = {
  cause: Cause;
  code: string;
  orderId: string;
  orderItemSeqId: string;
  salesOrder: string;
  line: string;
  hotwax: string;
  netsuite: string;
  says: string;
  since: string | null;
  file: string;
  row: number;
  whatToDo: string;
};

type Particulars = { hotwax: string; netsuite: string; code?: string; says?: string; whatToDo?: string };

/** A difference about a row that was sent. */
export const differenceOf = (
  cause: Cause,
  sent: Sent,
  stated: StatedLine | undefined,
  { hotwax, netsuite, code = '', says = '', whatToDo }: Particulars,
): Difference => ({
  cause,
  code,
  orderId: sent.orderId || (stated?.line.orderId ?? ''),
  orderItemSeqId: sent.orderItemSeqId || (stated?.line.orderItemSeqId ?? ''),
  salesOrder: stated?.line.salesOrderId ?? sent.salesOrder,
  line: stated?.line.lineId ?? sent.line,
  hotwax,
  netsuite,
  says,
  since: new Date(sent.at).toISOString(),
  file: sent.file,
  row: sent.row,
  whatToDo: whatToDo ?? (code === '' ? todo[cause] : adviceFor(code)),
});

/** A difference about a line of an item fulfillment of which nothing was sent. */
export const statedDifference = (
  cause: Cause,
  line: StatedLine['line'],
  { hotwax, netsuite, code = '', says = '', whatToDo }: Particulars,
): Difference => ({
  cause,
  code,
  orderId: line.orderId,
  orderItemSeqId: line.orderItemSeqId,
  salesOrder: line.salesOrderId,
  line: line.lineId,
  hotwax,
  netsuite,
  says,
  since: line.fulfilledAt === '' ? null : new Date(line.fulfilledAt).toISOString(),
  file: line.exportFile,
  row: 0,
  whatToDo: whatToDo ?? todo[cause],
});

type Unfinished = Exclude<Fate, { kind: 'applied' | 'skipped' | 'unknown' }>;

/** What stopped a row on its way. */
export const isUnfinished = (fate: Fate): fate is Unfinished =>
  fate.kind === 'refused' || fate.kind === 'waits' || fate.kind === 'failed' || fate.kind === 'gone';

const endings = {
  refused: 'REFUSED',
  waits: 'WAITS',
  failed: 'FAILED',
  gone: 'NEVER_ARRIVED',
} as const;

/** The difference of a row that came to nothing on its way. */
export function stoppedAt(
  what: 'ALLOCATION' | 'SHIPMENT',
  sent: Sent,
  fate: Unfinished,
  stated: StatedLine | undefined,
  sides: { hotwax: string; netsuite: string },
): Difference {
  return differenceOf(`${what}_${endings[fate.kind]}`, sent, stated, { ...sides, ...reasonOf(fate) });
}

export const reasonOf = (fate: Unfinished): { code?: string; says: string } =>
  fate.kind === 'refused'
    ? { code: fate.code, says: `${named(fate.by)} refused it: ${fate.message}` }
    : fate.kind === 'failed'
      ? { code: fate.code, says: `${named(fate.by)} could not read the file: ${fate.message}` }
      : fate.kind === 'waits'
        ? { says: `${named(fate.by)} has not taken it since ${new Date(fate.since).toISOString()}` }
        : {
            says: `the file has left the folder of ${named(fate.by)}, and neither its archive nor failed/ has it`,
          };

const named = (party: Party): string => (party === 'transformer' ? 'the transformer' : party);

const RUNS =
  'Check that the deployment of the script that reads the folder is scheduled and runs, and "What is stuck" in docs/monitoring.md.';
const LOST =
  'Find out who took the file: it is in none of the folders where it should be. Then have it sent again.';

const todo: Readonly<Record<Cause, string>> = {
  ALLOCATION_REFUSED: 'Correct what the message says, and send the refused row again.',
  ALLOCATION_WAITS: RUNS,
  ALLOCATION_FAILED: 'Correct the file, and put it back.',
  ALLOCATION_NEVER_ARRIVED: LOST,
  ALLOCATION_CHANGED:
    'Look at the system notes of the sales order: who changed the location? Set it back, or have HotWax allocate the item anew.',
  SHIPMENT_REFUSED: 'Correct what the message says, and send the refused row again.',
  SHIPMENT_WAITS: RUNS,
  SHIPMENT_FAILED: 'Correct the file, and put it back.',
  SHIPMENT_NEVER_ARRIVED: LOST,
  SHIPMENT_DELETED:
    'Ask who deleted the item fulfillment. If the goods did ship, send the file again: transformer replay; if not, correct the order in HotWax.',
  SHIPMENT_QUANTITY:
    'Look at the system notes of the item fulfillment, and correct the side that is wrong by hand.',
  SHIPMENT_TRACKING:
    'Enter the tracking number on the item fulfillment: a shipment is not fulfilled again for it.',
  SHIPMENT_LOCATION:
    'Look at the system notes of the item fulfillment, and correct the location, or the stock of both.',
  FULFILLED_TWICE: 'Find out which of the item fulfillments did not ship, and delete it.',
  NETSUITE_ONLY:
    'Find out who made the item fulfillment. If HotWax did ship it, its file is older than what the transformer keeps; if not, delete it.',
  LINE_NOT_IN_NETSUITE: 'Find out who deleted the line. Cancel the item in HotWax, or enter the line again.',
  ORDER_NOT_IN_NETSUITE:
    'Find out who deleted the sales order. Cancel the order in HotWax, or enter it again.',
  NOT_EXPORTED: 'Check that the export is scheduled and runs, and its setting "Export shipments since".',
  EXPORT_WAITS: 'Check that the transformer runs: transformer status.',
  EXPORT_FAILED: 'Correct the file, and put it back: transformer replay.',
  EXPORT_NEVER_ARRIVED:
    'Clear HC Item Fulfillment Exported on the item fulfillment, and it is exported again; first make sure that HotWax does not have it.',
  EXPORT_REFUSED:
    'Correct what the message says, clear HC Item Fulfillment Exported, and it is exported again.',
  EXPORT_NOT_TAKEN: 'Check that the job "Order Item Fulfillment" in HotWax is scheduled and runs.',
  EXPORT_DIFFERS: 'Correct the order in HotWax: what was told once is not told again when it changes.',
  EXPORT_DELETED: 'Correct the order in HotWax: it counts goods as shipped that NetSuite has not shipped.',
  EXPORTED_TWICE: 'Look in HotWax whether it counted the goods twice, and correct the order there.',
};

export const whatToDo = (cause: Cause): string => todo[cause];
