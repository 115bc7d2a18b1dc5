/** Stories of an account: its orders, what HotWax ships of them file by file, and what people do in between. */
import fc from 'fast-check';
import { ACCOUNT_NAMES, type AccountName } from '../../../testbed/accounts/named-accounts.ts';
import { hasMarks } from '../expected-failures.ts';
import {
  CLOSED_STORE,
  GIFT_CARD,
  ITEM,
  KIT,
  type Line,
  LOT_ITEM,
  OTHER_ITEM,
  OTHER_STORE,
  SERIAL_ITEM,
  SERVICE,
  STORE,
  WAREHOUSE,
} from '../scenario.ts';

export type OrderStory = { lines: Line[]; status: 'A' | 'B' | 'C'; maySplit: 'Y' | 'N' };

/** A piece of goods that HotWax has shipped. @property order counts from 0, and `line` from 1, over those there are; -1 does not exist */
export type Goods = {
  order: number;
  line: number;
  location: number;
  quantity: number;
  shipment: number;
  tracking: string;
  tag: string;
  pickedUp: boolean;
};

/** @property goods which of the story's goods, @property more how much more of it the row says than the goods have */
export type Row = { goods: number; more: number };

/** What a person does to a line before a file comes. */
export type Deed = { what: 'nothing' | 'close' | 'ship' | 'pick'; order: number; line: number };

export type Story = {
  named: AccountName;
  orders: OrderStory[];
  goods: Goods[];
  /** By shipment. */
  sent: { date: string; method: string }[];
  files: { deed: Deed; rows: Row[] }[];
};

const PLAYED = ACCOUNT_NAMES.filter((name) => !hasMarks(name, 'HC_SC_CreateItemFulfillment'));

const small = fc.constantFrom(1, 1, 1, 2, 3);
/** Some want nearly all that a location of the accounts with counted stock has. */
const quantity = fc.oneof(
  { weight: 8, arbitrary: small },
  { weight: 1, arbitrary: fc.constantFrom(700, 1500) },
);

const line: fc.Arbitrary<Line> = fc
  .record({
    item: fc.constantFrom(
      ITEM,
      ITEM,
      ITEM,
      ITEM,
      OTHER_ITEM,
      KIT,
      KIT,
      GIFT_CARD,
      SERVICE,
      SERIAL_ITEM,
      LOT_ITEM,
    ),
    quantity: fc.oneof({ weight: 1, arbitrary: quantity }, { weight: 2, arbitrary: fc.constantFrom(4, 9) }),
    isclosed: fc.constantFrom(false, false, false, false, false, false, true),
    location: fc.constantFrom(undefined, STORE, WAREHOUSE, OTHER_STORE),
    tag: fc.constantFrom(undefined, 'hotwax-fulfilled', 'gift wrapped'),
  })
  .map(({ location, tag, ...rest }) => ({
    ...rest,
    ...(location === undefined ? {} : { location }),
    ...(tag === undefined ? {} : { tag }),
  }));

const order: fc.Arbitrary<OrderStory> = fc.record({
  lines: fc.array(line, { minLength: 1, maxLength: 4, size: 'max' }),
  status: fc.oneof(
    { weight: 12, arbitrary: fc.constant('B') },
    { weight: 1, arbitrary: fc.constantFrom('A', 'C') },
  ),
  maySplit: fc.constantFrom('Y', 'Y', 'N'),
});

const mostly = <Value>(arbitrary: fc.Arbitrary<Value>, seldom: Value) =>
  fc.oneof({ weight: 24, arbitrary }, { weight: 1, arbitrary: fc.constant(seldom) });

const orderIndex = mostly(fc.nat({ max: 2 }), -1);
const lineId = mostly(fc.integer({ min: 1, max: 4 }), -1);
const SHIPMENTS = 4;

const goods: fc.Arbitrary<Goods> = fc.record({
  order: orderIndex,
  line: lineId,
  location: fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(STORE, STORE, WAREHOUSE, OTHER_STORE) },
    { weight: 1, arbitrary: fc.constantFrom(CLOSED_STORE, 7) },
  ),
  quantity,
  shipment: fc.nat({ max: SHIPMENTS - 1 }),
  tracking: fc.constantFrom('', '1Z1', '1Z2', '1Z1 | 1Z3'),
  tag: fc.constantFrom('hotwax-fulfilled', ''),
  pickedUp: fc.constantFrom(false, false, true),
});

const sent = fc.record({
  date: fc.constantFrom('2026-02-27T23:30:00-05:00', '2026-03-01T00:30:00+09:00', '2026-03-02T10:00:00', ''),
  method: fc.constantFrom('', '2830', '9999'),
});

const deed: fc.Arbitrary<Deed> = fc.record({
  what: fc.constantFrom('nothing', 'nothing', 'close', 'ship', 'pick'),
  order: orderIndex,
  line: lineId,
});

const row: fc.Arbitrary<Row> = fc.record({
  goods: fc.nat({ max: 11 }),
  more: mostly(fc.constant(0), 1),
});

/** Without a bias to what comes first: few rows would be of anything there is. */
export const story: fc.Arbitrary<Story> = fc.noBias(
  fc.record({
    named: fc.constantFrom(...PLAYED),
    orders: fc.array(order, { minLength: 1, maxLength: 3, size: 'max' }),
    goods: fc.array(goods, { minLength: 6, maxLength: 12, size: 'max' }),
    sent: fc.array(sent, { minLength: SHIPMENTS, maxLength: SHIPMENTS }),
    files: fc.array(fc.record({ deed, rows: fc.array(row, { minLength: 1, maxLength: 8 }) }), {
      minLength: 1,
      maxLength: 3,
    }),
  }),
);
