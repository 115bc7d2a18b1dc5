/** By what people ask for a row, and what of it both sides must agree on: no names of people and no addresses. */

/**
 * Ids that are absent are `''`.
 * @property names what else the order is called: its name, its id in the shop
 * @property salesOrder what files for NetSuite call the order: its internal id, or its external id
 * @property line `line` of the sales order line
 * @property tracking several are joined by ` | `
 * @property fulfillment internal id of the item fulfillment
 * @property location internal id of the NetSuite location, or `_NA_` for none
 * @property quantity as the file has it
 * @property facility id of the HotWax facility
 */
export type RowIds = {
  names: readonly string[];
  salesOrder: string;
  line: string;
  shipment: string;
  shipmentItem: string;
  tracking: string;
  fulfillment: string;
  fulfillmentLine: string;
  location: string;
  quantity: string;
  facility: string;
};

export const noIds: RowIds = {
  names: [],
  salesOrder: '',
  line: '',
  shipment: '',
  shipmentItem: '',
  tracking: '',
  fulfillment: '',
  fulfillmentLine: '',
  location: '',
  quantity: '',
  facility: '',
};
