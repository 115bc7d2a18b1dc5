/** What tests need where the transformer and an emulated account share a folder: one time for both, and stock. */
import { readdirSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { ITEM, type Scenario } from '../suitescripts/scenario.ts';

/** The account's days are before this machine's. */
const REAL_DAYS = Date.parse('2026-06-01T00:00:00Z');

/** Gives files the account's time that have that of the machine. @param now epoch ms */
export function dateFiles(root: string, now: number): void {
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && statSync(path).mtimeMs > REAL_DAYS) utimesSync(path, now / 1000, now / 1000);
  }
}

export function bringStock({ account }: Scenario, location: number, quantity: number): void {
  account.asUser(({ record }) => {
    const item = record.load({ type: 'inventoryitem', id: ITEM });
    for (let line = 0; line < item.getLineCount({ sublistId: 'locations' }); line += 1) {
      const at = Number(item.getSublistValue({ sublistId: 'locations', fieldId: 'location', line }));
      if (at !== location) continue;
      item.setSublistValue({ sublistId: 'locations', fieldId: 'quantityonhand', line, value: quantity });
    }
    item.save();
  });
}
