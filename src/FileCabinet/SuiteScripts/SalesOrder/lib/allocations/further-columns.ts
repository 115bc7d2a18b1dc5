/** Columns of an account's own that are set on fields of its own, as the deployment lists them. No N module. */
import { plainName } from '#feeds/format/values.ts';
import { failure } from '../netsuite/failure.ts';

/** @property fieldId a `custcol` field of the line or a `custbody` field of the order */
export type FurtherColumn = { column: string; fieldId: string };

/**
 * @param text such as `giftNote = custcol_gift_note`, one in each line or separated by semicolons
 * @throws COLUMNS_NOT_READ
 */
export function parseFurtherColumns(text: string): FurtherColumn[] {
  const columns = text
    .split(/[\r\n;]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map(parseLine);
  for (const { column } of columns) {
    if (columns.filter((other) => plainName(other.column) === plainName(column)).length > 1)
      throw notRead(column, 'is there more than once');
  }
  return columns;
}

/** Searches show fields of the account under their own ids, so that what a line has can be compared with what a row asks. */
const LINE = /^([^=]+?)\s*=\s*(cust(?:col|body)_?\w+)$/i;

function parseLine(line: string): FurtherColumn {
  const [, column = '', fieldId = ''] = LINE.exec(line) ?? [];
  if (column === '')
    throw notRead(
      line,
      'is not a column, an equals sign and the id of a field that begins with custcol or custbody',
    );
  return { column, fieldId: fieldId.toLowerCase() };
}

const notRead = (what: string, problem: string): Error =>
  failure(
    'COLUMNS_NOT_READ',
    `In the deployment's parameter "Further columns", ${JSON.stringify(what)} ${problem}. Correct the parameter; no file was taken.`,
  );
