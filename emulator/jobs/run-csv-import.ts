/**
 * Runs a queued CSV import: consecutive rows of one record become one change, and every row has its own result.
 * Sources: section_N451889, section_3751046270 (sublists), section_1534420070 (consecutive rows), section_4570036567 (messages).
 */

import type { World } from '../account/account-context.ts';
import type { CsvRowResult, JobReport } from '../account/account-events.ts';
import type { Draft } from '../account/draft.ts';
import { ImportFailed } from '../account/faults.ts';
import { formOf, isOnForm } from '../account/forms.ts';
import type { Job } from '../account/queue.ts';
import type { Actor } from '../account/record-events.ts';
import { fieldOf, sublistFieldOf } from '../account/schema.ts';
import type { Values } from '../account/store.ts';
import { loadDraft, newDraft } from '../records/drafts.ts';
import { resolveReference } from '../records/references.ts';
import { saveDraft } from '../records/save-record.ts';
import { isSubrecord } from '../records/subrecords/subrecord-values.ts';
import { storedFromText } from '../records/values.ts';
import type { CsvFieldMapping, CsvImportMap } from '../sdf/import-map.ts';
import { NotEmulated } from '../strictness/not-emulated.ts';
import { describeError, suiteError } from '../strictness/suite-error.ts';

type ImportJob = Extract<Job, { kind: 'csv-import' }>;
type Row = { number: number; cell: (column: string) => string };
type Key = { field: 'id' | 'externalid'; text: string };

/** Fields that say which record or line is meant and are never written. */
const BODY_KEYS = ['id', 'internalid', 'externalid'];

export function runCsvImport(world: World, job: ImportJob): JobReport {
  const rows = job.rows.map((cells, index) => toRow(job.header, cells, index + 1));
  const results: CsvRowResult[] = [];
  const reportOf = (status: 'COMPLETE' | 'FAILED', message: string) => {
    const { taskId, name, map } = job;
    return { kind: 'csv-import' as const, taskId, name, mappingId: map.id, status, message, rows: results };
  };
  try {
    groupsOf(job.map, rows).forEach((group, index) => {
      results.push(...importRecord(world, job, group, index + 1));
    });
    return reportOf('COMPLETE', '');
  } catch (error) {
    if (!(error instanceof ImportFailed || error instanceof NotEmulated)) throw error;
    const { name, message } = error;
    results.push(...rows.slice(results.length).map(({ number }) => rejected(number, message)));
    const failed = reportOf('FAILED', message);
    return error instanceof NotEmulated ? { ...failed, error: { name, message } } : failed;
  }
}

const rejected = (row: number, message: string): CsvRowResult => ({
  row,
  outcome: 'rejected',
  recordId: null,
  message,
});

const toRow = (header: string[], cells: string[], number: number): Row => ({
  number,
  cell: (column) => (cells[header.indexOf(column)] ?? '').trim(),
});

/** Rows that name the same record and follow each other directly. */
function groupsOf(map: CsvImportMap, rows: Row[]): Row[][] {
  const groups: Row[][] = [];
  let last: string | undefined;
  for (const row of rows) {
    const key = JSON.stringify(keyOf(map, row) ?? row.number);
    if (key === last) groups.at(-1)?.push(row);
    else groups.push([row]);
    last = key;
  }
  return groups;
}

/** The record a row names, by internal or external id; undefined when the map or the cell has none. */
function keyOf(map: CsvImportMap, row: Row): Key | undefined {
  for (const mapping of map.bodyFields) {
    const text = cellText(mapping, row);
    if (text === '') continue;
    if (mapping.field === 'id' || mapping.field === 'internalid') return { field: 'id', text };
    if (mapping.field === 'externalid') return { field: 'externalid', text };
  }
  return undefined;
}

/** All rows of a record stand or fall together. */
function importRecord(world: World, job: ImportJob, rows: Row[], number: number): CsvRowResult[] {
  const { map, taskId, name } = job;
  try {
    const record = keyOf(map, rows[0] as Row)?.text ?? '';
    world.faults?.importing?.({ taskId, job: name, number, record });
    const draft = openDraft(world, map, rows[0] as Row);
    applyBody(world, map, draft, rows[0] as Row);
    applySubrecords(world, map, draft, rows[0] as Row);
    applyLines(world, map, draft, rows);
    const recordId = saveDraft(world, draft, { actor: actorOfImport(map) });
    return rows.map((row) => ({ row: row.number, outcome: 'imported', recordId, message: '' }));
  } catch (error) {
    if (error instanceof NotEmulated || error instanceof ImportFailed) throw error;
    const message = describeError(error);
    return rows.map((row) => rejected(row.number, message));
  }
}

