/** The fields that hold subrecords, as the records that have them declare them. */

export const ADDRESS_FIELDS = {
  shippingaddress: 'subrecord address',
  billingaddress: 'subrecord address',
};

/** `inventorydetailavail` and `inventorydetailreq` are `T` or `F`, the text that production scripts compare it with. */
export const INVENTORY_DETAIL_FIELDS = {
  inventorydetail: 'subrecord inventorydetail',
  inventorydetailavail: 'text readonly',
  inventorydetailreq: 'text readonly',
};
