/** Days of one account and of a hundred tenants: from what the emulator takes for a run and an order, and what was measured of the transformer. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Section, Table, Target } from '../harness/results.ts';
import { count } from '../harness/tables.ts';
import { sides } from '../netsuite/sides.ts';
import { accountTargets, costOf, costTable, dayTable } from './account-days.ts';
import { measuredOnPage } from './page-figures.ts';
import { type Measured, type TransformerDay, transformerDay } from './transformer-day.ts';

const SPEED = join(import.meta.dirname, '../../docs/speed.md');

const TENANTS = [10, 100, 400] as const;

export async function measureCapacity(): Promise<Section> {
  const costs = Object.keys(sides).map(costOf);
  const measured = measuredOnPage(await readFile(SPEED, 'utf8'));
  return {
    results: [],
    targets: [...accountTargets(costs), transformerTarget(measured)],
    tables: [costTable(costs), dayTable(costs), transformerTable(measured)],
    tablesTellAll: true,
  };
}

/** @param tenants each with 10,000 items, a pass every five minutes, and a file of each feed every quarter of an hour */
const loadOf = (tenants: number) => ({
  tenants,
  itemsPerDay: tenants * 10_000,
  passesPerDay: 288,
  filesPerDay: 3 * 96,
});

function transformerTable(measured: Measured): Table {
  const rows = TENANTS.map((tenants) => {
    const load = loadOf(tenants);
    const found: TransformerDay = transformerDay(measured, load);
    return [
      count(tenants),
      count(load.itemsPerDay),
      count(tenants * load.filesPerDay),
      `${(found.cpu / 3600).toFixed(1)} h`,
      `${(found.wall / 3600).toFixed(1)} h`,
      found.processors.toFixed(2),
      String(found.atOnce),
    ];
  });
  return {
    title: "The transformer's day",
    header: [
      'Tenants',
      'Order items',
      'Files',
      'Of a processor',
      'One tenant after the other',
      'Processors busy',
      'Tenants at once, at least',
    ],
    rows,
  };
}

const transformerTarget = (measured: Measured): Target => ({
  claim: 'a day of 100 tenants with 10,000 order items each: processors that the transformer keeps busy',
  limit: 1,
  found: transformerDay(measured, loadOf(100)).processors,
});
