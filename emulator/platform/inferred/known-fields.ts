/**
 * Fields whose name says what they hold, on whatever record they are: an account's data may give choices as bare ids, and money as
 * numbers. Source: Oracle's schema reference of records; `parent` is of the record's own kind.
 */

/** Totals and balances, which NetSuite works out. */
export const COMPUTED_FIELDS: readonly string[] = [
  'total',
  'subtotal',
  'taxtotal',
  'discounttotal',
  'amountremaining',
  'amountpaid',
  'amountunbilled',
  'balance',
  'overduebalance',
  'depositbalance',
  'unbilledorders',
];

const TARGETS: Readonly<Record<string, string>> = {
  account: 'account',
  assigned: 'employee',
  bin: 'bin',
  class: 'classification',
  contact: 'contact',
  createdfrom: 'transaction',
  currency: 'currency',
  customer: 'customer',
  department: 'department',
  discountitem: 'item',
  employee: 'employee',
  entity: 'entity',
  entitystatus: 'customerstatus',
  item: 'item',
  job: 'job',
  leadsource: 'leadsource',
  location: 'location',
  nextapprover: 'employee',
  partner: 'partner',
  paymentmethod: 'paymentmethod',
  postingperiod: 'accountingperiod',
  preferredlocation: 'location',
  pricelevel: 'pricelevel',
  projectmanager: 'employee',
  salesorder: 'salesorder',
  salesrep: 'employee',
  shipmethod: 'shipitem',
  subsidiary: 'subsidiary',
  supervisor: 'employee',
  taxcode: 'salestaxitem',
  taxitem: 'salestaxitem',
  taxschedule: 'taxschedule',
  terms: 'term',
  tosubsidiary: 'subsidiary',
  transferlocation: 'location',
  unitstype: 'unitstype',
  vendor: 'vendor',
};

/** What a field is, when its name tells and every value of it is a number: an id for a choice. */
export function knownSpec(kind: string, name: string, values: readonly unknown[]): string | undefined {
  const target = name === 'parent' ? kind : TARGETS[name];
  const all = (form: RegExp) => values.length > 0 && values.every((value) => form.test(String(value)));
  if (target !== undefined && all(/^-?\d+$/)) return `select ${target}`;
  return COMPUTED_FIELDS.includes(name) && all(/^-?\d+(\.\d+)?$/) ? 'currency' : undefined;
}
