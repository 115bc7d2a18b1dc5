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
    const since = isObject(found) ? Date.parse(String(found.since)) : Number.NaN;
    return Number.isNaN(since) ? undefined : since;
  } catch {
    return undefined;
  }
}
