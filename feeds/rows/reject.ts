/** A row refused, and why: the codes, and the file that reports it. */
import { formatCsvLine } from '../format/csv.ts';

/** Every reason for refusing a row. A code is never reused for another reason. */
export const rejectCodes = {
  NOT_AN_ORDER: 'the element of the file is not an order',
  NOT_AN_ORDER_ITEM: 'the element of the order is not an order item',
  MISSING_ORDER_ITEMS: 'the order has no list of order items or shipments',
  WRONG_COLUMN_COUNT: 'the row has more or fewer cells than the header',
  MISSING_ORDER_ID: 'the row does not say which order it is about',
  MISSING_ORDER_ITEM_SEQ_ID: 'the row does not say which order item it is about',
  INVALID_ID: 'an id is not text that can be an id',
  MISSING_NETSUITE_ORDER_ID: 'the order has no current NetSuite id',
  AMBIGUOUS_NETSUITE_ORDER_ID: 'the order has several current NetSuite ids',
  MISSING_EXTERNAL_ID: 'the order lacks what its external id in NetSuite is made of',
  AMBIGUOUS_EXTERNAL_ID: 'the order has several values of what its external id in NetSuite is made of',
  MISSING_NETSUITE_LINE_ID: 'the order item has no NetSuite line id',
  AMBIGUOUS_NETSUITE_LINE_ID: 'the order item has several NetSuite line ids',
  MISSING_NETSUITE_PRODUCT_ID: 'the product has no current NetSuite id',
  AMBIGUOUS_NETSUITE_PRODUCT_ID: 'the product has several current NetSuite ids',
  MISSING_FACILITY_GROUPS: 'the row does not say which facility groups its facility is in',
  FACILITY_IN_NEITHER_GROUP:
    'the facility is in neither of the two facility groups, so nobody would fulfill it',
  MISSING_FACILITY_EXTERNAL_ID: 'the facility has no NetSuite location id',
  AMBIGUOUS_FACILITY_EXTERNAL_ID: 'the row has two NetSuite location ids of one facility, and they differ',
  MISSING_LOCATION: 'the row does not say where it was shipped from',
  NOTHING_TO_UPDATE: 'the row asks for no change',
  MISSING_QUANTITY: 'the row has no quantity',
  INVALID_QUANTITY: 'the quantity is not a positive decimal number, or has more places than are kept',
  INVALID_SERIAL_NUMBERS: 'a serial number is there twice, or there are more than pieces',
  INVALID_FLAG: 'the value is neither true nor false',
  MISSING_DATE: 'the row has no date',
  INVALID_DATE: 'the date cannot be read',
  CONFLICTING_ROWS: 'rows of one file say different things about the same order item',
  REPEATED_ROW: 'the file has the row more than once',
} as const;

export type RejectCode = keyof typeof rejectCodes;

/** The field of a reject that no single column or key is to blame for. */
export const wholeRow = '(whole row)';

/** The row of a reject that is about the file as a whole. */
export const wholeFile = 0;

/**
 * A refused row.
 * @property row 1 for the first row after a CSV header, or for the first order item of a JSON file
 * @property field the column or key at fault, or `wholeRow`
 */
export type Reject = {
  row: number;
  field: string;
  code: string;
  message: string;
  orderId: string;
  orderItemSeqId: string;
};

/** The first columns of a rejects file, the same for every feed and on both sides. */
export const rejectColumns = [
  'file',
  'row',
  'field',
  'code',
  'message',
  'orderId',
  'orderItemSeqId',
] as const;

/** The rejects of one file as CSV; a header alone when there are none. */
export const formatRejects = (file: string, rejects: readonly Reject[]): string =>
  [...rejectLines(file, rejects)].join('');

/** The last column of an error file that keeps its rows as they came. */
export const originalColumn = 'original';

/**
 * The same in lines, each with its end.
 * @param originalOf the row as it came, as JSON; without it the file has no column for that
 */
export function* rejectLines(
  file: string,
  rejects: Iterable<Reject>,
  originalOf?: (row: number) => string,
): Generator<string> {
  yield `${formatCsvLine(originalOf ? [...rejectColumns, originalColumn] : rejectColumns)}\n`;
  for (const reject of rejects) {
    const cells = rejectColumns.map((column) => (column === 'file' ? file : String(reject[column])));
    if (originalOf) cells.push(originalOf(reject.row));
    yield `${formatCsvLine(cells.map(harmless))}\n`;
  }
}

/**
 * A spreadsheet would run a cell that starts like a formula, and these cells quote what others sent. A cell that begins
 * with the mark itself gets one too, so that who takes one mark away always has the text, such as the name of a file.
 */
export const harmless = (cell: string): string => (/^[=+\-@\t\r\n']/.test(cell) ? `'${cell}` : cell);

/** What a cell of an error file says. */
export const withoutMark = (cell: string): string => (cell.startsWith("'") ? cell.slice(1) : cell);
