/** Ships lines of a sales order as a person would: by transforming it in the user interface. */
import type { Account } from '../emulator/account.ts';

export type Shipping = {
  /** Ids of the order's lines that go; all that is left of it when left out. */
  lines?: readonly string[];
  /** How much of them goes, by line; all that is left of one that is not named. */
  quantities?: Readonly<Record<string, number>>;
  /** One less of every line that has several. */
  inPart?: boolean;
  /** One package for each. */
  trackingNumbers?: readonly string[];
  /** Fields of the item fulfillment. */
  fields?: Readonly<Record<string, unknown>>;
};

/** @returns internal id of the item fulfillment, the last one where the account makes several of an order */
export function shipOrder(account: Account, salesOrderId: number, shipping: Shipping = {}): number {
  const ids = shipmentsOf(account, salesOrderId, shipping).map((defaultValues) =>
    shipOnce(account, salesOrderId, shipping, defaultValues),
  );
  return ids.at(-1) ?? 0;
}

/** A fulfillment for each inventory location of the order's lines, or each ship group, where orders have them. */
function shipmentsOf(
  account: Account,
  salesOrderId: number,
  { lines }: Shipping,
): Readonly<Record<string, unknown>>[] {
  const order = account.getRecord('salesorder', salesOrderId);
  const going = (order.sublists.item ?? []).filter(({ line }) => lines?.includes(String(line)) ?? true);
  const places = [...new Set(going.flatMap(({ inventorylocation }) => inventorylocation ?? []))];
  if (places.length > 0) return places.map((inventorylocation) => ({ inventorylocation }));
  if (order.fields.ismultishipto !== true) return [{}];
  return [...new Set(going.map(({ shipgroup }) => shipgroup ?? 1))].map((shipgroup) => ({ shipgroup }));
}

function shipOnce(
  account: Account,
  salesOrderId: number,
  shipping: Shipping,
  defaultValues: Readonly<Record<string, unknown>>,
): number {
  return account.asUser(({ record }) => {
    const fulfillment = record.transform({
      fromType: 'salesorder',
      fromId: salesOrderId,
      toType: 'itemfulfillment',
      isDynamic: false,
      defaultValues,
    });
    chooseLines(fulfillment, shipping);
    for (const [fieldId, value] of Object.entries({ shipstatus: 'C', ...shipping.fields }))
      fulfillment.setValue({ fieldId, value });
    addPackages(fulfillment, shipping.trackingNumbers ?? []);
    return fulfillment.save();
  });
}

type Place = { sublistId: string; fieldId: string; line: number };
type Fulfillment = {
  getLineCount(options: { sublistId: string }): number;
  getSublistValue(options: Place): unknown;
  setSublistValue(options: Place & { value: unknown }): unknown;
  setValue(options: { fieldId: string; value: unknown }): unknown;
};

function chooseLines(fulfillment: Fulfillment, { lines, quantities, inPart = false }: Shipping): void {
  const at = (fieldId: string, line: number) =>
    fulfillment.getSublistValue({ sublistId: 'item', fieldId, line });
  const set = (fieldId: string, line: number, value: unknown) =>
    fulfillment.setSublistValue({ sublistId: 'item', fieldId, line, value });
  let goes = false;
  let share = 1;
  for (let line = 0; line < fulfillment.getLineCount({ sublistId: 'item' }); line += 1) {
    const orderLine = String(at('orderline', line) ?? '');
    const left = Number(at('quantity', line)) || Number(at('quantityremaining', line));
    // The components of a kit are lines of no order line, and come after it: as much of them goes as of the kit.
    if (orderLine !== '') {
      goes = lines?.includes(orderLine) ?? true;
      const quantity = quantities?.[orderLine] ?? (inPart && left > 1 ? left - 1 : left);
      share = quantity / left;
    }
    set('itemreceive', line, goes);
    if (goes) set('quantity', line, left * share);
  }
}

/** Integrated carriers have packages of their own; the label is bought elsewhere. */
function addPackages(fulfillment: Fulfillment, trackingNumbers: readonly string[]): void {
  const carrier = ['ups', 'fedex', 'usps'].find(
    (name) => fulfillment.getLineCount({ sublistId: `package${name}` }) >= 0,
  );
  if (carrier) fulfillment.setValue({ fieldId: 'generateintegratedshipperlabel', value: false });
  trackingNumbers.forEach((trackingNumber, line) => {
    const set = (field: string, value: unknown) => {
      const place = { sublistId: `package${carrier ?? ''}`, fieldId: `${field}${carrier ?? ''}`, line };
      fulfillment.setSublistValue({ ...place, value });
    };
    set('packageweight', 1.5);
    set('packagetrackingnumber', trackingNumber);
  });
}
