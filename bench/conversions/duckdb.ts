/**
 * The conversions in DuckDB's SQL, order kept, nothing checked. `<feed | sql:feed> <in> <out>`, and further pairs; with `sql:`
 * the statements are printed for the command line program.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { argv } from 'node:process';

const item = `{ orderItemSeqId: orderItemSeqId, externalFacilityId: externalFacilityId,
  shippedDate: replace(replace(shippedDate, 'T', ' '), 'Z', ''), quantity: quantity, trackingNumber: trackingNumber,
  carrier: carrier, shippingMethod: shippingMethod, 'validation-result': 'success' }`;

const row = (columns: string): string => `STRUCT(${columns})[]`;
const members = `facilityGroupMembers ${row('facilityGroupId VARCHAR')}`;
const attributes = `orderItemAttributes ${row('attrName VARCHAR, attrValue VARCHAR')}`;
const identifications = row('orderIdentificationTypeId VARCHAR, idValue VARCHAR');
const goods = `goodIdentifications ${row('goodIdentificationTypeId VARCHAR, idValue VARCHAR')}`;
const orderItems = row(
  `facilityExternalId VARCHAR, orderItemQuantity INTEGER, ${goods}, ${attributes}, ${members}`,
);
const shipmentItems = row(
  `orderItemSeqId VARCHAR, facilityExternalId VARCHAR, shippedQuantity INTEGER, slaShipmentMethodTypeId VARCHAR,
  statusDatetime VARCHAR, ${attributes}, ${members}`,
);
const shipments = row(
  `shipmentId VARCHAR, trackingNumber VARCHAR, carrierPartyId VARCHAR, shipmentItems ${shipmentItems}`,
);

const salesOrder = `list_filter(orderIdentifications, lambda x: x.orderIdentificationTypeId = 'NETSUITE_ORDER_ID')[1].idValue`;
const line = `list_filter(i.orderItemAttributes, lambda x: x.attrName = 'NetsuiteItemLineId')[1].attrValue`;
const product = `list_filter(i.goodIdentifications, lambda x: x.goodIdentificationTypeId = 'NETSUITE_PRODUCT_ID')[1].idValue`;
const isOf = (group: string): string =>
  `len(list_filter(i.facilityGroupMembers, lambda x: x.facilityGroupId = '${group}')) > 0`;
const jsonFrom = (source: string, columns: string): string =>
  `read_json('${source}', format = 'array', maximum_object_size = 67108864, columns = {${columns}})`;

const statements: Readonly<Record<string, (source: string, target: string) => string>> = {
  'item-fulfillments': (source, target) => `COPY (
    SELECT { orderId: orderId, items: list(${item} ORDER BY n) } AS orderMap
    FROM (SELECT *, row_number() OVER () AS n FROM read_csv('${source}', all_varchar = true, header = true))
    GROUP BY orderId ORDER BY min(n)) TO '${target}' (FORMAT json, ARRAY true)`,
  'brokered-order-items': (source, target) => `COPY (
    SELECT salesOrder AS internalId, ${line} AS lineId, ${product} AS item, i.facilityExternalId AS location,
      i.orderItemQuantity AS quantity, '' AS closed, 'F' AS rejected
    FROM (SELECT ${salesOrder} AS salesOrder, unnest(orderItems) AS i
      FROM ${jsonFrom(source, `orderIdentifications: '${identifications}', orderItems: '${orderItems}'`)})
    WHERE ${isOf('NETSUITE_FULFILLMENT')}) TO '${target}' (FORMAT csv, HEADER true)`,
  'fulfilled-order-items': (source, target) => `COPY (
    SELECT order_id, hotwax_order_id, 'Y' AS "maySplit", list_transform(mine, lambda i: { line_id: ${line},
      location_id: i.facilityExternalId, quantity: i.shippedQuantity::VARCHAR, tags: 'hotwax-fulfilled',
      shipment_method_type_id: i.slaShipmentMethodTypeId, order_item_seq_id: i.orderItemSeqId,
      shipment_id: s.shipmentId, tracking_number: s.trackingNumber, carrier_party_id: s.carrierPartyId,
      shipped_date: i.statusDatetime }) AS items
    FROM (SELECT *, list_filter(s.shipmentItems, lambda i: ${isOf('OMS_FULFILLMENT')}) AS mine
      FROM (SELECT ${salesOrder} AS order_id, orderId AS hotwax_order_id, unnest(shipments) AS s
        FROM ${jsonFrom(source, `orderId: 'VARCHAR', orderIdentifications: '${identifications}', shipments: '${shipments}'`)}))
    WHERE len(mine) > 0) TO '${target}' (FORMAT json, ARRAY true)`,
};

const [, , feed = '', ...paths] = argv;
const [printed, named] = feed.startsWith('sql:') ? [true, feed.slice(4)] : [false, feed];
const sql = statementsOf(named).join(';\n');
if (printed) console.log(sql);
else await runInPackage(sql);

function statementsOf(of: string): string[] {
  const statement = statements[of];
  if (statement === undefined) throw new Error(`There is no feed ${of}.`);
  return paths.flatMap((source, at) => (at % 2 === 0 ? [statement(source, paths[at + 1] ?? '')] : []));
}

/** The package is installed apart from the project, so it has no types here. */
async function runInPackage(sql: string): Promise<void> {
  const require = createRequire(join(import.meta.dirname, '../../tools/bench/package.json'));
  const duckdb = require('@duckdb/node-api');
  const instance = await duckdb.DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run('SET preserve_insertion_order = true');
  await connection.run(sql);
}
