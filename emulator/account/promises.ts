/**
 * The `promise` of a call: it does its work at once and settles with what that gives, in the script's own turn of events. Sources:
 * subsect_24165317531 (modules whose promises server scripts may use), the help page of each method for its script types.
 */

import { NotEmulated } from '../strictness/not-emulated.ts';
import type { Execution } from './execution.ts';

/** For client and server scripts. */
const ON_SERVERS = new Set([
  'N/search.create',
  'N/search.load',
  'N/search.lookupFields',
  'N/search.delete',
  'N/search.duplicates',
  'N/search.global',
  'Search.save',
  'Search.runPaged',
  'N/query.load',
  'N/query.delete',
  'N/query.runSuiteQL',
  'N/query.runSuiteQLPaged',
  'Query.run',
  'Query.runPaged',
  'SuiteQL.run',
  'SuiteQL.runPaged',
]);

/** For client scripts: NetSuite gives an error in others, and which one is not documented. */
const ON_CLIENTS = new Set([
  'N/record.create',
  'N/record.copy',
  'N/record.load',
  'N/record.transform',
  'N/record.submitFields',
  'N/record.delete',
  'Record.save',
  'ResultSet.each',
  'ResultSet.getRange',
  'PagedData.fetch',
  'Page.next',
  'Page.prev',
  'N/email.send',
  'N/email.sendBulk',
  'N/email.sendCampaignEvent',
]);

type Call = (...values: unknown[]) => unknown;

/** Gives each function of an object its `promise`, where the help has one; `name` is that of its module or class. */
export function withPromises<T extends object>(execution: Execution, name: string, object: T): T {
  for (const key of Object.keys(object)) {
    const value: unknown = Object.getOwnPropertyDescriptor(object, key)?.value;
    const call = `${name}.${key}`;
    if (typeof value !== 'function') continue;
    if (ON_SERVERS.has(call)) {
      const promise = (...values: unknown[]) => execution.realm.promise(() => (value as Call)(...values));
      Object.defineProperty(value, 'promise', { value: promise, configurable: true });
    } else if (ON_CLIENTS.has(call)) refusePromise(value, call);
  }
  return object;
}

function refusePromise(call: object, name: string): void {
  Object.defineProperty(call, 'promise', {
    configurable: true,
    get: () => {
      throw new NotEmulated(`${name}.promise outside client scripts`);
    },
  });
}
