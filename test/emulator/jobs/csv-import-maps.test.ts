/** Import maps of other shapes than an order and its lines: subrecords, other sublists, other records. */
import { expect, test } from '@jest/globals';
import type { JobReport } from '../../../emulator/account.ts';
import { accountWith, OBJECTS, seedMasters } from '../tiny-project.ts';

type Mapped = Record<string, string>;

/** Fields by column; `#` before the column means an internal id, `=` a fixed value. */
const mapping = (record: string, fields: Mapped) =>
  `<recordmapping><record>${record}</record><fieldmappings>${Object.entries(fields)
    .map(([field, column]) =>
      column.startsWith('=')
        ? `<fieldmapping><field>${field}</field><value>${column.slice(1)}</value></fieldmapping>`
        : `<fieldmapping><field>${field}</field><columnreference><column>${column.replace('#', '')}</column><file>F</file><type>${column.startsWith('#') ? 'INTERNAL_ID' : 'NAME'}</type></columnreference></fieldmapping>`,
    )
    .join('')}</fieldmappings></recordmapping>`;

const importMap = (recordType: string, parts: Record<string, Mapped>) =>
  `<savedcsvimport scriptid="custimport_any"><charencoding>UTF_8</charencoding><columndelimiter>COMMA</columndelimiter><datahandling>ADD</datahandling><decimaldelimiter>PERIOD</decimaldelimiter><importname>Any</importname><overwritemissingfields>F</overwritemissingfields><overwritesublists>F</overwritesublists><recordtype>${recordType}</recordtype><recordmappings>${Object.entries(
    parts,
  )
    .map(([record, fields]) => mapping(record, fields))
    .join('')}</recordmappings></savedcsvimport>`;

function imported(map: string, rows: string) {
  const account = accountWith({
    scripts: [
      {
        name: 'probe',
        uses: ['N/task'],
        execute: `task.create({ taskType: 'CSV_IMPORT', mappingId: 'custimport_any', importFile: ${JSON.stringify(rows)} }).submit();`,
      },
    ],
    objects: {
      ...OBJECTS,
      custimport_any: map,
      custbody_hc: `<transactionbodycustomfield scriptid="custbody_hc"><fieldtype>TEXT</fieldtype><label>HC</label><bodytransferorder>T</bodytransferorder></transactionbodycustomfield>`,
    },
  });
  seedMasters(account);
  const { error } = account.runDeployment('customdeploy_probe');
  const [job] = account.runQueue() as Extract<JobReport, { kind: 'csv-import' }>[];
  return { error, job, saved: account.dump().records };
}

test('subrecords of the body stand beside the lines, and blank ones are not made', () => {
  const { job, saved } = imported(
    importMap('SALESORDER', {
      SALESORDER: { EXTERNALID: 'id', ENTITY: '#customer', ORDERSTATUS: '=B', SHIPADDRESSLIST: '=-2' },
      'SALESORDER:ITEM': { ITEM: '#item', QUANTITY: 'quantity', PRICE: 'level', RATE: 'rate' },
      'SALESORDER::SHIPPINGADDRESS': { ADDR1: 'street', CITY: 'city', COUNTRY: 'country' },
      'SALESORDER::BILLINGADDRESS': { ADDR1: 'street2' },
    }),
    'id,customer,item,quantity,level,rate,street,city,country,street2\nA,201,401,2,Custom,5,1 Main Street,Boston,United States,\nA,201,401,1,,7,,,,\n',
  );
  expect(job).toMatchObject({ status: 'COMPLETE', rows: [{ outcome: 'imported' }, { outcome: 'imported' }] });
  const [order] = saved.salesorder ?? [];
  expect(order?.shippingaddress).toEqual({ addr1: '1 Main Street', city: 'Boston', country: 'US' });
  expect(order).not.toHaveProperty('billingaddress');
  expect(order?.sublists?.item).toMatchObject([
    { item: '401', quantity: 2, rate: 5, price: { value: '-1', text: 'Custom' } },
    { item: '401', quantity: 1, rate: 7 },
  ]);
});

test('an inventory adjustment has its lines in a sublist of its own', () => {
  const { job, saved } = imported(
    importMap('INVENTORYADJUSTMENT', {
      INVENTORYADJUSTMENT: { TRANID: 'number', ACCOUNT: '#account', TRANDATE: 'date' },
      'INVENTORYADJUSTMENT:INVENTORY': { ITEM: 'item', LOCATION: '#location', ADJUSTQTYBY: 'by' },
    }),
    'number,account,date,item,location,by\nADJ-1,254,1/5/2026,SHIRT-S,101,-2\n',
  );
  expect(job?.rows).toMatchObject([{ outcome: 'imported' }]);
  expect(saved.inventoryadjustment).toMatchObject([
    {
      tranid: 'ADJ-1',
      account: '254',
      trandate: '2026-01-05',
      sublists: { inventory: [{ item: '401', location: '101', adjustqtyby: -2 }] },
    },
  ]);
});

test('a transfer order is imported with its custom fields, whichever part of the map comes first', () => {
  const { job, saved } = imported(
    importMap('TRANSFERORDER', {
      'TRANSFERORDER:ITEM': { ITEM: '#item', QUANTITY: 'quantity' },
      TRANSFERORDER: {
        '[scriptid=custbody_hc]': 'hc',
        LOCATION: '#from',
        TRANSFERLOCATION: '#to',
        ORDERSTATUS: '=B',
        INCOTERM: '=2',
      },
    }),
    'item,quantity,hc,from,to\n401,3,HC1,101,102\n',
  );
  expect(job?.rows).toMatchObject([{ outcome: 'imported' }]);
  expect(saved.transferorder).toMatchObject([
    { custbody_hc: 'HC1', location: '101', transferlocation: '102', status: 'Pending Fulfillment' },
  ]);
});

test('a person is called by the names the map gives', () => {
  const { saved } = imported(
    importMap('CUSTOMER', {
      CUSTOMER: {
        EXTERNALID: 'id',
        ISPERSON: 'person',
        FIRSTNAME: 'first',
        LASTNAME: 'last',
        DEFAULTORDERPRIORITY: 'priority',
      },
    }),
    'id,person,first,last,priority\nC1,T,Grace,Hopper,1\n',
  );
  expect(saved.customer?.find(({ externalid }) => externalid === 'C1')).toMatchObject({
    entityid: 'Grace Hopper',
    defaultorderpriority: 1,
  });
});

test.each([
  ['SALESORDER:ITEM:INVENTORYDETAIL', 'salesorder:item:inventorydetail in the import map custimport_any'],
  ['SALESORDER::GIFTBOX', 'field salesorder.giftbox'],
])('%s is refused by name', (record, words) => {
  const { error, job } = imported(
    importMap('SALESORDER', { SALESORDER: { ENTITY: '#customer' }, [record]: { ADDR1: 'street' } }),
    'customer,street\n201,x\n',
  );
  expect(error?.message ?? job?.error?.message).toContain(`NOT_EMULATED: ${words}`);
});
