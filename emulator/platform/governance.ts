/**
 * What a call costs and how much a script may spend.
 * Source: help page section_157072844224 (units per call), section_N3351480 (per script type), section_4480364878
 * (map/reduce stages), section_161591009480 (time).
 */

export type RecordClass = 'transaction' | 'custom' | 'other';
export type ScriptType = 'scheduled' | 'mapreduce' | 'userevent' | 'restlet' | 'suitelet';
export type Stage =
  | 'execute'
  | 'getInputData'
  | 'map'
  | 'reduce'
  | 'summarize'
  | 'userevent'
  | 'restlet'
  | 'suitelet';

const READ = { transaction: 10, custom: 2, other: 5 };
const WRITE = { transaction: 20, custom: 4, other: 10 };

const UNITS = {
  'record.load': READ,
  'record.create': READ,
  'record.copy': READ,
  'record.transform': READ,
  'record.submitFields': READ,
  'record.delete': WRITE,
  'Record.save': WRITE,
  'search.create': 0,
  'search.load': 5,
  'search.lookupFields': 1,
  'Search.run': 0,
  'Search.runPaged': 5,
  'ResultSet.each': 10,
  'ResultSet.getRange': 10,
  'PagedData.fetch': 5,
  'Page.next': 5,
  'Page.prev': 5,
  'query.runSuiteQL': 10,
  'query.runSuiteQLPaged': 10,
  'query.PagedData.fetch': 10,
  'file.create': 0,
  'file.load': 10,
  'file.delete': 20,
  'File.save': 20,
  'File.getContents': 0,
  'sftp.createConnection': 0,
  'Connection.list': 10,
  'Connection.makeDirectory': 10,
  'Connection.removeDirectory': 10,
  'Connection.removeFile': 10,
  'Connection.move': 10,
  'Connection.upload': 100,
  'Connection.download': 100,
  'config.load': 10,
  'email.send': 20,
  'email.sendBulk': 10,
  'task.create': 0,
  'task.checkStatus': 0,
  'MapReduceStatus.count': 10,
  'MapReduceStatus.size': 25,
  'CsvImportTask.submit': 100,
  'SearchTask.submit': 100,
  'ScheduledScriptTask.submit': 20,
  'MapReduceScriptTask.submit': 20,
} as const;

export type MeteredCall = keyof typeof UNITS;

/** Units of one call; calls on records cost by what kind of record it is. */
export function unitsOf(call: MeteredCall, recordClass: RecordClass = 'other'): number {
  const units = UNITS[call];
  return typeof units === 'number' ? units : units[recordClass];
}

/** Units and seconds one invocation of a stage may use. */
export const STAGE_LIMITS: Readonly<Record<Stage, { units: number; seconds: number }>> = {
  execute: { units: 10_000, seconds: 3_600 },
  getInputData: { units: 10_000, seconds: 3_600 },
  map: { units: 1_000, seconds: 300 },
  reduce: { units: 5_000, seconds: 900 },
  summarize: { units: 10_000, seconds: 3_600 },
  userevent: { units: 1_000, seconds: 300 },
  restlet: { units: 5_000, seconds: 300 },
  suitelet: { units: 1_000, seconds: 300 },
};

/** Map/reduce data limits; where help pages disagree the stricter number holds. */
export const MAP_REDUCE_LIMITS = {
  /** Of one job of map or reduce, before it yields to the next. */
  unitsOfJob: 10_000,
  keyCharacters: 3_000,
  valueBytes: 1_000_000,
  persistedBytes: 200_000_000,
} as const;

/** Text held in memory by N/file; larger files must be read line by line (section_4223861820). */
export const MAX_FILE_CONTENT_BYTES = 10 * 1024 * 1024;
