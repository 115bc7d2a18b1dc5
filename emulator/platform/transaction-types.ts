/**
 * Transactions of which nothing but their fields and what transforms need is known here: scripts may read, set and search them like
 * any data. Source: Oracle's schema reference of records, and fields that public production scripts use.
 */
import type { FieldSpec, RecordTypeSpec } from './record-types.ts';
import { SALE_BODY_FIELDS, SALE_LINE_FIELDS } from './sale-fields.ts';
import { ADDRESS_FIELDS, INVENTORY_DETAIL_FIELDS } from './subrecord-fields.ts';
import { TRANSACTIONS } from './transactions.ts';

type Fields = Readonly<Record<string, FieldSpec>>;

export const BODY_FIELDS: Fields = {
  externalid: 'text',
  tranid: 'text',
  trandate: 'date',
  memo: 'textarea',
  entity: 'select entity',
  createdfrom: 'select transaction',
  location: 'select location',
  subsidiary: 'select subsidiary',
  createddate: 'datetime readonly',
  lastmodifieddate: 'datetime readonly',
  ...ADDRESS_FIELDS,
};

const STATUS: Fields = free({ status: 'text readonly' });

const LINE: Fields = {
  item: 'select item',
  line: 'id',
  lineuniquekey: 'id',
  quantity: 'float',
  location: 'select location',
  rate: 'currency',
  amount: 'currency',
  ...SALE_LINE_FIELDS,
  ...free({ description: 'text', isclosed: 'checkbox', ...INVENTORY_DETAIL_FIELDS }),
};

const SHIPPING: Fields = {
  shipmethod: 'select shipitem',
  shipcarrier: 'list shipcarrier',
  shipdate: 'date',
  ...free({ shipaddress: 'textarea' }),
};

const SALE: Fields = {
  ...SHIPPING,
  salesrep: 'select employee',
  otherrefnum: 'text',
  email: 'text',
  ...SALE_BODY_FIELDS,
  ...free({ postingperiod: 'select accountingperiod', duedate: 'date' }),
};

/** Fields of each beside those all have, and of its lines. */
const OWN: Readonly<Record<string, { body?: Fields; line?: Fields }>> = {
  transferorder: {
    body: {
      ...SHIPPING,
      ...free({
        transferlocation: 'select location',
        orderstatus: 'list transferorderstatus',
        employee: 'select employee',
        department: 'select department',
        class: 'select classification',
        incoterm: 'text',
        shippingcost: 'currency',
        firmed: 'checkbox',
        useitemcostastransfercost: 'checkbox',
      }),
    },
    line: {
      quantitypicked: 'float readonly',
      quantitypacked: 'float readonly',
      ...free({
        quantityfulfilled: 'float readonly',
        quantityreceived: 'float readonly',
        expectedreceiptdate: 'date',
        expectedshipdate: 'date',
      }),
    },
  },
  purchaseorder: {
    body: free({ employee: 'select employee', duedate: 'date', approvalstatus: 'text' }),
    line: {
      quantitybilled: 'float readonly',
      ...free({ quantityreceived: 'float readonly', expectedreceiptdate: 'date' }),
    },
  },
  returnauthorization: {
    body: { ...SALE, ...free({ orderstatus: 'list returnauthorizationstatus' }) },
    line: {
      quantitybilled: 'float readonly',
      ...free({ quantityreceived: 'float readonly', orderline: 'id' }),
    },
  },
  itemreceipt: {
    body: free({ itemfulfillment: 'select itemfulfillment', postingperiod: 'select accountingperiod' }),
    line: free({
      itemreceive: 'checkbox',
      orderline: 'id readonly',
      quantityremaining: 'float readonly',
      itemdescription: 'text readonly',
      restock: 'checkbox',
    }),
  },
  invoice: { body: SALE, line: free({ orderline: 'id readonly' }) },
  cashsale: {
    body: { ...SALE, ...free({ paymentmethod: 'select paymentmethod', undepfunds: 'text' }) },
    line: free({ orderline: 'id readonly' }),
  },
  customerdeposit: {
    body: free({
      customer: 'select customer',
      salesorder: 'select salesorder',
      payment: 'currency',
      paymentmethod: 'select paymentmethod',
      account: 'select account',
      undepfunds: 'text',
      postingperiod: 'select accountingperiod',
    }),
  },
  inventoryadjustment: {
    body: free({ account: 'select account', adjlocation: 'select location', customer: 'select customer' }),
    line: free({ adjustqtyby: 'float', unitcost: 'currency', memo: 'text', units: 'text' }),
  },
  inventorytransfer: {
    body: free({ transferlocation: 'select location' }),
    line: free({ adjustqtyby: 'float', memo: 'text', units: 'text' }),
  },
};

export const TRANSACTION_TYPES: Readonly<Record<string, RecordTypeSpec>> = Object.fromEntries(
  Object.entries(TRANSACTIONS).map(([id, { label, code, lines, statuses }]) => [
    id,
    {
      label,
      class: 'transaction',
      searchCode: code,
      family: 'transaction',
      nameField: 'tranid',
      fields: { ...BODY_FIELDS, ...(Object.keys(statuses).length > 0 ? STATUS : {}), ...OWN[id]?.body },
      sublists: { item: LINE, [lines]: { ...LINE, ...OWN[id]?.line } },
    },
  ]),
);

/** Searches take these fields as they are. */
function free(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).map(([id, spec]) => [id, `${spec} free`]));
}
