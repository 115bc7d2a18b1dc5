/** The life of an order item as steps in time, and the first one that is missing, with its reason and what to do. */
import { feedNamed } from '#feeds/catalogue.ts';
import { skipReasons } from '#feeds/rows/tally.ts';
import { lookedAt, type PlaceFound } from '../catch-up/store-looks.ts';
import { isSentAfter } from '../folders/resent-names.ts';
import { filesWhere, type KnownFile } from '../row-index/files-table.ts';
import { HANDED_ON } from '../row-index/indexed-row.ts';
import type { RowIndex } from '../row-index/open-index.ts';
import type { FoundRow } from '../row-index/read-index.ts';
import { folderOf, nameOf } from '../store/store-path.ts';
import { adviceFor } from './advice.ts';
import {
  type RefusedTimes,
  type RetryState,
  type RetrySurroundings,
  retryState,
} from '../retries/retry-state.ts';

/**
 * @property at ISO 8601
 * @property by who took the step
 * @property row in the file; 0 for what is about all of it
 * @property outcome `waits` and `under way` are of the file, which nobody has finished; `handed on` is a shipment among allocations
 * @property record what NetSuite made of the row
 * @property retry of what is refused, when it is tried again, or that it was sent again by hand
 * @property isMissing whether the life of the item stops here
 */
export type Step = {
  at: string;
  feed: string;
  by: 'transformer' | 'NetSuite' | 'HotWax';
  outcome:
    | 'applied'
    | 'handed on'
    | 'skipped'
    | 'refused'
    | 'unknown'
    | 'waits'
    | 'under way'
    | 'taken'
    | 'failed';
  file: string;
  row: number;
  code: string;
  says: string;
  output: string;
  record: string;
  retry: RetryState | null;
  isMissing: boolean;
  whatToDo: string;
};

export type Surroundings = RetrySurroundings & { index: RowIndex };

