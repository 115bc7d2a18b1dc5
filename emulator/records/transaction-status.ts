/** The status of a transaction: the letter of its code, what a search calls it, and its label. */
import type { StoredRecord } from '../account/store.ts';
import { LISTS } from '../platform/record-types.ts';
import { statusLetter, TRANSACTIONS } from '../platform/transactions.ts';
import { NotEmulated } from '../strictness/not-emulated.ts';

export type TransactionStatus = { code: string; name: string; label: string };

/** What a search calls statuses whose label it does not run together: the names of SuiteTalk. */
const NAMES: Readonly<Record<string, string>> = {
  'SalesOrd:E': 'pendingBillingPartFulfilled',
  'SalesOrd:G': 'fullyBilled',
  'TrnfrOrd:E': 'pendingReceiptPartFulfilled',
};

/** Lists of statuses of the transactions that have rules here, by the field that holds the letter. */
const LIST_FIELDS: Readonly<Record<string, string>> = {
  salesorder: 'orderstatus',
  itemfulfillment: 'shipstatus',
};

type OfTransaction = Readonly<Pick<StoredRecord, 'fields'>> & { type: string; id: number | null };

/** Undefined for transactions that have no status, such as inventory adjustments, and for the one a join does not find. */
export function transactionStatus(record: OfTransaction): TransactionStatus | undefined {
  const status = findStatus(record);
  if (typeof status === 'string') throw new NotEmulated(status);
  return status;
}

/** The status, or a text that says which status the data does not tell. */
export function findStatus(record: OfTransaction): TransactionStatus | string | undefined {
  const { type, id, fields } = record;
  const kind = TRANSACTIONS[type];
  const listField = LIST_FIELDS[type];
  if (type === '') return undefined;
  if (!kind) return `the status of ${type}`;
  if (listField !== undefined) {
    const letter = String(fields[listField] ?? '');
    return named(kind.code, letter, LISTS[listField]?.[letter] ?? '');
  }
  if (Object.keys(kind.statuses).length === 0) return undefined;
  const given = String(fields.orderstatus ?? fields.status ?? '');
  const letter = statusLetter(kind, given);
  if (letter !== undefined) return named(kind.code, letter, kind.statuses[letter] ?? '');
  const why = given === '' ? 'the data gives none' : `${given} is not one of ${kind.code}`;
  return `the status of ${type} ${id ?? '(new)'} (${why})`;
}

function named(typeCode: string, letter: string, label: string): TransactionStatus {
  const code = `${typeCode}:${letter}`;
  const words = label.split(/[ /]/).join('');
  return { code, name: NAMES[code] ?? words.charAt(0).toLowerCase() + words.slice(1), label };
}
