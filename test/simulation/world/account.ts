/** The NetSuite account of a trace: the built scripts, and a sales order for every order of the book. */
import { type Setting, SFTP_HOST } from '../../../testbed/netsuite-account.ts';
import { befall, type NetSuiteSide, openNetSuiteSide } from '../../../testbed/netsuite-orders.ts';
import type { OrderBook, Trouble } from '../../../testbed/order-book.ts';

export const SFTP_HOME = '/home/hotwax';

/** @param root the folder that is the root of the SFTP server */
export function openAccount(book: OrderBook, root: string, setting: Setting): NetSuiteSide {
  const netsuite = openNetSuiteSide(
    book,
    { directory: `${SFTP_HOME}/netsuite/` },
    // The scripts are ours: no thread has to watch that each call comes to an end.
    { ...setting, timeLimits: false, sftpHosts: { [SFTP_HOST]: { folder: root } } },
  );
  for (const order of book.orders) {
    const trouble = order.items[0]?.trouble;
    if (trouble && changedSince.includes(trouble)) befall(netsuite, order, trouble);
  }
  return netsuite;
}

/** Troubles that befall an order after HotWax has learnt its ids. */
const changedSince: readonly Trouble[] = [
  'line gone from NetSuite',
  'sales order closed',
  'line closed meanwhile',
];
