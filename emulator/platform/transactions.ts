/**
 * What NetSuite's transactions are called, where their custom fields apply and which statuses they have. Only sales orders and item
 * fulfillments have rules here; the rest is plain data.
 * Sources: for codes and statuses the list of SuiteAnswers 23874 as published by many (community); for the flags
 * SDFxml_3330726969 and SDFxml_2979546877. Which record a flag such as `bodysale` covers is a guess beyond the records it is named after.
 */

export type TransactionKind = {
  label: string;
  /** In `type` filters, and before the colon in `status` filters. */
  code: string;
  /** Flags of custom body fields that apply to it. */
  body: readonly string[];
  /** Flags of custom line fields that apply to it. */
  column: readonly string[];
  /** The sublist of its lines. */
  lines: string;
  /** By the letter after the colon; none where transactions of the kind have no status. */
  statuses: Readonly<Record<string, string>>;
};

const kind = (
  label: string,
  code: string,
  [body, column]: readonly [string, string],
  statuses: TransactionKind['statuses'] = {},
  lines = 'item',
): TransactionKind => ({ label, code, body: body.split(' '), column: column.split(' '), lines, statuses });

const SALE = ['bodysale', 'colsale'] as const;
const PURCHASE = ['bodypurchase', 'colpurchase'] as const;

export const TRANSACTIONS: Readonly<Record<string, TransactionKind>> = {
  salesorder: kind('Sales Order', 'SalesOrd', SALE),
  itemfulfillment: kind('Item Fulfillment', 'ItemShip', ['bodyitemfulfillment', 'colitemfulfillment']),
  estimate: kind('Estimate', 'Estimate', SALE, {
    A: 'Open',
    B: 'Processed',
    C: 'Closed',
    V: 'Voided',
    X: 'Expired',
  }),
  invoice: kind('Invoice', 'CustInvc', SALE, { A: 'Open', B: 'Paid In Full' }),
  cashsale: kind('Cash Sale', 'CashSale', SALE, {
    A: 'Unapproved Payment',
    B: 'Not Deposited',
    C: 'Deposited',
  }),
  creditmemo: kind('Credit Memo', 'CustCred', SALE, { A: 'Open', B: 'Fully Applied' }),
  returnauthorization: kind('Return Authorization', 'RtnAuth', SALE, {
    A: 'Pending Approval',
    B: 'Pending Receipt',
    C: 'Cancelled',
    D: 'Partially Received',
    E: 'Pending Refund/Partially Received',
    F: 'Pending Refund',
    G: 'Refunded',
    H: 'Closed',
  }),
  purchaseorder: kind('Purchase Order', 'PurchOrd', PURCHASE, {
    A: 'Pending Supervisor Approval',
    B: 'Pending Receipt',
    C: 'Rejected by Supervisor',
    D: 'Partially Received',
    E: 'Pending Billing/Partially Received',
    F: 'Pending Bill',
    G: 'Fully Billed',
    H: 'Closed',
  }),
  vendorbill: kind('Bill', 'VendBill', PURCHASE, {
    A: 'Open',
    B: 'Paid In Full',
    C: 'Cancelled',
    D: 'Pending Approval',
    E: 'Rejected',
  }),
  transferorder: kind('Transfer Order', 'TrnfrOrd', ['bodytransferorder', 'coltransferorder'], {
    A: 'Pending Approval',
    B: 'Pending Fulfillment',
    C: 'Rejected',
    D: 'Partially Fulfilled',
    E: 'Pending Receipt/Partially Fulfilled',
    F: 'Pending Receipt',
    G: 'Received',
    H: 'Closed',
  }),
  itemreceipt: kind('Item Receipt', 'ItemRcpt', ['bodyitemreceipt', 'colitemreceipt']),
  customerdeposit: kind(
    'Customer Deposit',
    'CustDep',
    ['bodydeposit bodycustomerpayment bodyothertransaction', ''],
    { A: 'Not Deposited', B: 'Deposited', C: 'Fully Applied' },
  ),
  inventoryadjustment: kind(
    'Inventory Adjustment',
    'InvAdjst',
    ['bodyinventoryadjustment', 'colinventoryadjustment'],
    {},
    'inventory',
  ),
  inventorytransfer: kind(
    'Inventory Transfer',
    'InvTrnfr',
    ['bodyinventoryadjustment bodyothertransaction', 'colinventoryadjustment'],
    {},
    'inventory',
  ),
};

/** The letter of a status, however it is written: `B`, `PurchOrd:B`, `Pending Receipt` or `pendingReceipt`. */
export function statusLetter({ statuses }: TransactionKind, text: string): string | undefined {
  const letter = text.split(':').at(-1) ?? text;
  if (letter in statuses) return letter;
  const plain = (label: string) => label.toLowerCase().replace(/[^a-z]/g, '');
  return Object.keys(statuses).find((id) => plain(statuses[id] ?? '') === plain(text));
}

/** The letters of their statuses, as a field that holds one chooses them: `transferorderstatus`. */
export const STATUS_LISTS: Readonly<Record<string, Readonly<Record<string, string>>>> = Object.fromEntries(
  Object.entries(TRANSACTIONS).map(([id, { statuses }]) => [`${id}status`, statuses]),
);
