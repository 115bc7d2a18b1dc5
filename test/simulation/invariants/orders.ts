/** No row may change what it is not about: become a new line, or change the line of another item. */
import { namedAccount } from '../../../testbed/accounts/named-accounts.ts';
import { type Difference, when } from './claims.ts';
import type { Evidence } from './evidence.ts';

export const checkOrders = ({ world, placeOf }: Evidence): Difference[] =>
  world.hotwax.book.orders.flatMap(({ orderId, items }) => {
    const id = world.netsuite.ids.get(orderId)?.salesOrderId ?? 0;
    const lines = world.netsuite.account.getRecord('salesorder', id).sublists.item ?? [];
    const entered = items.filter(({ kit }) => kit === undefined).length;
    const own = namedAccount(world.accountName).lastLines ? 1 : 0;
    const expected = entered + own + (world.known.linesAdded.get(orderId) ?? 0);
    const text = `${orderId} has ${lines.length} lines, of which ${expected} were entered.`;
    const differs = items.some(({ trouble }) => trouble === 'item differs');
    const [first] = lines;
    return [
      ...when(lines.length !== expected, 'orders', text),
      ...when(
        differs && placeOf(first) !== '',
        'orders',
        `${orderId} has a location on the line of another item.`,
      ),
    ];
  });
