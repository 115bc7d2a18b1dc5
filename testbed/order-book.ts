/** The orders of demo and simulation before either side knows them: made up from a seed, and those of the published samples. */
import { type Random, seededRandom } from './random.ts';

/** @property side whose people ship from it */
export type Facility = { id: string; name: string; side: 'netsuite' | 'oms'; inactive?: boolean };

export type Product = {
  id: string;
  sku: string;
  netsuiteId: number;
  kitOf?: readonly string[];
  giftCard?: boolean;
};

/** What is wrong with an order item on purpose, and has to end in an error file. */
export type Trouble =
  | 'order not in NetSuite yet'
  | 'line not known to HotWax'
  | 'product id expired'
  | 'no membership list'
  | 'line gone from NetSuite'
  | 'sales order closed'
  | 'location inactive'
  | 'item differs'
  | 'HotWax order id lost'
  | 'shipped too much'
  | 'line closed meanwhile';

export type OrderItem = {
  orderId: string;
  seqId: string;
  productId: string;
  quantity: number;
  facilityId: string;
  pickup: boolean;
  trouble?: Trouble;
  /** Sequence id of the kit this is a component of. */
  kit?: string;
};

/** @property exportedBefore shipped by NetSuite and exported by the script that was replaced */
export type Order = { orderId: string; items: OrderItem[]; exportedBefore?: readonly string[] };

/** NetSuite's ids of an order, as HotWax learns them from the id exports. */
export type SalesOrderIds = { salesOrderId: number; lineIds: ReadonlyMap<string, string> };

export type OrderBook = {
  facilities: readonly Facility[];
  products: readonly Product[];
  orders: readonly Order[];
};

export function findIn<Thing extends { id: string }>(things: readonly Thing[], id: string): Thing {
  const found = things.find((thing) => thing.id === id);
  if (!found) throw new Error(`The order book has no ${id}.`);
  return found;
}

/** Facility 114 and 549 and 1 are the ones of the published samples. */
const facilities: readonly Facility[] = [
  { id: '114', name: 'Warehouse New Orleans', side: 'netsuite' },
  { id: '121', name: 'Warehouse Reno', side: 'netsuite' },
  { id: '130', name: 'Warehouse Dallas (given up)', side: 'netsuite', inactive: true },
  { id: '1', name: 'Store Knoxville', side: 'oms' },
  { id: '15', name: 'Store "Le Marais", Paris', side: 'oms' },
  { id: '549', name: 'Store Brooklyn', side: 'oms' },
];

const sampleProducts: readonly Product[] = [
  { id: '10344', sku: 'VANITYKIT-01', netsuiteId: 40675, kitOf: ['10342', '11741'] },
  { id: '10342', sku: 'SCJ1-228G-21CS-222', netsuiteId: 31083 },
  { id: '11741', sku: 'VANITYLENS-06', netsuiteId: 38040 },
  { id: '10609', sku: 'S00CG30', netsuiteId: 28198 },
  { id: '283685', sku: 'BKNOXX', netsuiteId: 28199 },
];

/** @param troubleRate the share of orders that are in trouble; without it each trouble befalls one order */
export function makeOrderBook(orderCount: number, seed: number, troubleRate?: number): OrderBook {
  const random = seededRandom(seed);
  const made = Array.from({ length: 12 }, (_, index) => makeProduct(index));
  const orders = Array.from({ length: orderCount }, (_, index) => makeOrder(index, made, random));
  if (troubleRate === undefined) addTroubles(orders);
  else addRandomTroubles(orders, troubleRate, random);
  return { facilities, products: [...sampleProducts, ...made], orders: [...sampleOrders(), ...orders] };
}

/** The orders of the published files in `demo/samples/`, with what the files say of them. */
function sampleOrders(): Order[] {
  const item = (orderId: string, seqId: string, productId: string, facilityId: string): OrderItem => ({
    orderId,
    seqId,
    productId,
    quantity: 1,
    facilityId,
    pickup: false,
  });
  const kit = item('KRWE10188', '00101', '10344', '114');
  const component = (seqId: string, productId: string) => ({
    ...item('KRWE10188', seqId, productId, '114'),
    kit: kit.seqId,
  });
  return [
    { orderId: 'SGSM10007', items: [item('SGSM10007', '00001', '10609', '1')] },
    { orderId: 'KRWE10188', items: [kit, component('00102', '10342'), component('00103', '11741')] },
    { orderId: '100000', items: [item('100000', '00101', '283685', '549')] },
    {
      orderId: 'KR15831',
      items: [item('KR15831', '00101', '10609', '114')],
      exportedBefore: ['788874904550'],
    },
    {
      orderId: 'KR15863',
      items: [item('KR15863', '00101', '10609', '114')],
      exportedBefore: ['788874909150'],
    },
  ];
}

const makeProduct = (index: number): Product => ({
  id: String(20001 + index),
  sku: `SKU-${String(index + 1).padStart(3, '0')}`,
  netsuiteId: 5001 + index,
});

const activeFacilities = facilities.filter(({ inactive }) => !inactive);

/** HotWax numbers order items in steps of a hundred or one by one, always with five digits. */
function makeOrder(index: number, products: readonly Product[], random: Random): Order {
  const orderId = `HC${10001 + index}`;
  const oneFacility = random.chance(0.6) ? random.pick(activeFacilities) : undefined;
  const items = Array.from({ length: 1 + random.below(4) }, (_, line): OrderItem => {
    const facility = oneFacility ?? random.pick(activeFacilities);
    return {
      orderId,
      seqId: String(101 + line * 100).padStart(5, '0'),
      productId: random.pick(products).id,
      quantity: random.chance(0.75) ? 1 : 2 + random.below(3),
      facilityId: facility.id,
      pickup: facility.side === 'oms' && random.chance(0.2),
    };
  });
  return { orderId, items };
}

/** Each trouble befalls the first item of an order of its own, at a facility where it can. */
const troubles: readonly { trouble: Trouble; facilityId: string }[] = [
  { trouble: 'order not in NetSuite yet', facilityId: '114' },
  { trouble: 'order not in NetSuite yet', facilityId: '549' },
  { trouble: 'line not known to HotWax', facilityId: '121' },
  { trouble: 'line not known to HotWax', facilityId: '15' },
  { trouble: 'product id expired', facilityId: '114' },
  { trouble: 'no membership list', facilityId: '121' },
  { trouble: 'line gone from NetSuite', facilityId: '114' },
  { trouble: 'sales order closed', facilityId: '121' },
  { trouble: 'location inactive', facilityId: '130' },
  { trouble: 'item differs', facilityId: '114' },
  { trouble: 'HotWax order id lost', facilityId: '121' },
  { trouble: 'shipped too much', facilityId: '549' },
  { trouble: 'line closed meanwhile', facilityId: '1' },
];

function addTroubles(orders: readonly Order[]): void {
  troubles.forEach((trouble, index) => {
    const order = orders[7 + index * 3];
    if (order) addTrouble(order, trouble);
  });
}

function addRandomTroubles(orders: readonly Order[], rate: number, random: Random): void {
  for (const order of orders) if (random.chance(rate)) addTrouble(order, random.pick(troubles));
}

/** One item, so that the trouble of an order as a whole is the trouble of its item. */
function addTrouble(order: Order, { trouble, facilityId }: (typeof troubles)[number]): void {
  const [item] = order.items;
  if (item) order.items = [{ ...item, facilityId, pickup: false, trouble }];
}
