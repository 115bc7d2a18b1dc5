/**
 * How long NetSuite takes for a call: an ASSUMPTION, as no account was at hand, and the only thing in the bench that is
 * neither measured nor counted. Chosen on the slow side of what people who time their scripts report: saving a transaction
 * with its business rules takes one to three seconds, loading one about one, a search half a second, an SFTP call half a
 * second and a transfer a little more. Calls not listed take no time. Put in what your own account's script execution log
 * shows, and run `npm run bench -- --only netsuite` again.
 */
import type { NCall } from '../../emulator/account/faults.ts';

export const secondsPerCall: Readonly<Record<string, number>> = {
  'N/record.load': 1,
  'N/record.create': 0.5,
  'N/record.transform': 1.5,
  'N/record.submitFields': 1,
  'N/record.delete': 1,
  'Record.save': 2,
  'N/search.lookupFields': 0.3,
  'ResultSet.each': 0.5,
  'ResultSet.getRange': 0.5,
  'Search.runPaged': 0.5,
  'PagedData.fetch': 0.5,
  'N/sftp.createConnection': 1,
  'Connection.list': 0.5,
  'Connection.makeDirectory': 0.5,
  'Connection.removeDirectory': 0.5,
  'Connection.removeFile': 0.5,
  'Connection.move': 0.5,
  'Connection.upload': 1,
  'Connection.download': 1,
  'Task.submit': 0.5,
};

/**
 * Of what a transaction takes, what a record of a custom type takes: no business rules, and a fifth of the units
 * (help section_157072844224).
 */
export const CUSTOM_RECORD = 0.2;

/** What a script or stage costs before its first call, or an import before its first record: waiting for its turn, and being loaded. */
export const SECONDS_PER_JOB = 20;
/** One call of map or reduce, before its first call of NetSuite. */
export const SECONDS_PER_INVOCATION = 0.2;
/** A CSV import loads and saves each record that its rows name, as a script would. */
export const SECONDS_PER_IMPORTED_RECORD =
  (secondsPerCall['N/record.load'] ?? 0) + (secondsPerCall['Record.save'] ?? 0);

/** @param custom of what a transaction takes, what a custom record takes */
export function secondsOf({ name, record }: Pick<NCall, 'name' | 'record'>, custom = CUSTOM_RECORD): number {
  const seconds = secondsPerCall[name] ?? 0;
  return record?.type.startsWith('customrecord') ? seconds * custom : seconds;
}
