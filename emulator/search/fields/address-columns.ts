/** Where a transaction ships to, as columns of a search: their names are not those of the address itself (published searches). */
import { isSubrecord } from '../../records/subrecords/subrecord-values.ts';
import type { Cell, Row } from '../rows.ts';
import { pseudo } from './record-columns.ts';

const FIELD_BY_COLUMN = {
  shipaddressee: 'addressee',
  shipaddress1: 'addr1',
  shipaddress2: 'addr2',
  shipaddress3: 'addr3',
  shipcity: 'city',
  shipstate: 'state',
  shipzip: 'zip',
  shipcountry: 'country',
  shipphone: 'addrphone',
} as const;

export const ADDRESS_COLUMNS: Readonly<Record<string, (row: Row) => Cell>> = Object.fromEntries(
  Object.entries(FIELD_BY_COLUMN).map(([column, fieldId]) => [
    column,
    ({ record: { fields } }: Row): Cell => ({
      field: fieldOf(column),
      value: partOf(fields.shippingaddress, fieldId),
    }),
  ]),
);

const fieldOf = (column: string) =>
  column === 'shipcountry' ? { ...pseudo(column, 'list'), target: 'country' } : pseudo(column, 'text');

const partOf = (address: Row['record']['fields'][string] | undefined, fieldId: string) =>
  isSubrecord(address) ? (address.fields[fieldId] ?? null) : null;
