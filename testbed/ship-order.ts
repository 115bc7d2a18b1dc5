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

/** @returns internal id of the item fulfillment */
export function shipOrder(account: Account, salesOrderId: number, shipping: Shipping = {}): number {
  return account.asUser(({ record }) => {
    const fulfillment = record.transform({
      fromType: 'salesorder',
      fromId: salesOrderId,
      toType: 'itemfulfillment',
      isDynamic: false,
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
};

function chooseLines(fulfillment: Fulfillment, { lines, quantities, inPart = false }: Shipping): void {
  if (lines === undefined) return;
  const at = (fieldId: string, line: number) =>
    fulfillment.getSublistValue({ sublistId: 'item', fieldId, line });
  const set = (fieldId: string, line: number, value: unknown) =>
    fulfillment.setSublistValue({ sublistId: 'item', fieldId, line, value });
  let goes = false;
  let share = 1;
  for (let line = 0; line < fulfillment.getLineCount({ sublistId: 'item' }); line += 1) {
    const orderLine = String(at('orderline', line) ?? '');
    const left = Number(at('quantity', line));
    // The components of a kit are lines of no order line, and come after it: as much of them goes as of the kit.
    if (orderLine !== '') {
      goes = lines.includes(orderLine);
      const quantity = quantities?.[orderLine] ?? (inPart && left > 1 ? left - 1 : left);
      share = quantity / left;
    }
    set('itemreceive', line, goes);
    if (goes && share !== 1) set('quantity', line, left * share);
  }
}

function addPackages(fulfillment: Fulfillment, trackingNumbers: readonly string[]): void {
  trackingNumbers.forEach((trackingNumber, line) => {
    const set = (fieldId: string, value: unknown) =>
      fulfillment.setSublistValue({ sublistId: 'package', fieldId, line, value });
    set('packageweight', 1.5);
    set('packagetrackingnumber', trackingNumber);
  });
}
