/** What NetSuite checks before it queues a CSV import: the map, the file as a whole, its size and its header. */
import { parse } from 'csv-parse/sync';
import type { World } from '../account/account-context.ts';
import type { CsvFieldMapping, CsvImportMap } from '../sdf/import-map.ts';
import { isInternalId } from '../strictness/arguments.ts';
import { NotEmulated } from '../strictness/not-emulated.ts';
import { suiteError } from '../strictness/suite-error.ts';
import { bytesOf } from './file.ts';

/** Per job (section_N453326). */
const MAX_ROWS = 25_000;
const MAX_BYTES = 50_000_000;

export type PreparedImport = {
  kind: 'csv-import';
  name: string;
  map: CsvImportMap;
  header: string[];
  rows: string[][];
};

export function prepareCsvImport(world: World, task: Record<string, unknown>): PreparedImport {
  const map = world.project.csvImportMaps.find(({ id }) => id === task.mappingId);
  if (!task.mappingId)
    throw suiteError(
      'SSS_MISSING_REQD_ARGUMENT',
      'CsvImportTask.submit: Missing a required argument: mappingId',
    );
  const unknown = world.project.unknownImportMaps.get(String(task.mappingId));
  if (unknown !== undefined) throw new NotEmulated(unknown);
  if (!map && isInternalId(task.mappingId))
    throw new NotEmulated(`the CSV import with the internal id ${String(task.mappingId)}; it`);
  if (!map && world.project.csvImportMaps.length === 0)
    throw new NotEmulated(`the CSV import ${String(task.mappingId)}, as the project has none at all; it`);
  if (!map) throw refused(`there is no saved CSV import ${String(task.mappingId)}`);
  const [header = [], ...rows] = readRows(textOf(task.importFile, map), map);
  assertColumns(map, header);
  if (rows.length === 0) throw refused('the file has no rows');
  if (rows.length > MAX_ROWS) throw refused(`the file has ${rows.length} rows, more than ${MAX_ROWS}`);
  const name = typeof task.name === 'string' && task.name !== '' ? task.name : map.name;
  return { kind: 'csv-import', name, map, header, rows };
}

/** The columns of the file that the map reads. */
export const columnsOf = (fields: readonly CsvFieldMapping[]): string[] =>
  fields.flatMap(({ source }) => (source.kind === 'column' ? [source.column] : []));

/** A file object or the text itself, in the encoding the map says the file has. */
function textOf(importFile: unknown, map: CsvImportMap): string {
  if (typeof importFile === 'string') return importFile;
  const bytes = bytesOf(importFile);
  if (!bytes)
    throw suiteError(
      'SSS_MISSING_REQD_ARGUMENT',
      'CsvImportTask.submit: Missing a required argument: importFile',
    );
  if (bytes.length > MAX_BYTES) throw refused(`the file has ${bytes.length} bytes, more than ${MAX_BYTES}`);
  return new TextDecoder(map.encoding).decode(bytes);
}

function readRows(text: string, map: CsvImportMap): string[][] {
  try {
    return parse(text, {
      bom: true,
      delimiter: map.delimiter,
      skip_empty_lines: true,
      relax_column_count: true,
    });
  } catch (cause) {
    throw refused(
      `the file cannot be read as CSV (${cause instanceof Error ? cause.message : String(cause)})`,
      cause,
    );
  }
}

/** Whether NetSuite refuses a file without a mapped column is not documented; the stricter reading holds. */
function assertColumns(map: CsvImportMap, header: string[]): void {
  const parts = [...map.subrecords, ...(map.sublist ? [map.sublist] : [])];
  const wanted = [map.bodyFields, ...parts.map(({ fields }) => fields)].flatMap(columnsOf);
  const missing = wanted.filter((column) => !header.includes(column));
  if (missing.length > 0)
    throw refused(`the file lacks the mapped columns ${missing.join(', ')}; it has ${header.join(', ')}`);
}

const refused = (reason: string, cause?: unknown): Error =>
  suiteError('FAILED_TO_SUBMIT_JOB_REQUEST_1', `Failed to submit job request: ${reason}.`, cause);
