/** A request for a statement: a file that whoever has no login of NetSuite puts where the script looks. */
import { isObject } from '../format/values.ts';

/** @property since from when on sales orders are covered that have changed; null when the deployment is to say so */
export type StatementRequest = { requestedAt: string; since: string | null };

/** Below the folder of the statements. */
export const REQUEST_FOLDER = 'request';

export const formatRequest = (request: StatementRequest): string => `${JSON.stringify(request)}\n`;

/** What cannot be read is a request all the same: somebody has put it there. */
export function sinceInRequest(text: string): number | undefined {
  try {
    const found: unknown = JSON.parse(text);
    return isObject(found) ? instantIn(String(found.since)) : undefined;
  } catch {
    return undefined;
  }
}

/** NetSuite is of that year: nothing in an account is older, and searches need not read dates of another calendar. */
const FIRST_INSTANT = Date.UTC(1998, 0, 1);

/** @param text a day such as 2026-03-01 in UTC, or an instant, ISO 8601 @returns epoch ms, undefined of anything else */
export function instantIn(text: string): number | undefined {
  const instant = /^\d{4}-\d\d-\d\d(T.+)?$/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(instant) ? undefined : Math.max(instant, FIRST_INSTANT);
}
