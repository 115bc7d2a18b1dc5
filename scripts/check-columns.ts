/**
 * `npm run check:columns -- <folder>`: which columns of an account's own CSV imports of sales orders the allocation script sets,
 * which it sets once a parameter says so, and which would be lost. The folder has the account's objects, as `suitecloud
 * object:import` writes them. Source: docs/upgrading.md.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { addressColumns, columnOf } from '#feeds/brokered-order-items/netsuite.ts';
import { child, childrenIn, parseXml, reference, textOf, type XmlElement } from '../emulator/sdf/xml.ts';
import { runTool, ToolError } from './tool-error.ts';

/** @property place `SALESORDER`, or with a sublist or subrecord, such as `SALESORDER:ITEM` */
type Mapping = { place: string; field: string; column: string };

type Finding = { needs: 'nothing' | 'a parameter' | 'another way'; text: string };

/** @throws ToolError COLUMNS_NOT_SET with a line for each column, if one is not set without more ado; NO_IMPORTS */
export function checkColumns(folder: string): string {
  const maps = findMaps(folder);
  if (maps.length === 0) {
    throw new ToolError(
      'NO_IMPORTS',
      `${folder} has no saved CSV import of sales orders. Fetch them first: suitecloud object:import --type savedcsvimport --scriptid ALL --destinationfolder /Objects`,
    );
  }
  const findings = maps.flatMap((map) => mappingsOf(map).map((mapping) => judge(map.scriptid, mapping)));
  const lines = findings.map(({ text }) => text).join('\n');
  if (findings.some(({ needs }) => needs !== 'nothing')) throw new ToolError('COLUMNS_NOT_SET', `\n${lines}`);
  return `every column is set:\n${lines}`;
}

function findMaps(folder: string): XmlElement[] {
  if (!existsSync(folder)) throw new ToolError('NO_IMPORTS', `There is no folder ${folder}.`);
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.xml'))
    .map((name) => parseXml(readFileSync(join(folder, name), 'utf8'), name))
    .filter(
      (root) => root.tag === 'savedcsvimport' && reference(textOf(root, 'recordtype')) === 'SALESORDER',
    );
}

const mappingsOf = (map: XmlElement): Mapping[] =>
  childrenIn(map, 'recordmappings', 'recordmapping').flatMap((part) =>
    childrenIn(part, 'fieldmappings', 'fieldmapping').map((mapping) => {
      const source = child(mapping, 'columnreference');
      return {
        place: textOf(part, 'record'),
        field: reference(textOf(mapping, 'field')),
        column: source ? textOf(source, 'column') : '',
      };
    }),
  );

function judge(map: string, mapping: Mapping): Finding {
  const { place, field, column } = mapping;
  const name = `${map}: ${column === '' ? 'a constant' : `column ${column}`} for ${place} ${field}`;
  const { needs, how } = wayOf(mapping);
  return { needs, text: `${name}: ${how}` };
}

/** What the script sets whatever its parameters say. */
const SET: readonly string[] = [
  'SALESORDER ID internalId',
  'SALESORDER EXTERNALID externalId',
  'SALESORDER:ITEM LINE lineId',
  'SALESORDER:ITEM LOCATION location',
  'SALESORDER:ITEM INVENTORYLOCATION location',
  'SALESORDER:ITEM ISCLOSED closed',
  'SALESORDER:ITEM custcol_hc_order_item_rejected rejected',
  'SALESORDER:ITEM custcol_hc_item_tag tags',
];

const BY_PARAMETER: Readonly<Record<string, string>> = {
  'SALESORDER:ITEM QUANTITY quantity': 'Set quantities too',
  'SALESORDER SHIPMETHOD shippingMethod': 'Set ship methods too',
  ...Object.fromEntries(
    addressColumns.map((column) => [
      `SALESORDER::SHIPPINGADDRESS ${column.replace(/^address(?=\d)/, 'addr').toUpperCase()} ${column}`,
      'Set ship-to addresses too',
    ]),
  ),
};

function wayOf({ place, field, column }: Mapping): { needs: Finding['needs']; how: string } {
  const key = `${place.replace('ITEMS', 'ITEM')} ${field} ${columnOf(column) ?? ''}`;
  const parameter = BY_PARAMETER[key];
  if (SET.includes(key)) return { needs: 'nothing', how: 'set' };
  if (field === 'ITEM') return { needs: 'nothing', how: 'compared with the line, and never set' };
  if (parameter) return { needs: 'a parameter', how: `set when the parameter "${parameter}" is on` };
  if (column !== '' && /^cust(col|body)/i.test(field)) {
    const how = `set when the parameter "Further columns" has the line: ${column} = ${field.toLowerCase()}`;
    return { needs: 'a parameter', how };
  }
  return { needs: 'another way', how: 'LOST: nothing sets it' };
}

if (import.meta.main) {
  const [folder = ''] = process.argv.slice(2);
  await runTool('columns', async () => {
    if (folder === '') throw new ToolError('NO_FOLDER', 'Name the folder of the account’s objects.');
    return checkColumns(folder);
  });
}
