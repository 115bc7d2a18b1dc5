/** An asynchronous search: what it needs before it is queued, and the file it writes when its turn comes. */

import type { World } from '../../account/account-context.ts';
import type { JobReport } from '../../account/account-events.ts';
import {
  type CabinetFile,
  type FileToSave,
  folderAt,
  isFolder,
  typeFromName,
} from '../../account/cabinet.ts';
import type { Job } from '../../account/queue.ts';
import { missingArgument, type Options } from '../../strictness/arguments.ts';
import { NotEmulated } from '../../strictness/not-emulated.ts';
import { describeError, SuiteScriptError, suiteError } from '../../strictness/suite-error.ts';
import { shownText, shownValue } from '../cell-display.ts';
import { type Column, readColumn } from '../columns.ts';
import { readCriteria } from '../criteria.ts';
import type { Cell } from '../rows.ts';
import { runSearch } from '../run-search.ts';
import { findSavedSearch } from '../saved/saved-search.ts';
import { headingOf } from './headings.ts';

type SearchJob = Extract<Job, { kind: 'search' }>;
type Target = Pick<FileToSave, 'id' | 'name' | 'folder'>;

const CALL = 'SearchTask.submit';

/** Codes: section_4804558173, and Oracle's stub for that of a search nobody has. */
export function prepareSearchTask(world: World, task: Options): Omit<SearchJob, 'taskId' | 'status'> {
  const { savedSearchId, fileId, filePath } = task;
  if (isMissing(savedSearchId)) throw missingArgument(CALL, 'savedSearchId');
  if (isMissing(fileId) && isMissing(filePath)) throw missingArgument(CALL, 'fileId');
  if (!isMissing(fileId) && !isMissing(filePath))
    throw suiteError('UNSUPPORTED_COMBINATION_OF_PARAMETERS', `${CALL}: set fileId or filePath, not both.`);
  const id = String(savedSearchId);
  if (!findSavedSearch(world, id))
    throw suiteError('ASYNC_SEARCH_SEARCH_ID_NOT_FOUND', `${CALL}: there is no saved search ${id}.`);
  const target = isMissing(fileId) ? atPath(world, String(filePath)) : withId(world, fileId);
  return { kind: 'search', savedSearchId: id, target };
}

const isMissing = (value: unknown): boolean => value === undefined || value === null || value === '';

function withId({ cabinet }: World, id: unknown): Target {
  const file = cabinet.byId(Number(id));
  if (file) return { id: file.id, name: file.name, folder: file.folder };
  throw suiteError('THAT_RECORD_DOES_NOT_EXIST', `${CALL}: there is no file ${String(id)}.`);
}

function atPath({ store }: World, path: string): Target {
  const [name = '', ...above] = path.replace(/^\/+/, '').split('/').reverse();
  const isOfFolder =
    name === '' || folderAt(store, [...above].reverse().concat(name).join('/')) !== undefined;
  if (isOfFolder) throw suiteError('MUST_IDENTIFY_A_FILE', `${CALL}: ${path} is a folder.`);
  const folder = folderAt(store, above.reverse().join('/'));
  if (folder !== undefined && isFolder(store, folder)) return { name, folder };
  throw new NotEmulated(`a search task that writes ${path}, where the File Cabinet has no such folder`);
}

export function runSearchTask(world: World, job: SearchJob): JobReport {
  const { taskId, savedSearchId } = job;
  const report = { kind: 'search' as const, taskId, savedSearchId };
  try {
    const { text, rows } = resultsAsText(world, savedSearchId);
    const { id: fileId } = save(world, job.target, text);
    job.fileId = fileId;
    return { ...report, status: 'COMPLETE', message: '', rows, fileId };
  } catch (error) {
    if (!(error instanceof SuiteScriptError || error instanceof NotEmulated)) throw error;
    const { name, message } = error;
    const failed = { ...report, status: 'FAILED' as const, message: describeError(error), rows: 0 };
    return error instanceof NotEmulated ? { ...failed, error: { name, message } } : failed;
  }
}

function save(world: World, target: Target, text: string): CabinetFile {
  const fileType = typeFromName(target.name);
  return world.cabinet.save({ ...target, bytes: new TextEncoder().encode(text), description: '', fileType });
}

/** A line of headings and a line per result, as a person exports them. */
function resultsAsText(world: World, savedSearchId: string): { text: string; rows: number } {
  const saved = findSavedSearch(world, savedSearchId);
  if (!saved) throw suiteError('INVALID_SEARCH', `There is no saved search ${savedSearchId} any more.`);
  const columns = (saved.columns ?? []).map(readColumn);
  const order = (saved.order ?? []).map(readColumn);
  const type = saved.type.toLowerCase();
  const results = runSearch(world, { type, criteria: readCriteria(saved.filters), columns, order });
  const headings = columns.map((column) => headingOf(world, type, column));
  const lines = results.map(({ cells }) => cells.map((cell, index) => cellText(world, cell, columns[index])));
  return { text: [headings, ...lines].map(csvLine).join(''), rows: results.length };
}

function cellText(world: World, cell: Cell, column: Column | undefined): string {
  const value = shownValue(world, cell);
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  return column?.summary === 'COUNT' ? value : shownText(world, cell) || value;
}

const csvLine = (cells: readonly string[]): string => `${cells.map(quoted).join(',')}\n`;

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
