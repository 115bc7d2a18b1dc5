/** What the tests of HC_MR_ExportedSalesOrderFulfillmentCSV start from. */
import { scenario } from './each-scenario.ts';

export { reopen, scenario } from './each-scenario.ts';

export const SCRIPT = 'customdeploy_export_so_fulfillment';
export const ON_DEMAND = 'customdeploy_export_so_fulfillment_rest';
export const FOLDER = 'salesorder/import/fulfillment-nifi';

/** The rows of every export file, without their headers. */
export const exportedRows = (): string[] => scenario.files(FOLDER).flatMap(rowsOf);

export const rowsOf = (name: string): string[] =>
  scenario.read(`${FOLDER}/${name}`).trimEnd().split('\n').slice(1);
