/** The fields of the page Company Information, by their internal ids (bridgehead_N3253690); the ids are case-sensitive. */

export const COMPANY_FIELDS: readonly string[] = [
  'companyname',
  'legalname',
  'formlogo',
  'pagelogo',
  'displaylogointernally',
  'url',
  'state',
  'country',
  'email',
  'fax',
  'basecurrency',
  'employerid',
  'taxid',
  'fiscalmonth',
  'timezone',
  'companyid',
  'customersurl',
  'mainaddress_text',
  'shippingaddress_text',
  'returnaddress_text',
];

/** What an account says of its company: the values of those fields. */
export type Company = Readonly<Record<string, string | number | boolean>>;
