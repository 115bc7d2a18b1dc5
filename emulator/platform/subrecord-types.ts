/**
 * Subrecords as data: records that live in a field of another record and are reached through it only.
 * Source: help pages section_N3194671 (inventory detail), section_4687606595 (its two number fields), section_4675626251 and
 * section_4704101831 (addresses); fields as in Oracle's schema reference.
 */
import type { RecordTypeSpec } from './record-types.ts';

const ADDRESS: RecordTypeSpec = {
  label: 'Address',
  class: 'other',
  nameField: 'addrtext',
  fields: {
    country: 'list country',
    attention: 'text',
    addressee: 'text',
    addrphone: 'text',
    addr1: 'text',
    addr2: 'text',
    addr3: 'text',
    city: 'text',
    state: 'text',
    zip: 'text',
    override: 'checkbox',
    addrtext: 'textarea',
  },
};

const INVENTORY_DETAIL: RecordTypeSpec = {
  label: 'Inventory Detail',
  class: 'other',
  nameField: 'item',
  fields: {
    item: 'select item',
    location: 'select location',
    quantity: 'float',
    unit: 'text readonly',
  },
  sublists: {
    inventoryassignment: {
      issueinventorynumber: 'select inventorynumber',
      receiptinventorynumber: 'text',
      binnumber: 'select bin',
      tobinnumber: 'select bin',
      inventorystatus: 'select inventorystatus',
      toinventorystatus: 'select inventorystatus',
      expirationdate: 'date',
      quantity: 'float required',
      quantityavailable: 'float readonly',
    },
  },
};

export const SUBRECORD_TYPES: Readonly<Record<string, RecordTypeSpec>> = {
  address: ADDRESS,
  inventorydetail: INVENTORY_DETAIL,
};
