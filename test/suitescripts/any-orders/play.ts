/** Plays a story on its account: the orders are entered, people do their deeds, the files come, and after each the oracle looks. */
import { namedAccount } from '../../../testbed/accounts/named-accounts.ts';
import { shipOrder } from '../../../testbed/ship-order.ts';
import { openScenario, type Scenario } from '../scenario.ts';
import { expectTrue, FOLDER } from './oracle.ts';
import { type FileSeen, lookAt, type Sent } from './seen.ts';
import type { Deed, Goods, Row, Story } from './stories.ts';

const SCRIPT = 'customdeploy_create_itemfulfillment';
const MISSING = 999_999;

/** @throws what does not hold */
export function play(story: Story): void {
  const scenario = openScenario({}, { named: story.named });
  try {
    const ids = story.orders.map(({ lines, status }) =>
      scenario.order(lines, status === 'B' ? {} : { orderstatus: status }),
    );
    const named = namedAccount(story.named);
    const shipped = new Map<string, Sent>();
    const byHand = new Set<number>();
    story.files.forEach(({ deed, rows }, index) => {
      for (const id of doDeed(scenario, story, ids, deed)) byHand.add(id);
      const name = `${index}.json`;
      const sent = rows.map((row) => sentOf(story, ids, row));
      const before = lookAt(scenario, named, ids);
      scenario.put(`${FOLDER}/${name}`, JSON.stringify(sent.map(elementOf)));
      const { ended } = scenario.run(SCRIPT);
      if (ended !== 'normally') throw new Error(`The run ended ${ended}.`);
      const seen: FileSeen = { name, sent, before, after: lookAt(scenario, named, ids), shipped, byHand };
      expectTrue(scenario, story, seen);
    });
  } finally {
    scenario.end();
  }
}

function sentOf({ orders, goods, sent }: Story, ids: readonly number[], { goods: index, more }: Row): Sent {
  const seq = index % goods.length;
  const piece = goods[seq] as Goods;
  const { date = '', method = '' } = sent[piece.shipment] ?? {};
  return {
    ...piece,
    seq,
    quantity: piece.quantity + more,
    ...placed(orders, ids, piece),
    date,
    method,
  };
}

/** Which order and line of the account a piece is of. */
function placed(orders: Story['orders'], ids: readonly number[], piece: Pick<Goods, 'order' | 'line'>) {
  const index = piece.order < 0 ? -1 : piece.order % orders.length;
  const order = orders[index];
  return {
    orderId: ids[index] ?? MISSING,
    line: piece.line > 0 && order ? ((piece.line - 1) % order.lines.length) + 1 : 99,
    maySplit: order?.maySplit ?? 'Y',
  };
}

const elementOf = (sent: Sent) => ({
  order_id: String(sent.orderId),
  maySplit: sent.maySplit,
  items: [
    {
      line_id: String(sent.line),
      location_id: String(sent.location),
      quantity: String(sent.quantity),
      tags: sent.tag,
      shipment_method_type_id: sent.pickedUp ? 'STOREPICKUP' : 'STANDARD',
      order_item_seq_id: `001${sent.line}`,
      shipment_id: `S${sent.shipment}`,
      shipment_item_seq_id: String(sent.seq),
      tracking_number: sent.tracking,
      ship_method_id: sent.method,
      shipped_date: sent.date,
    },
  ],
});

/** What the account refuses does not happen, nor does picking where it has no such step. @returns item fulfillments that people have made */
function doDeed(
  scenario: Scenario,
  story: Story,
  ids: readonly number[],
  { what, ...place }: Deed,
): number[] {
  const { orderId: id, line } = placed(story.orders, ids, place);
  if (what === 'nothing') return [];
  if (what === 'pick' && story.named !== 'pick, pack and ship') return [];
  try {
    if (what === 'close') close(scenario, id, line);
    else return [pickOrShip(scenario, story, id, String(line), what)];
  } catch {
    // The line does not exist, has no stock, or wants inventory detail.
  }
  return [];
}

function close(scenario: Scenario, id: number, line: number): void {
  scenario.account.asUser(({ record }) => {
    const order = record.load({ type: 'salesorder', id });
    order.setSublistValue({ sublistId: 'item', fieldId: 'isclosed', line: line - 1, value: true });
    order.save();
  });
}

function pickOrShip(
  { account }: Scenario,
  { named }: Story,
  id: number,
  line: string,
  what: 'ship' | 'pick',
) {
  const fields = { ...namedAccount(named).shipmentFields, shipstatus: what === 'ship' ? 'C' : 'A' };
  return shipOrder(account, id, { lines: [line], quantities: { [line]: 1 }, fields });
}