function openDraft(world: World, map: CsvImportMap, row: Row): Draft {
  const key = keyOf(map, row);
  const type = world.schema.typeOf(map.recordType);
  const id =
    key && resolveReference(world, type.id, key.text, key.field === 'id' ? 'INTERNAL_ID' : 'EXTERNAL_ID');
  if (id !== undefined && map.dataHandling !== 'ADD')
    return opened(world, map, loadDraft(world, type.id, id));
  if (id !== undefined)
    throw suiteError('DUP_RCRD', `This record already exists: ${type.label} ${key?.text ?? ''}.`);
  if (map.dataHandling !== 'UPDATE') return opened(world, map, newDraft(type));
  throw suiteError(
    'RCRD_DSNT_EXIST',
    `This record does not exist: ${type.label} ${key?.text || '(no key in the row)'}.`,
  );
}

/** Nobody whom user events and workflows would hear of, unless the map says that they run. */
const actorOfImport = ({ runsServerScripts }: CsvImportMap): Actor | undefined =>
  runsServerScripts ? { context: 'CSVIMPORT' } : undefined;

function opened(world: World, map: CsvImportMap, draft: Draft): Draft {
  const actor = actorOfImport(map);
  if (actor) world.events.opened(draft, draft.id === null ? 'create' : 'edit', actor);
  return draft;
}

/** Body values come from the first row of the record. */
function applyBody(world: World, map: CsvImportMap, draft: Draft, row: Row): void {
  const form = formOf(world.forms, draft);
  for (const mapping of map.bodyFields) {
    const isKey = BODY_KEYS.includes(mapping.field);
    if (isKey && (draft.id !== null || mapping.field !== 'externalid')) continue;
    const field = fieldOf(draft.type, mapping.field);
    if (!isOnForm(form, field.id)) continue;
    apply(world, map, mapping, row, field, draft.fields);
  }
}

/** Subrecords of the body come from the first row too; one whose cells are all blank is not made. */
function applySubrecords(world: World, map: CsvImportMap, draft: Draft, row: Row): void {
  const form = formOf(world.forms, draft);
  for (const { id, fields } of map.subrecords) {
    const holder = fieldOf(draft.type, id);
    if (!isOnForm(form, id)) continue;
    const type = world.schema.subrecordTypeOf(holder);
    const before = draft.fields[id];
    const subrecord = isSubrecord(before) ? before : { fields: {}, sublists: {} };
    for (const mapping of fields)
      apply(world, map, mapping, row, fieldOf(type, mapping.field), subrecord.fields);
    draft.fields[id] = subrecord;
  }
}

function applyLines(world: World, map: CsvImportMap, draft: Draft, rows: Row[]): void {
  if (!map.sublist) return;
  const { id, fields } = map.sublist;
  const form = formOf(world.forms, draft);
  const before = draft.sublists[id] ?? [];
  const lines = map.overwriteSublists ? [] : [...before];
  draft.sublists[id] = lines;
  for (const row of rows) {
    const line = targetLine(world, map, draft, { lines, before, row });
    for (const mapping of fields) {
      if (mapping.field === 'line' || !isOnForm(form, mapping.field, id)) continue;
      apply(world, map, mapping, row, sublistFieldOf(draft.type, id, mapping.field), line);
    }
  }
}

/** By line id when the map has one, otherwise by item; what matches nothing becomes a new line. */
function targetLine(
  world: World,
  map: CsvImportMap,
  draft: Draft,
  { lines, before, row }: { lines: Values[]; before: Values[]; row: Row },
): Values {
  const fields = map.sublist?.fields ?? [];
  const byLine = fields.find(({ field }) => field === 'line');
  const byItem = fields.find(({ field }) => field === 'item');
  const found = byLine
    ? before.find((line) => line.line === cellText(byLine, row))
    : byItem && lineOfItem(world, draft, before, byItem, row);
  const line = found ?? {};
  if (!lines.includes(line)) lines.push(line);
  return line;
}

function lineOfItem(
  world: World,
  draft: Draft,
  lines: Values[],
  mapping: CsvFieldMapping,
  row: Row,
): Values | undefined {
  const field = sublistFieldOf(draft.type, 'item', 'item');
  const item = storedFromText(world, field, cellText(mapping, row), referenceType(mapping));
  const matching = lines.filter((line) => line.item === item);
  if (matching.length > 1)
    throw suiteError('USER_ERROR', `Item ${String(item)} is on more than one line: map the line id.`);
  return matching[0];
}

/** A blank cell leaves what is there, unless the map overwrites missing fields. */
function apply(
  world: World,
  map: CsvImportMap,
  mapping: CsvFieldMapping,
  row: Row,
  field: Parameters<typeof storedFromText>[1],
  values: Values,
): void {
  const text = cellText(mapping, row);
  if (text === '' && !map.overwriteMissingFields) return;
  const numeric = ['integer', 'float', 'currency'].includes(field.type);
  const read = numeric && map.decimalComma ? text.replace(',', '.') : text;
  values[field.id] = storedFromText(world, field, read, referenceType(mapping));
}

const cellText = ({ source }: CsvFieldMapping, row: Row): string =>
  source.kind === 'value' ? source.value : row.cell(source.column);

function referenceType({ source }: CsvFieldMapping) {
  return source.kind === 'column' ? source.type : 'INTERNAL_ID';
}
