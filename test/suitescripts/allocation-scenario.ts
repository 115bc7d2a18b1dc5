/** What the tests of HC_SC_UpdateSalesOrders start from: allocations are sent, run and looked at. */
import type { ExecutionReport } from '../../emulator/account/account-events.ts';
import { scenario } from './each-scenario.ts';
import { STORE } from './scenario.ts';

export { reopen, scenario } from './each-scenario.ts';

export const SCRIPT = 'customdeploy_update_salesorder';
export const ON_DEMAND = 'customdeploy_update_so_rest';
export const DRAIN = 'customdeploy_hc_update_backlog';
export const FOLDER = 'salesorder/update';
export const SHIPMENTS = 'fulfilledsalesorder/export';

export type Row = readonly [order: number | string, line: number, location: number | ''];

/** A file with the columns that are needed and no others. */
const allocations = (...rows: readonly Row[]): string =>
  `internalId,lineId,location\n${rows.map((row) => `${row.join(',')}\n`).join('')}`;

/** The allocation of an order's first line. */
export const allocation = (order: number | string, location = STORE): string =>
  allocations([order, 1, location]);

export const sendText = (name: string, text: string): void => scenario.put(`${FOLDER}/${name}`, text);

export const send = (name: string, ...rows: readonly Row[]): void => sendText(name, allocations(...rows));

/** A file with all the columns that the published scripts knew. */
export const sendWide = (name: string, ...rows: readonly (readonly (string | number)[])[]): void =>
  sendText(
    name,
    ['internalId,lineId,item,location,quantity,closed,rejected', ...rows.map((row) => row.join(','))].join(
      '\n',
    ),
  );

/** Of a line, 0 when it has none. */
export const lineLocation = (order: number, line: number): number =>
  Number(scenario.line(order, line).location ?? 0);

export const locationOf = (order: number): number => lineLocation(order, 1);

/** Sales orders that a run has saved, one for each save. */
export const savedOrders = ({ recordsChanged }: ExecutionReport): number[] =>
  recordsChanged.filter(({ type }) => type === 'salesorder').map(({ id }) => id);

export const status = (name: string) => scenario.ledger(name)?.custrecord_hc_ff_status;

/** Files of a place below the feed's folder. */
export const filesOf = (place: string): string[] => scenario.files(`${FOLDER}/${place}`);

/** A name as the transformer makes it. */
export const at = (minute: number): string =>
  `2026-03-02-14-${String(minute).padStart(2, '0')}-00-000-1f3a9c04-BrokeredOrderItemsFeed.csv`;

/** How many rows of a file were applied, rejected and skipped. */
export const counts = (name: string): number[] =>
  ['applied', 'rejected', 'skipped'].map((what) =>
    Number(scenario.ledger(name)?.[`custrecord_hc_ff_${what}`]),
  );

/** Runs the script with parameters of the deployment that are not the usual ones. */
export function runWith(parameters: Record<string, string>): ExecutionReport {
  scenario.later(5);
  return scenario.account.runDeployment(SCRIPT, { parameters });
}

/** What the scheduled script hands over to the drain. */
const handedOver = {
  folder: FOLDER,
  minimumAge: 60,
  withQuantity: false,
  shipMethod: false,
  shipTo: false,
  further: [],
  externalId: '{id}',
  shipmentsFolder: SHIPMENTS,
};

/** Runs the drain as if all that waits were more than one run can do. */
export function drain(): ExecutionReport {
  scenario.later(5);
  const parameters = { custscript_hc_ub_settings: JSON.stringify(handedOver) };
  return scenario.account.runDeployment(DRAIN, { parameters });
}
