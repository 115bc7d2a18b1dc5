import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { checkColumns } from '../../scripts/check-columns.ts';
import { newFolder } from './workspace.ts';

type Field = readonly [place: string, field: string, column: string];

const mapping = ([, field, column]: Field): string =>
  `<fieldmapping><field>${field}</field>${column === '' ? '<constantvalue>1</constantvalue>' : `<columnreference><column>${column}</column><file>F</file></columnreference>`}</fieldmapping>`;

function folderWith(fields: readonly Field[], recordType = 'SALESORDER'): string {
  const folder = join(newFolder(), 'account');
  mkdirSync(join(folder, 'Objects'), { recursive: true });
  const parts = fields.map(
    (field) =>
      `<recordmapping><record>${field[0]}</record><fieldmappings>${mapping(field)}</fieldmappings></recordmapping>`,
  );
  const text = `<savedcsvimport scriptid="custimport_orders"><recordtype>${recordType}</recordtype><recordmappings>${parts.join('')}</recordmappings></savedcsvimport>`;
  writeFileSync(join(folder, 'Objects/custimport_orders.xml'), text);
  return folder;
}

const PUBLISHED: readonly Field[] = [
  ['SALESORDER', 'ID', 'internalId'],
  ['SALESORDER:ITEM', 'LINE', 'lineId'],
  ['SALESORDER:ITEM', 'ITEM', 'item'],
  ['SALESORDER:ITEM', 'LOCATION', 'Location'],
  ['SALESORDER:ITEM', 'ISCLOSED', 'closed'],
  ['SALESORDER:ITEM', '[scriptid=custcol_hc_item_tag]', 'tags'],
];

describe('the columns of an account’s own import map', () => {
  test('are all set when they are the published ones', () => {
    expect(checkColumns(folderWith(PUBLISHED))).toMatch(/^every column is set:/);
  });

  const OTHERS = [
    [['SALESORDER:ITEM', 'QUANTITY', 'quantity'], /parameter "Set quantities too" is on/],
    [['SALESORDER', 'SHIPMETHOD', 'shippingMethod'], /parameter "Set ship methods too" is on/],
    [['SALESORDER::SHIPPINGADDRESS', 'ADDR1', 'address1'], /parameter "Set ship-to addresses too" is on/],
    [['SALESORDER:ITEM', '[scriptid=custcol_gift]', 'Gift Note'], /has the line: Gift Note = custcol_gift$/],
    [['SALESORDER:ITEM', 'RATE', 'price'], /column price for SALESORDER:ITEM RATE: LOST/],
    [['SALESORDER:ITEM', 'LOCATION', 'Store'], /column Store for SALESORDER:ITEM LOCATION: LOST/],
    [['SALESORDER', 'MEMO', ''], /a constant for SALESORDER MEMO: LOST/],
  ] as const;
  for (const [field, expected] of OTHERS)
    test(`are listed when they are not set without more ado, such as ${field[1]}`, () => {
      expect(() => checkColumns(folderWith([...PUBLISHED, field]))).toThrow(expected);
    });

  test('are not looked for in imports of other records', () => {
    expect(() => checkColumns(folderWith(PUBLISHED, 'CUSTOMER'))).toThrow(
      /no saved CSV import of sales orders/,
    );
  });
});
