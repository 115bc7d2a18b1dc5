/**
 * How long NetSuite takes for a call: an ASSUMPTION, as no account was at hand, and the only thing in the bench that is
 * neither measured nor counted. Chosen on the slow side of what people who time their scripts report: saving a transaction
 * with its business rules takes one to three seconds, loading one about one, a search half a second, an SFTP call half a
 * second and a transfer a little more. Calls not listed take no time. Put in what your own account's script execution log
 * shows, and run `npm run bench -- --only netsuite` again.
 */
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

/** What a script or stage costs before its first call: waiting for its turn in the queue, and being loaded. */
export const SECONDS_PER_JOB = 20;
/** One call of map or reduce, before its first call of NetSuite. */
export const SECONDS_PER_INVOCATION = 0.2;
