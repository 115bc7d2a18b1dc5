/** The orders of a seed: made-up ones, a third of them with something wrong on purpose, kits and gift cards among them. */
import {
  makeOrderBook,
  type Order,
  type OrderBook,
  type OrderItem,
  type Product,
} from '../../../testbed/order-book.ts';
import { streamOf } from '../plan/random-streams.ts';

export const GIFT_CARD: Product = { id: '30001', sku: 'GIFT-CARD', netsuiteId: 6001, giftCard: true };

const KIT = '10344';

/** @param only ids of the orders to keep: the others of the seed are as they would be with all of them */
export function makeBook(seed: number, only?: readonly string[]): OrderBook {
  const count = 6 + streamOf(seed, 'number of orders').below(8);
  const made = makeOrderBook(count, seed, 0.3);
  const orders = made.orders
    // Those of the published samples travel in files of their own, in the demo.
    .filter(({ orderId }) => orderId.startsWith('HC'))
    .map((order) => withSpecials(order, seed, made.products))
    .filter(({ orderId }) => only?.includes(orderId) ?? true);
  return { ...made, products: [...made.products, GIFT_CARD], orders };
}

function withSpecials(order: Order, seed: number, products: readonly Product[]): Order {
  const random = streamOf(seed, 'specials', order.orderId);
  const [first] = order.items;
  if (!first || first.trouble) return order;
  const kit = random.chance(0.2) ? kitItems(first, products) : [];
  const card = random.chance(0.2) ? [giftCard(first)] : [];
  return { ...order, items: [...order.items, ...kit, ...card] };
}

/** A kit is one line in NetSuite, and an order item more for each component in HotWax. */
function kitItems(like: OrderItem, products: readonly Product[]): OrderItem[] {
  const kit: OrderItem = { ...like, seqId: '00801', productId: KIT, quantity: 1, pickup: false };
  const components = products.find(({ id }) => id === KIT)?.kitOf ?? [];
  return [
    kit,
    ...components.map((productId, index) => ({
      ...kit,
      seqId: `0081${index + 1}`,
      productId,
      kit: kit.seqId,
    })),
  ];
}

const giftCard = (like: OrderItem): OrderItem => ({
  ...like,
  seqId: '00901',
  productId: GIFT_CARD.id,
  quantity: 1,
  pickup: false,
});

export const isGiftCard = ({ productId }: OrderItem): boolean => productId === GIFT_CARD.id;

/** What is a line of a sales order and can be shipped. */
export const isShippable = (item: OrderItem): boolean => item.kit === undefined && !isGiftCard(item);
