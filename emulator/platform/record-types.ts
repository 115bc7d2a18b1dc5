/**
 * The standard records the emulator knows, as data: their fields, sublists and lists of values.
 * Source: Oracle's schema reference of records (in the SuiteCloud SDK), help pages section_N3195884 (item fulfillment), and fields that
 * public production scripts use. What is not in this table is refused by name.
 */
import { COUNTRIES } from './countries.ts';
import type { RecordClass } from './governance.ts';
import { ADDRESS_FIELDS, INVENTORY_DETAIL_FIELDS } from './subrecord-fields.ts';
import { STATUS_LISTS } from './transactions.ts';

/**
 * `<type>[ <target>][ required][ readonly][ free]`. Targets of `select` are record types or the families `item`,
 * `entity` and `transaction`; targets of `list` are named in LISTS. `id` is a number shown to scripts as text.
 */
export type FieldSpec = string;

export type RecordTypeSpec = {
  label: string;
  class: RecordClass;
  /** The code in `type` filters and in `status` filters, e.g. `SalesOrd:B`. */
  searchCode?: string;
  family?: 'item' | 'entity' | 'transaction';
  /** The field that is shown wherever the record is chosen in a select. */
  nameField: string;
  fields: Readonly<Record<string, FieldSpec>>;
  sublists?: Readonly<Record<string, Readonly<Record<string, FieldSpec>>>>;
};

/** Fixed lists of values: id and label. */
export const LISTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  orderstatus: {
    A: 'Pending Approval',
    B: 'Pending Fulfillment',
    C: 'Cancelled',
    D: 'Partially Fulfilled',
    E: 'Pending Billing/Partially Fulfilled',
    F: 'Pending Billing',
    G: 'Billed',
    H: 'Closed',
  },
  shipstatus: { A: 'Picked', B: 'Packed', C: 'Shipped' },
  ...STATUS_LISTS,
  country: COUNTRIES,
  shipcarrier: { ups: 'UPS', nonups: 'FedEx/USPS/More' },
};

const ITEM_FIELDS = {
  externalid: 'text',
  itemid: 'text required',
  displayname: 'text',
  upccode: 'text',
  isinactive: 'checkbox',
  isfulfillable: 'checkbox',
  subsidiary: 'multiselect subsidiary',
};

const TRANSACTION_FIELDS = {
  externalid: 'text',
  tranid: 'text',
  trandate: 'date',
  memo: 'textarea',
  createddate: 'datetime readonly',
  lastmodifieddate: 'datetime readonly',
  shipmethod: 'select shipitem',
  shipcarrier: 'list shipcarrier',
};

