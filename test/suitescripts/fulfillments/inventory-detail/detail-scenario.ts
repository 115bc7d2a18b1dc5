/** What the tests of inventory detail start from: an account with lots, serial numbers and bins, and what its shipments took of them. */
import type { Subrecord } from '../../../../emulator/account/store.ts';
import {
  FOLDER,
  fulfillments,
  type Item,
  SCRIPT,
  scenario,
  usuallyOpen,
} from '../../fulfillment-scenario.ts';
import { LOT_ITEM, STORE, WAREHOUSE } from '../../scenario.ts';

usuallyOpen({ named: 'lots and bins' });

export const BINS = 'custscript_hc_cf_bin_by_location';
export const EARLIEST = 'custscript_hc_cf_earliest_lots';
export const FROM_WAREHOUSE = { location_id: String(WAREHOUSE) };
export const SHIPPED = { shipped_date: '2026-03-02T10:00:00-05:00' };

/** Ships items of an order with parameters of the deployment. @returns how the run ended */
export function ship(order: number, items: Item[], parameters: Record<string, string> = {}, name = 'a.json') {
  scenario.put(`${FOLDER}/${name}`, JSON.stringify([{ order_id: String(order), items }]));
  scenario.later(5);
  return scenario.account.runDeployment(SCRIPT, { parameters });
}

export const refusals = (name = 'a.json') =>
  scenario
    .refusals(FOLDER, name)
    .map(({ row, code, field, message }) => [`${row} ${code} ${field}`, message] as const);
export const codes = (name?: string) => refusals(name).map(([code]) => code);

/** Lot or serial number, bin and quantity of each assignment of a line that was fulfilled. */
export function assigned(line = 0): (string | number)[][] {
  const detail = fulfillments().at(-1)?.sublists.item?.[line]?.inventorydetail as Subrecord | undefined;
  return (detail?.sublists.inventoryassignment ?? []).map(({ issueinventorynumber, binnumber, quantity }) => [
    nameOf('inventorynumber', issueinventorynumber),
    nameOf('bin', binnumber),
    Number(quantity),
  ]);
}

const nameOf = (type: 'inventorynumber' | 'bin', id: unknown): string =>
  id === undefined || id === null
    ? ''
    : String(
        scenario.account.getRecord(type, Number(id)).fields[type === 'bin' ? 'binnumber' : 'inventorynumber'],
      );

/** A second bin of the warehouse, beside the preferred one. */
export const addBin = (name: string) =>
  scenario.account.addRecord('bin', { binnumber: name, location: WAREHOUSE });

/** What is left of a lot at a store. */
export const leftOf = (lot: string): unknown =>
  scenario.account
    .listRecords('inventorynumber')
    .find(({ fields }) => fields.inventorynumber === lot)
    ?.sublists.locations?.find(({ location }) => location === String(STORE))?.quantityonhand;

/** An order on which somebody has chosen a lot already. */
export function orderWithChosenLot(name: string): number {
  const order = scenario.order([{ item: LOT_ITEM }]);
  const lot = scenario.account
    .listRecords('inventorynumber')
    .find(({ fields }) => fields.inventorynumber === name);
  scenario.account.asUser(({ record }) => {
    const loaded = record.load({ type: 'salesorder', id: order });
    const at = { sublistId: 'item', fieldId: 'inventorydetail', line: 0 };
    const detail = loaded.getSublistSubrecord(at) as typeof loaded;
    const set = (fieldId: string, value: unknown) =>
      detail.setSublistValue({ sublistId: 'inventoryassignment', fieldId, line: 0, value });
    set('issueinventorynumber', lot?.id);
    set('quantity', 1);
    loaded.save();
  });
  return order;
}
