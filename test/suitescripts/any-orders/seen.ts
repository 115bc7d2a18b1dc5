/** What the oracle sees of an account: its orders and their lines before and after a file, as its records have them. */
import type { NamedAccount } from '../../../testbed/accounts/named-account.ts';
import { KIT, type OrderLine, type Scenario } from '../scenario.ts';
import type { Goods } from './stories.ts';

/** A row as the file has it. @property seq tells shipment items apart */
export type Sent = Goods & { seq: number; orderId: number; maySplit: string; date: string; method: string };

/** @property place where the line ships from */
export type LineSeen = {
  item: number;
  isClosed: boolean;
  quantity: number;
  fulfilled: number;
  /** What no fulfillment has, picked ones included. */
  remaining: number;
  committed: number;
  place: string;
  tag: string;
  pickedUp: boolean;
};

export type OrderSeen = { status: string; place: string; lines: Map<number, LineSeen> };
export type OrdersSeen = Map<number, OrderSeen>;

/**
 * @property shipped what earlier files have had fulfilled, by shipment item; the oracle adds what this one has
 * @property byHand item fulfillments that people have made
 */
export type FileSeen = {
  name: string;
  sent: Sent[];
  before: OrdersSeen;
  after: OrdersSeen;
  shipped: Map<string, Sent>;
  byHand: ReadonlySet<number>;
};

export const identityOf = ({ shipment, seq, line }: Sent): string => `S${shipment} ${seq} ${line}`;

/** Lines that the account itself adds to each order included. */
export function lookAt(
  { account }: Scenario,
  { placeField = 'location' }: NamedAccount,
  ids: readonly number[],
): OrdersSeen {
  return new Map(
    ids.map((id) => {
      const { fields, sublists } = account.getRecord('salesorder', id);
      const lines = (sublists.item ?? []).map(
        (line) => [Number(line.line), seenOf(line, text(line[placeField]))] as const,
      );
      return [
        id,
        { status: String(fields.orderstatus), place: text(fields.location), lines: new Map(lines) },
      ];
    }),
  );
}

function seenOf(line: OrderLine, place: string): LineSeen {
  const isClosed = line.isclosed === true;
  const left = Number(line.quantity) - Number(line.quantitypicked ?? 0);
  return {
    item: Number(line.item),
    isClosed,
    quantity: Number(line.quantity),
    fulfilled: Number(line.quantityfulfilled ?? 0),
    remaining: left,
    committed: Number(line.quantitycommitted ?? 0),
    place,
    tag: text(line.custcol_hc_item_tag),
    pickedUp: line.custcolisbopis === true,
  };
}

export const text = (value: unknown): string => (value === null || value === undefined ? '' : String(value));

/** What of an item a line of an order could have at a location: what is there and no other order, nor a line before it, has. */
export function freeAt(
  { account }: Scenario,
  orders: OrdersSeen,
  wanted: { orderId: number; line: number; item: number; location: number },
): number {
  const stock = onHand(account, wanted.item, wanted.location);
  let taken = 0;
  for (const [orderId, { lines }] of orders) {
    for (const [line, { item, place, committed }] of lines) {
      const isBefore = orderId !== wanted.orderId || line < wanted.line;
      const held = partsOf(account, item).find((part) => part.item === wanted.item);
      if (isBefore && held && place === String(wanted.location)) taken += committed * held.per;
    }
  }
  return stock - taken;
}

/** The stock that a line takes: of a kit that of its members. */
export function partsOf(account: Scenario['account'], item: number): { item: number; per: number }[] {
  if (item !== KIT) return [{ item, per: 1 }];
  const members = account.getRecord('kititem', KIT).sublists.member ?? [];
  return members.map((member) => ({ item: Number(member.item), per: Number(member.quantity) }));
}

/** Without figures there is always enough. */
function onHand(account: Scenario['account'], item: number, location: number): number {
  const type = ITEM_TYPES.find((candidate) => account.listRecords(candidate).some(({ id }) => id === item));
  const places = type === undefined ? [] : (account.getRecord(type, item).sublists.locations ?? []);
  if (places.length === 0) return Number.POSITIVE_INFINITY;
  const place = places.find((candidate) => String(candidate.location) === String(location));
  return Number(place?.quantityonhand ?? 0);
}

const ITEM_TYPES = ['inventoryitem', 'serializedinventoryitem', 'lotnumberedinventoryitem'];
