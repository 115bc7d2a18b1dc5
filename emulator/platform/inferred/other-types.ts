/**
 * Kinds of records beyond the tables: an account's data may have plain ones, and searches of their family and fields that point at it
 * find them. Sources: the help's list of record types; for codes of transactions the list of SuiteAnswers 23874 as published by many.
 */
import type { RecordTypeSpec } from '../record-types.ts';
import { BODY_FIELDS } from '../transaction-types.ts';
import { TRANSACTIONS } from '../transactions.ts';

const PLAIN_FIELDS = { externalid: 'text', name: 'text', isinactive: 'checkbox' };

/** People and companies, who share their ids with customers and employees. */
const ENTITIES = ['vendor', 'partner', 'contact', 'job', 'lead', 'prospect', 'othername', 'genericresource'];

/** Code in `type` filters, label, and the sublist of its lines where it is not `item`. */
const OTHER_TRANSACTIONS: Readonly<Record<string, readonly [code: string, label: string, lines?: string]>> = {
  assemblybuild: ['Build', 'Assembly Build', 'component'],
  assemblyunbuild: ['Unbuild', 'Assembly Unbuild', 'component'],
  bintransfer: ['BinTrnfr', 'Bin Transfer', 'inventory'],
  binworksheet: ['BinWksht', 'Bin Putaway Worksheet'],
  cashrefund: ['CashRfnd', 'Cash Refund'],
  check: ['Check', 'Check'],
  customerpayment: ['CustPymt', 'Payment', 'apply'],
  customerrefund: ['CustRfnd', 'Customer Refund', 'apply'],
  deposit: ['Deposit', 'Deposit', 'payment'],
  depositapplication: ['DepAppl', 'Deposit Application', 'apply'],
  expensereport: ['ExpRept', 'Expense Report', 'expense'],
  journalentry: ['Journal', 'Journal', 'line'],
  opportunity: ['Opprtnty', 'Opportunity'],
  purchaserequisition: ['PurchReq', 'Requisition'],
  vendorcredit: ['VendCred', 'Bill Credit'],
  vendorpayment: ['VendPymt', 'Bill Payment', 'apply'],
  vendorreturnauthorization: ['VendAuth', 'Vendor Return Authorization'],
  workorder: ['WorkOrd', 'Work Order'],
};

/** What is known of a kind of record that no table describes. */
export function otherType(id: string): RecordTypeSpec {
  if (ENTITIES.includes(id)) {
    const fields = { ...PLAIN_FIELDS, entityid: 'text' };
    return { label: id, class: 'other', family: 'entity', nameField: 'entityid', fields };
  }
  if (id === 'itemgroup')
    return { label: 'Item Group', class: 'other', family: 'item', nameField: 'itemid', fields: PLAIN_FIELDS };
  const transaction = OTHER_TRANSACTIONS[id];
  if (transaction || id.startsWith('customtransaction')) {
    const [code, label = id] = transaction ?? [];
    const searchCode = code === undefined ? {} : { searchCode: code };
    const kind = { class: 'transaction', family: 'transaction', nameField: 'tranid' } as const;
    return { label, ...kind, ...searchCode, fields: BODY_FIELDS, sublists: { [linesOfType(id)]: {} } };
  }
  const isCustom = id.startsWith('customrecord') || id.startsWith('customlist');
  return { label: id, class: isCustom ? 'custom' : 'other', nameField: 'name', fields: PLAIN_FIELDS };
}

/** The sublist of a transaction's lines. */
export function linesOfType(id: string): string {
  if (id.startsWith('customtransaction')) return 'line';
  return TRANSACTIONS[id]?.lines ?? OTHER_TRANSACTIONS[id]?.[2] ?? 'item';
}
