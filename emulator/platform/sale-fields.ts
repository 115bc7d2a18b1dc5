/** Fields of sales and people that are kept as they are given: no price, tax or discount is worked out. */

export const SALE_BODY_FIELDS = {
  department: 'select department free',
  class: 'select classification free',
  discountitem: 'select item free',
  discountrate: 'text free',
  shipaddresslist: 'text free',
  shippingcost: 'currency free',
  shippingtaxcode: 'select salestaxitem free',
};

export const SALE_LINE_FIELDS = {
  price: 'select pricelevel free',
  taxcode: 'select salestaxitem free',
};

export const PERSON_FIELDS = {
  isperson: 'radio',
  firstname: 'text',
  middlename: 'text',
  lastname: 'text',
  phone: 'text',
};

/** What every account can choose, whatever its own records. */
export const STANDARD_CHOICES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  pricelevel: { '-1': 'Custom' },
};
