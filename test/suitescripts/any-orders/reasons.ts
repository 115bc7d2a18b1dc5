/** Whether the reason of a refused row is true, by code, and for some codes by sentence. */
import type { NamedAccount } from '../../../testbed/accounts/named-account.ts';
import { LOT_ITEM, type RefusedRow, type Scenario, SERIAL_ITEM, SERVICE } from '../scenario.ts';
import {
  type FileSeen,
  freeAt,
  identityOf,
  type LineSeen,
  type OrdersSeen,
  partsOf,
  type Sent,
} from './seen.ts';

/** @property refused by row number of the file, which counts from 1 */
export type Refusal = {
  scenario: Scenario;
  named: NamedAccount;
  seen: FileSeen;
  refused: ReadonlyMap<number, RefusedRow>;
  sent: Sent;
  said: RefusedRow;
};

export const reasonHolds = (refusal: Refusal): boolean => CODES[refusal.said.code]?.(refusal) ?? false;

const CODES: Readonly<Record<string, (refusal: Refusal) => boolean>> = {
  ORDER_NOT_FOUND: ({ scenario, sent }) =>
    !scenario.account.listRecords('salesorder').some(({ id }) => id === sent.orderId),
  ORDER_NOT_APPROVED: (refusal) => statusOf(refusal) === 'A',
  ORDER_NOT_FULFILLABLE: (refusal) => ['C', 'H'].includes(statusOf(refusal)),
  NOTHING_TO_FULFILL: (refusal) => ['F', 'G'].includes(statusOf(refusal)),
  LINE_NOT_FULFILLABLE: lineCannotGo,
  MORE_THAN_REMAINS: isMoreThanRemains,
  NOT_COMMITTED: isNotCommitted,
  INVENTORY_DETAIL_NEEDED: needsDetail,
  LOCATION_NOT_FOUND: ({ scenario, sent }) => locationOf(scenario, sent) === undefined,
  LOCATION_INACTIVE: ({ scenario, sent }) => locationOf(scenario, sent)?.fields.isinactive === true,
  SHIPMENT_ITEM_CHANGED: ({ seen, sent }) => {
    const known = seen.shipped.get(identityOf(sent));
    return known !== undefined && known.quantity !== sent.quantity;
  },
  CONFLICTING_ROWS: ({ seen, sent }) =>
    seen.sent.some((other) => identityOf(other) === identityOf(sent) && other.quantity !== sent.quantity),
};

const statusOf = ({ seen, sent }: Refusal): string => seen.after.get(sent.orderId)?.status ?? '';

const lineIn = (orders: OrdersSeen, { orderId, line }: Sent): LineSeen | undefined =>
  orders.get(orderId)?.lines.get(line);

const lineOf = ({ seen, sent }: Refusal): LineSeen | undefined => lineIn(seen.after, sent);

const locationOf = ({ account }: Scenario, { location }: Sent) =>
  account.listRecords('location').find(({ id }) => id === location);

/**
 * Nobody names lots or serial numbers here. NetSuite's words do not say which line lacks them, so that one takes others of its shipment
 * along whose stock has a bin or a status, which NetSuite would have filled in.
 */
function needsDetail(refusal: Refusal): boolean {
  const { named, seen, refused, sent, said } = refusal;
  const isNumbered = (row: Sent) => [SERIAL_ITEM, LOT_ITEM].includes(lineIn(seen.after, row)?.item ?? 0);
  const features: unknown = named.features ?? [];
  const fillsIn = ['BINMANAGEMENT', 'INVENTORYSTATUS'].some(
    (id) => Array.isArray(features) && features.includes(id),
  );
  if (isNumbered(sent) || !fillsIn) return isNumbered(sent);
  return seen.sent.some(
    (other, index) =>
      refused.get(index + 1)?.code === said.code &&
      other.orderId === sent.orderId &&
      other.shipment === sent.shipment &&
      other.location === sent.location &&
      isNumbered(other),
  );
}

/** Each sentence of the code claims something else. */
function lineCannotGo(refusal: Refusal): boolean {
  const line = lineOf(refusal);
  const { message } = refusal.said;
  if (/has no line \d+\.$/.test(message)) return line === undefined;
  if (/is closed\.$/.test(message)) return line?.isClosed === true;
  if (/of a kind that NetSuite does not fulfill/.test(message)) return line?.item === SERVICE;
  if (/is already fulfilled\.$/.test(message)) return line !== undefined && line.fulfilled >= line.quantity;
  if (/that is picked or packed/.test(message))
    return line?.remaining === 0 && line.fulfilled < line.quantity;
  return false;
}

/** The numbers of the sentence are those of the rows, and of the line at some time of the run. */
function isMoreThanRemains(refusal: Refusal): boolean {
  const numbers = /HotWax shipped ([\d.]+) of line (\d+), of which ([\d.]+) can/.exec(refusal.said.message);
  const [asked = 0, id = 0, remained = 0] = (numbers ?? []).slice(1).map(Number);
  const before = lineIn(refusal.seen.before, refusal.sent);
  const after = lineOf(refusal);
  if (!before || !after || id !== refusal.sent.line) return false;
  const isWhatRemained = after.remaining <= remained && remained <= before.remaining;
  return asked === askedTogether(refusal) && asked > remained && isWhatRemained;
}

/** What the rows of one line and shipment that were refused alike ask for. */
function askedTogether({ seen, refused, sent, said }: Refusal): number {
  const alike = seen.sent.filter(
    (other, index) =>
      refused.get(index + 1)?.code === said.code &&
      other.orderId === sent.orderId &&
      other.line === sent.line &&
      other.shipment === sent.shipment &&
      other.location === sent.location,
  );
  const pieces = new Map(alike.map((other) => [identityOf(other), other.quantity]));
  return [...pieces.values()].reduce((sum, quantity) => sum + quantity, 0);
}

/** Only where no more may go than is committed, and what is free there is too little, before or after the file. */
function isNotCommitted(refusal: Refusal): boolean {
  const { scenario, named, seen, sent } = refusal;
  const line = lineOf(refusal);
  if (named.preferences?.fulfillBasedOnCommitment !== 'Limit to Committed' || !line) return false;
  const asked = askedTogether(refusal);
  const parts = partsOf(scenario.account, line.item);
  return parts.some(({ item, per }) =>
    [seen.before, seen.after].some((orders) => freeAt(scenario, orders, { ...sent, item }) < asked * per),
  );
}
