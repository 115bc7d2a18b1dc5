/**
 * The standard records the emulator knows, as data: their fields, sublists and lists of values.
 * Source: Oracle's schema reference of records (in the SuiteCloud SDK), help pages section_N3195884 (item fulfillment), and fields that
 * public production scripts use. What is not in this table is refused by name.
 */
import { COUNTRIES } from './countries.ts';
import type { RecordClass } from './governance.ts';
import { PERSON_FIELDS, SALE_BODY_FIELDS, SALE_LINE_FIELDS } from './sale-fields.ts';
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
  /** How an order's line is given stock (section_N2281482). */
  commitinventory: { 1: 'Available Qty', 2: 'Complete Qty', 3: 'Do Not Commit' },
  /** Carriers NetSuite buys labels of, by the sublist of their packages. */
  integratedcarrier: { ups: 'UPS', fedex: 'FedEx', usps: 'USPS' },
};

const ITEM_FIELDS = {
  externalid: 'text',
  itemid: 'text required',
  displayname: 'text',
  upccode: 'text',
  isinactive: 'checkbox',
  isfulfillable: 'checkbox',
  subsidiary: 'multiselect subsidiary',
  unitstype: 'select unitstype',
  usebins: 'checkbox',
};

/** Stock by location, in base units; an item without such lines is never short of stock. */
const STOCK_SUBLISTS = {
  locations: {
    location: 'select location required',
    quantityonhand: 'float',
    quantitycommitted: 'float readonly',
    quantityavailable: 'float readonly',
    preferredbin: 'select bin',
  },
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
      ismultishipto: 'checkbox',
      customform: 'text',
      ...ADDRESS_FIELDS,
      ...SALE_BODY_FIELDS,
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
        quantitylocked: 'float readonly',
        quantityrequestedtofulfill: 'float readonly',
        location: 'select location',
        inventorylocation: 'select location',
        inventorysubsidiary: 'select subsidiary',
        shipgroup: 'integer',
        units: 'text',
        commitinventory: 'list commitinventory',
        createpo: 'text',
        isclosed: 'checkbox',
        description: 'text',
        itemtype: 'text readonly',
        rate: 'currency',
        amount: 'currency',
        ...SALE_LINE_FIELDS,
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
      postingperiod: 'select accountingperiod',
      createdfromshipgroup: 'integer readonly',
      customform: 'text',
      generateintegratedshipperlabel: 'checkbox',
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
        units: 'text readonly',
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
      packageups: packageFields('ups'),
      packagefedex: packageFields('fedex'),
      packageusps: packageFields('usps'),
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
      usebins: 'checkbox',
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
    // In NetSuite bins are beside, in balances: here a line is a location, or a bin of one.
    sublists: {
      locations: {
        location: 'select location required',
        binnumber: 'select bin',
        quantityonhand: 'float',
      },
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
      ...PERSON_FIELDS,
      email: 'text',
      entitystatus: 'select customerstatus',
      leadsource: 'select leadsource',
      defaultorderpriority: 'float',
      taxable: 'checkbox',
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
      integratedcarrier: 'list integratedcarrier',
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
  accountingperiod: {
    label: 'Accounting Period',
    class: 'other',
    nameField: 'periodname',
    fields: {
      periodname: 'text required',
      startdate: 'date required',
      enddate: 'date required',
      isyear: 'checkbox',
      isquarter: 'checkbox',
      isadjust: 'checkbox',
      isinactive: 'checkbox',
      closed: 'checkbox',
      alllocked: 'checkbox',
      aplocked: 'checkbox',
      arlocked: 'checkbox',
      allownonglchanges: 'checkbox',
      parent: 'select accountingperiod',
    },
  },
  unitstype: {
    label: 'Units Type',
    class: 'other',
    nameField: 'name',
    fields: { externalid: 'text', name: 'text required', isinactive: 'checkbox' },
    sublists: {
      uom: {
        internalid: 'id',
        unitname: 'text required',
        abbreviation: 'text',
        conversionrate: 'float',
        baseunit: 'checkbox',
      },
    },
  },
  inventoryitem: stockedType('Inventory Item'),
  lotnumberedinventoryitem: stockedType('Lot Numbered Inventory Item'),
  serializedinventoryitem: stockedType('Serialized Inventory Item'),
  assemblyitem: stockedType('Assembly Item'),
  lotnumberedassemblyitem: stockedType('Lot Numbered Assembly Item'),
  serializedassemblyitem: stockedType('Serialized Assembly Item'),
  noninventoryitem: itemType('Non-inventory Item'),
  serviceitem: itemType('Service Item'),
  giftcertificateitem: itemType('Gift Certificate Item'),
  discountitem: itemType('Discount Item'),
  otherchargeitem: itemType('Other Charge Item'),
  downloaditem: itemType('Download Item'),
  descriptionitem: itemType('Description Item'),
  subtotalitem: itemType('Subtotal Item'),
  markupitem: itemType('Markup Item'),
  paymentitem: itemType('Payment Item'),
  kititem: {
    ...itemType('Kit Item'),
    sublists: { member: { item: 'select item required', quantity: 'float required' } },
  },
};

/** How each item type behaves in fulfillment, and what `itemtype` shows on a line. */
export const ITEM_TYPES: Readonly<
  Record<string, { code: string; fulfillable: boolean; stocked: boolean; numbered?: 'lot' | 'serial' }>
> = {
  inventoryitem: { code: 'InvtPart', fulfillable: true, stocked: true },
  lotnumberedinventoryitem: { code: 'InvtPart', fulfillable: true, stocked: true, numbered: 'lot' },
  serializedinventoryitem: { code: 'InvtPart', fulfillable: true, stocked: true, numbered: 'serial' },
  assemblyitem: { code: 'Assembly', fulfillable: true, stocked: true },
  lotnumberedassemblyitem: { code: 'Assembly', fulfillable: true, stocked: true, numbered: 'lot' },
  serializedassemblyitem: { code: 'Assembly', fulfillable: true, stocked: true, numbered: 'serial' },
  kititem: { code: 'Kit', fulfillable: true, stocked: true },
  noninventoryitem: { code: 'NonInvtPart', fulfillable: true, stocked: false },
  giftcertificateitem: { code: 'GiftCert', fulfillable: true, stocked: false },
  serviceitem: { code: 'Service', fulfillable: false, stocked: false },
  discountitem: { code: 'Discount', fulfillable: false, stocked: false },
  otherchargeitem: { code: 'OthCharge', fulfillable: false, stocked: false },
  downloaditem: { code: 'DwnLdItem', fulfillable: false, stocked: false },
  descriptionitem: { code: 'Description', fulfillable: false, stocked: false },
  subtotalitem: { code: 'Subtotal', fulfillable: false, stocked: false },
  markupitem: { code: 'Markup', fulfillable: false, stocked: false },
  paymentitem: { code: 'Payment', fulfillable: false, stocked: false },
};

/** Carriers name the same fields with an ending of their own. */
function packageFields(carrier: string): Record<string, FieldSpec> {
  return {
    [`packagetrackingnumber${carrier}`]: 'text',
    [`packageweight${carrier}`]: 'float',
    [`packagedescr${carrier}`]: 'text',
    [`packagecartonnumber${carrier}`]: 'integer',
  };
}

function stockedType(label: string): RecordTypeSpec {
  return { ...itemType(label), sublists: STOCK_SUBLISTS };
}

function itemType(label: string): RecordTypeSpec {
  return { label, class: 'other', family: 'item', nameField: 'itemid', fields: ITEM_FIELDS };
}