export const RECORD_TYPES: Readonly<Record<string, RecordTypeSpec>> = {
  salesorder: {
    label: 'Sales Order',
    class: 'transaction',
    searchCode: 'SalesOrd',
    family: 'transaction',
    nameField: 'tranid',
    fields: {
      ...TRANSACTION_FIELDS,
      entity: 'select entity required',
      subsidiary: 'select subsidiary',
      location: 'select location',
      orderstatus: 'list orderstatus',
      status: 'text readonly',
      otherrefnum: 'text',
      shipdate: 'date',
      shipcomplete: 'checkbox',
      shipaddress: 'textarea',
      ...ADDRESS_FIELDS,
      email: 'text',
      salesrep: 'select employee',
    },
    sublists: {
      item: {
        item: 'select item required',
        line: 'id readonly',
        lineuniquekey: 'id readonly',
        quantity: 'float',
        quantityfulfilled: 'float readonly',
        quantitypicked: 'float readonly',
        quantitypacked: 'float readonly',
        quantitycommitted: 'float readonly',
        quantitybackordered: 'float readonly',
        quantitybilled: 'float readonly',
        location: 'select location',
        isclosed: 'checkbox',
        description: 'text',
        itemtype: 'text readonly',
        rate: 'currency',
        amount: 'currency',
        ...INVENTORY_DETAIL_FIELDS,
      },
    },
  },
  itemfulfillment: {
    label: 'Item Fulfillment',
    class: 'transaction',
    searchCode: 'ItemShip',
    family: 'transaction',
    nameField: 'tranid',
    fields: {
      ...TRANSACTION_FIELDS,
      createdfrom: 'select transaction readonly',
      entity: 'select entity readonly',
      subsidiary: 'select subsidiary readonly',
      shipstatus: 'list shipstatus',
      status: 'text readonly',
      shippingcost: 'currency',
      shipaddress: 'textarea',
      shippingaddress: ADDRESS_FIELDS.shippingaddress,
      pickeddate: 'date',
      packeddate: 'date',
      shippeddate: 'date',
    },
    sublists: {
      item: {
        itemreceive: 'checkbox',
        item: 'select item readonly',
        orderline: 'id readonly',
        line: 'id readonly',
        lineuniquekey: 'id readonly',
        quantity: 'float',
        quantityremaining: 'float readonly',
        location: 'select location',
        itemtype: 'text readonly',
        itemdescription: 'text readonly',
        kitmemberof: 'id readonly',
        ...INVENTORY_DETAIL_FIELDS,
      },
      package: {
        packagetrackingnumber: 'text',
        packageweight: 'float',
        packagedescr: 'text',
        packagecartonnumber: 'integer',
      },
    },
  },
  location: {
    label: 'Location',
    class: 'other',
    nameField: 'name',
    fields: {
      externalid: 'text',
      name: 'text required',
      isinactive: 'checkbox',
      subsidiary: 'select subsidiary',
    },
  },
  inventorynumber: {
    label: 'Inventory Number',
    class: 'other',
    nameField: 'inventorynumber',
    fields: {
      externalid: 'text',
      inventorynumber: 'text required',
      item: 'select item',
      expirationdate: 'date',
      memo: 'text',
    },
  },
  bin: {
    label: 'Bin',
    class: 'other',
    nameField: 'binnumber',
    fields: {
      externalid: 'text',
      binnumber: 'text required',
      location: 'select location',
      memo: 'text',
      isinactive: 'checkbox',
    },
  },
  inventorystatus: {
    label: 'Inventory Status',
    class: 'other',
    nameField: 'name',
    fields: {
      externalid: 'text',
      name: 'text required',
      description: 'text',
      inventoryavailable: 'checkbox',
      isinactive: 'checkbox',
    },
  },
  subsidiary: {
    label: 'Subsidiary',
    class: 'other',
    nameField: 'name',
    fields: { externalid: 'text', name: 'text required', isinactive: 'checkbox' },
  },
  customer: {
    label: 'Customer',
    class: 'other',
    family: 'entity',
    nameField: 'entityid',
    fields: {
      externalid: 'text',
      entityid: 'text required',
      companyname: 'text',
      email: 'text',
      subsidiary: 'select subsidiary',
      isinactive: 'checkbox',
    },
  },
  employee: {
    label: 'Employee',
    class: 'other',
    family: 'entity',
    nameField: 'entityid',
    fields: {
      externalid: 'text',
      entityid: 'text required',
      email: 'text',
      subsidiary: 'select subsidiary',
      isinactive: 'checkbox',
    },
  },
  shipitem: {
    label: 'Shipping Item',
    class: 'other',
    nameField: 'itemid',
    fields: {
      externalid: 'text',
      itemid: 'text required',
      displayname: 'text',
      shipcarrier: 'list shipcarrier',
      isinactive: 'checkbox',
    },
  },
  folder: {
    label: 'Folder',
    class: 'other',
    nameField: 'name',
    fields: {
      externalid: 'text',
      name: 'text required',
      parent: 'select folder',
      description: 'textarea',
      foldertype: 'text',
      isinactive: 'checkbox',
      isprivate: 'checkbox',
    },
  },
  inventoryitem: itemType('Inventory Item'),
  lotnumberedinventoryitem: itemType('Lot Numbered Inventory Item'),
  serializedinventoryitem: itemType('Serialized Inventory Item'),
  assemblyitem: itemType('Assembly Item'),
  noninventoryitem: itemType('Non-inventory Item'),
  serviceitem: itemType('Service Item'),
  giftcertificateitem: itemType('Gift Certificate Item'),
  discountitem: itemType('Discount Item'),
  kititem: {
    ...itemType('Kit Item'),
    sublists: { member: { item: 'select item required', quantity: 'float required' } },
  },
};

/** How each item type behaves in fulfillment, and what `itemtype` shows on a line. */
export const ITEM_TYPES: Readonly<
  Record<string, { code: string; fulfillable: boolean; stocked: boolean; detail: boolean }>
> = {
  inventoryitem: { code: 'InvtPart', fulfillable: true, stocked: true, detail: false },
  lotnumberedinventoryitem: { code: 'InvtPart', fulfillable: true, stocked: true, detail: true },
  serializedinventoryitem: { code: 'InvtPart', fulfillable: true, stocked: true, detail: true },
  assemblyitem: { code: 'Assembly', fulfillable: true, stocked: true, detail: false },
  kititem: { code: 'Kit', fulfillable: true, stocked: true, detail: false },
  noninventoryitem: { code: 'NonInvtPart', fulfillable: true, stocked: false, detail: false },
  giftcertificateitem: { code: 'GiftCert', fulfillable: true, stocked: false, detail: false },
  serviceitem: { code: 'Service', fulfillable: false, stocked: false, detail: false },
  discountitem: { code: 'Discount', fulfillable: false, stocked: false, detail: false },
};

function itemType(label: string): RecordTypeSpec {
  return { label, class: 'other', family: 'item', nameField: 'itemid', fields: ITEM_FIELDS };
}