export function stepsOf(around: Surroundings, rows: readonly FoundRow[]): Step[] {
  const steps = rows.flatMap((row) => [stepOf(around, row, rows), ...deliveryOf(around, row, rows)]);
  return steps.sort((one, other) => compare(one.at, other.at) || ORDER[one.by] - ORDER[other.by]);
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** Of steps in one moment the cause comes first. */
const ORDER: Readonly<Record<Step['by'], number>> = { transformer: 0, NetSuite: 1, HotWax: 2 };

/** An answer of NetSuite is no older than the file it answers, and than the refusal after which that was sent again: clocks differ. */
function sentAt({ file }: FoundRow, rows: readonly FoundRow[]): number {
  const known = [file, ...rows.map((row) => row.file).filter((earlier) => isAgain(file, earlier))];
  const answered = new Set(known.map(({ folder, name }) => `${folder}/${name}`));
  const sent = rows.filter((row) => answered.has(row.file.output)).map((row) => row.file);
  return [...known, ...sent].reduce((latest, { at }) => Math.max(latest, at), file.at);
}

const isAgain = (file: KnownFile, earlier: KnownFile): boolean =>
  file.folder === earlier.folder && isSentAfter(file.name, earlier.name);

const instant = (at: number): string => new Date(at).toISOString();

/** What its file is called where it lies now. */
const pathOf = ({ folder, place, name }: KnownFile): string =>
  `${folder}/${place === 'repeat' ? 'archive' : place}/${name}`;

function stepOf(around: Surroundings, found: FoundRow, rows: readonly FoundRow[]): Step {
  const { file, row, outcome, refusal, record } = found;
  const isHandedOn = outcome.code === HANDED_ON;
  const code = isHandedOn ? '' : outcome.code;
  return {
    at: instant(sentAt(found, rows)),
    feed: file.feed,
    by: file.side === 'netsuite' ? 'NetSuite' : 'transformer',
    outcome: isHandedOn ? 'handed on' : outcome.kind,
    file: pathOf(file),
    row,
    code,
    says: refusal ? refusal.message : saysOf(file, outcome),
    output: isHandedOn || (file.side === 'transformer' && outcome.kind === 'applied') ? file.output : '',
    record,
    retry: outcome.kind === 'refused' ? retryState(around, file, code, timesOf(found, rows)) : null,
    isMissing: outcome.kind === 'refused',
    whatToDo: outcome.kind === 'refused' ? adviceFor(code, found.orderId || found.salesOrder) : '',
  };
}

/** The row and those that were refused before it was sent again. */
function timesOf({ file }: FoundRow, rows: readonly FoundRow[]): RefusedTimes {
  const before = rows.filter((row) => row.outcome.kind === 'refused' && isAgain(file, row.file));
  return { since: Math.min(file.at, ...before.map((row) => row.file.at)), refusals: before.length + 1 };
}

function saysOf({ side, basis }: KnownFile, { kind, code }: FoundRow['outcome']): string {
  if (kind === 'skipped') return reasonOf(code);
  if (code === HANDED_ON) return 'a shipment: its line is set, and the shipment goes on to be fulfilled';
  if (kind === 'unknown' && side === 'netsuite')
    return 'nothing that NetSuite has left says what became of the row';
  if (kind === 'unknown')
    return 'the configuration has changed since, and nothing says what became of the row';
  if (side === 'transformer') return 'converted';
  return basis === 'outcome file'
    ? 'applied'
    : 'applied: the file is finished, and the row is in no error file';
}

const reasonOf = (code: string): string =>
  Object.hasOwn(skipReasons, code) ? skipReasons[code as keyof typeof skipReasons] : 'skipped by rule';

/** What became of the output that carried the row, as long as its receiver says nothing of the row itself. */
function deliveryOf(around: Surroundings, row: FoundRow, rows: readonly FoundRow[]): Step[] {
  const { file, outcome } = row;
  if (outcome.kind !== 'applied' || file.output === '') return [];
  if (file.basis === 'outcome file' && outcome.code !== HANDED_ON) return [];
  const path = file.side === 'transformer' ? file.output : shipmentsPath(around, file);
  if (path === undefined) return [];
  const isAnswered = rows.some(
    (other) => other.file.side === 'netsuite' && `${other.file.folder}/${other.file.name}` === path,
  );
  return isAnswered ? [] : [whereIs(around, row, path)].flatMap((step) => step ?? []);
}

/** Where there is no outcome file, that a row of an allocation file is a shipment only a file of this name shows, as long as it is there. */
function shipmentsPath({ index, places }: Surroundings, { output }: KnownFile): string | undefined {
  const found =
    places.find(({ name }) => name === output) ??
    filesWhere(index, "side = 'netsuite' AND name = ? AND place = 'failed' AND gone = 0", output)[0];
  return found && `${found.folder}/${found.name}`;
}

function whereIs({ index, places, now }: Surroundings, { file }: FoundRow, path: string): Step | undefined {
  const [folder, name] = [folderOf(path), nameOf(path)];
  const by = feedNamed(file.feed)?.to ?? 'NetSuite';
  const step = {
    feed: file.feed,
    by,
    file: path,
    row: 0,
    code: '',
    output: '',
    record: '',
    retry: null,
    isMissing: true,
  };
  const place = places.find((one) => one.folder === folder && one.name === name);
  if (place)
    return { ...step, at: instant(Math.max(place.modified, file.at)), ...waiting(place, by, now - file.at) };
  const [failed] = filesWhere(
    index,
    "side = 'netsuite' AND folder = ? AND name = ? AND place = 'failed' AND gone = 0",
    folder,
    name,
  );
  if (failed) {
    const { code, message, at } = failed;
    return {
      ...step,
      at: instant(at),
      outcome: 'failed',
      file: pathOf(failed),
      code,
      says: message,
      whatToDo: adviceFor(code),
    };
  }
  const looked = lookedAt(index, folder);
  if (looked === undefined || looked < file.at) return undefined;
  return { ...step, at: instant(file.at), isMissing: by === 'NetSuite', ...taken(by) };
}

type What = Pick<Step, 'outcome' | 'says' | 'whatToDo'>;

function waiting({ place }: PlaceFound, by: Step['by'], age: number): What {
  const since = ageOf(age);
  if (place === 'processing')
    return {
      outcome: 'under way',
      says: `${by} has begun the file and not finished it, for ${since}`,
      whatToDo: 'Wait for its next run; if it does not end, see "What is stuck" in docs/monitoring.md.',
    };
  const job =
    by === 'NetSuite'
      ? 'the deployment of the script that reads this folder'
      : 'the job in HotWax that reads this folder';
  return {
    outcome: 'waits',
    says: `${by} has not taken the file for ${since}`,
    whatToDo: `Check that ${job} is scheduled and runs.`,
  };
}

const taken = (by: Step['by']): What =>
  by === 'HotWax'
    ? { outcome: 'taken', says: 'HotWax took the file; what it made of it is in its own log', whatToDo: '' }
    : {
        outcome: 'taken',
        says: 'the file has left the folder, and neither archive/ nor failed/ has it',
        whatToDo:
          'Find out who took it: NetSuite puts what it has taken into processing/, archive/ or failed/.',
      };

export function ageOf(milliseconds: number): string {
  const minutes = Math.max(0, Math.floor(milliseconds / 60_000));
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 2_880) return `${Math.floor(minutes / 60)} h`;
  return `${Math.floor(minutes / 1_440)} days`;
}
