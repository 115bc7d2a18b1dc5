/**
 * Fields whose name says what they choose from, on whatever record they are: an account's data may give them as bare ids. Source:
 * Oracle's schema reference of records; `parent` is of the record's own kind.
 */

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

/** What a field chooses from, when its name tells and every value of it is an id. */
export function knownTarget(kind: string, name: string, values: readonly unknown[]): string | undefined {
  const target = name === 'parent' ? kind : TARGETS[name];
  const isId = (value: unknown) => /^-?\d+$/.test(String(value));
  return values.length > 0 && values.every(isId) ? target : undefined;
}
