/** What a run writes a statement of: nothing unless it was asked for one. */
import { formatInstant } from '#feeds/format/dates.ts';
import { isManifestName, isPartName } from '#feeds/statement/manifest.ts';
import { type FeedFolder, openFeedFolder } from '../feed-files/feed-folder.ts';
import { acquireLease, type FeedLease, findLeaseHolder } from '../feed-files/feed-lock.ts';
import { peekFolder } from '../feed-files/peek-folder.ts';
import { statementNow } from '../netsuite/ids.ts';
import { deploymentId } from '../netsuite/parameters.ts';
import { inChunks } from '../netsuite/searches.ts';
import { connect } from '../netsuite/sftp-connection.ts';
import { countSalesOrders, findSalesOrders } from './find-sales-orders.ts';
import { openRequests, peekRequests, takeRequests } from './requests.ts';
import { statementFolder, statementSince } from './settings.ts';

/**
 * What all calls of a run know.
 * @property at epoch ms: the instant of the statement, before anything was read
 * @property since epoch ms; null when all orders are covered
 * @property portions how many calls there are
 */
export type Statement = {
  at: number;
  since: number | null;
  orders: number;
  portions: number;
  requests: string[];
  lease: FeedLease;
};

/** @property number from 1 @property ids of sales orders */
export type Portion = { statement: Statement; number: number; ids: string[] };

/** As many as one filter takes, and few enough for one call: lines of 500 orders are read in a minute or two. */
export const ORDERS_PER_PORTION = 500;

export const openStatements = (): FeedFolder =>
  openFeedFolder(connect(), 'sales-order-statement', statementFolder());

/**
 * By the key of each call; none while another deployment writes one, or when nobody has asked. 150 units, 110 more for each request,
 * and 10 for each 1,000 orders.
 * @throws STATEMENT_SINCE_NOT_READ
 */
export function planStatement(now: number): Record<string, Portion> {
  const since = statementSince(now);
  const connection = connect();
  const folder = openFeedFolder(connection, 'sales-order-statement', statementFolder());
  const requestFolder = openRequests(connection, folder.path);
  const isAsked = deploymentId() === statementNow || hasRequests(requestFolder);
  if (!isAsked) return {};
  const lease = acquireLease('sales-order-statement', now);
  if (!lease) return {};
  removeLeftovers(folder);
  const { names, since: wanted } = takeRequests(requestFolder);
  const from = since === undefined || wanted === undefined ? since : Math.min(since, wanted);
  return portionsOf(findSalesOrders(from), { at: now, since: from ?? null, requests: names, lease });
}

const hasRequests = (folder: FeedFolder): boolean =>
  folder.list('waiting').length + folder.list('processing').length > 0;

/** A statement of nothing has a portion too, so that its last part is written. */
function portionsOf(
  orders: readonly string[],
  known: Omit<Statement, 'orders' | 'portions'>,
): Record<string, Portion> {
  const parts = orders.length === 0 ? [[]] : inChunks(orders, ORDERS_PER_PORTION);
  const statement = { ...known, orders: orders.length, portions: parts.length };
  return Object.fromEntries(
    parts.map((ids, index) => {
      const number = String(index + 1).padStart(4, '0');
      return [number, { statement, number: index + 1, ids }];
    }),
  );
}

/** Parts of which there is no last one are of a run that did not get to its end. 20 units, and 10 for each. */
function removeLeftovers(folder: FeedFolder): void {
  const names = folder.list('waiting').map(({ name }) => name);
  const complete = new Set(names.filter(isManifestName).map(timeIn));
  for (const name of names)
    if (isPartName(name) && !complete.has(timeIn(name))) folder.remove(name, 'waiting');
  for (const { name } of folder.list('.tmp')) folder.remove(name, '.tmp');
}

const TIME_LENGTH = '2026-03-02-15-05-00-000'.length;
const timeIn = (name: string): string => name.slice(0, TIME_LENGTH);

/** What a run at this moment would cover; nothing is written, and no lease taken. 60 units. */
export function foreseeStatement(now: number) {
  const since = statementSince(now);
  const connection = connect();
  const folder = peekFolder(connection, statementFolder());
  const requests = peekRequests(connection, folder.path);
  return {
    folder: `${folder.path}${folder.exists ? '' : ', which the first run makes'}`,
    since: since === undefined ? 'all' : formatInstant(since),
    orders: countSalesOrders(since),
    requests: [...requests.list('waiting'), ...requests.list('processing')].length,
    running: findLeaseHolder('sales-order-statement'),
  };
}
