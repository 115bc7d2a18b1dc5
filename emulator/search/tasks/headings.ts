/** Headings of columns in a file of results: the label a column has, or the name of its field in the user interface. */

import type { World } from '../../account/account-context.ts';
import { NotEmulated } from '../../strictness/not-emulated.ts';
import { type Column, columnKey } from '../columns.ts';
import { searchTypes } from '../fields/find-reader.ts';

/** Names as the user interface has them; labels that scripts write beside their columns show them (community). */
const NAMES: Readonly<Record<string, string>> = {
  amount: 'Amount',
  created: 'Date Created',
  createdfrom: 'Created From',
  datecreated: 'Date Created',
  displayname: 'Display Name',
  email: 'Email',
  externalid: 'External ID',
  formulacurrency: 'Formula (Currency)',
  formuladate: 'Formula (Date)',
  formuladatetime: 'Formula (Date/Time)',
  formulanumeric: 'Formula (Numeric)',
  formulapercent: 'Formula (Percent)',
  formulatext: 'Formula (Text)',
  internalid: 'Internal ID',
  item: 'Item',
  itemid: 'Name',
  lastmodifieddate: 'Last Modified',
  line: 'Line ID',
  location: 'Location',
  mainline: '*',
  memo: 'Memo',
  name: 'Name',
  quantity: 'Quantity',
  status: 'Status',
  subsidiary: 'Subsidiary',
  tranid: 'Document Number',
  trandate: 'Date',
  type: 'Type',
  upccode: 'UPC Code',
};

export function headingOf(world: World, searchType: string, column: Column): string {
  const { label, name } = column;
  const heading = label || NAMES[name] || customLabel(world, searchType, name);
  if (heading) return heading;
  throw new NotEmulated(
    `the heading of ${columnKey(column)} in a file of search results (give the column a label); it`,
  );
}

function customLabel(world: World, searchType: string, name: string): string | undefined {
  if (!name.startsWith('cust')) return undefined;
  const fields = [...searchTypes(world, searchType)].flatMap((type) =>
    [type.fields, ...type.sublists.values()].flatMap((known) => known.get(name) ?? []),
  );
  return fields.find(({ free }) => !free)?.label;
}
