/** What a statement covers, from the deployment's parameters or from a request. */
import * as format from 'N/format';
import { instantIn } from '#feeds/statement/request.ts';
import { failure } from '../netsuite/failure.ts';
import { statementParameter as ids } from '../netsuite/ids.ts';
import { textParameter } from '../netsuite/parameters.ts';

export const statementFolder = (): string => textParameter(ids.folder, 'statement');

const DAY = 24 * 60 * 60_000;
const USUAL_DAYS = '30';
const ALL = 'all';

/**
 * Since when sales orders are covered that have changed, epoch ms; undefined when all are.
 * @throws STATEMENT_SINCE_NOT_READ
 */
export function statementSince(now: number): number | undefined {
  const given = textParameter(ids.since, USUAL_DAYS);
  if (given.toLowerCase() === ALL) return undefined;
  const time = /^\d{1,4}$/.test(given) ? now - Number(given) * DAY : instantIn(given);
  if (time !== undefined && time <= now) return time;
  throw failure(
    'STATEMENT_SINCE_NOT_READ',
    `The deployment's parameter "Statement covers changes since" is "${given}", which is neither a number of days such as 30, nor a day that has begun, such as 2026-03-01, nor the word all. Correct it; no statement was written.`,
  );
}

/** The search compares days, in the zone of whoever runs it: a day more does no harm, one less would. */
export const searchedDay = (since: number): string =>
  format.format({ value: new Date(since - DAY), type: format.Type.DATE });
