/** Where is order 1234: from any id to the life of each order item, or to what was searched in vain. */
import { placesIn } from '../catch-up/store-looks.ts';
import { isSentAfter } from '../folders/resent-names.ts';
import type { Route } from '../folders/folders.ts';
import { filesWhere, type KnownFile } from '../row-index/files-table.ts';
import type { RowIndex } from '../row-index/open-index.ts';
import { extentOf } from '../row-index/read-index.ts';
import { nameOf } from '../store/store-path.ts';
import { adviceFor } from './advice.ts';
import { type OrderItem, orderItemsFor } from './order-items.ts';
import type { RetryTimes } from '../retries/retry-state.ts';
import { type Step, stepsOf } from './steps.ts';

/** @property missing the first step that was not taken, where the life of the item stops */
export type ItemLife = Omit<OrderItem, 'rows'> & { steps: Step[]; missing: Step | null };

/** @property place where it lies now */
export type FileLife = {
  path: string;
  feed: string;
  by: 'transformer' | 'NetSuite';
  at: string;
  place: 'waiting' | 'processing' | 'archive' | 'failed' | 'repeat' | 'gone';
  applied: number;
  rejected: number;
  skipped: Readonly<Record<string, number>>;
  output: string;
  errors: string;
  code: string;
  says: string;
  whatToDo: string;
};

/** @property unread files that wait, in which the id may be; @property since ISO 8601, null when nothing is indexed */
export type Searched = {
  files: number;
  rows: number;
  since: string | null;
  folders: string[];
  unread: string[];
};

export type Found = { items: ItemLife[]; files: FileLife[]; searched: Searched };

/** More would not be read by anybody. */
export const MOST_ITEMS = 500;

/** @param retries when what is refused for now is tried again */
export function find(index: RowIndex, routes: readonly Route[], asked: string, retries: RetryTimes): Found {
  const around = { ...retries, index, places: placesIn(index) };
  const items = orderItemsFor(index, asked)
    .slice(0, MOST_ITEMS)
    .map(({ rows, ...item }) => {
      const steps = stepsOf(around, rows);
      return { ...item, steps, missing: firstMissing(steps) };
    });
  return { items, files: filesNamed(index, asked), searched: searchedIn(index, routes) };
}

/** A step that was refused or waits counts no more once the same was done by a later one. */
function firstMissing(steps: readonly Step[]): Step | null {
  const isOpen = (step: Step, index: number): boolean =>
    step.isMissing &&
    !steps
      .slice(index + 1)
      .some((later) => isDone(later) && later.feed === step.feed && isNoEarlier(later, step));
  const first = steps.find(isOpen);
  return first ? (steps.findLast((step) => isAgain(step, first)) ?? first) : null;
}

/** Refused once more, when it was sent again. */
const isAgain = (step: Step, first: Step): boolean =>
  step.isMissing && step.by === first.by && isSentAfter(nameOf(step.file), nameOf(first.file));

const isDone = ({ outcome }: Step): boolean => ['applied', 'handed on', 'taken'].includes(outcome);

/** What the transformer has converted anew, NetSuite may not have applied. */
const isNoEarlier = (later: Step, step: Step): boolean => later.by === step.by || step.by === 'transformer';

function filesNamed(index: RowIndex, asked: string): FileLife[] {
  const name = nameOf(asked.trim());
  const indexed = filesWhere(index, "(name = ?1 OR substr(output, -length(?1) - 1) = '/' || ?1)", name).map(
    lifeOf,
  );
  const waiting = placesIn(index)
    .filter((one) => one.name === name)
    .map(({ folder, place, modified }) => waitingFile(folder, name, place, modified));
  return [...indexed, ...waiting];
}

function lifeOf(file: KnownFile): FileLife {
  const {
    side,
    feed,
    folder,
    name,
    place,
    at,
    applied,
    rejected,
    skipped,
    output,
    errors,
    code,
    message,
    gone,
  } = file;
  return {
    path: `${folder}/${place === 'repeat' ? 'archive' : place}/${name}`,
    feed,
    by: side === 'netsuite' ? 'NetSuite' : 'transformer',
    at: new Date(at).toISOString(),
    place: gone === 0 ? place : 'gone',
    applied,
    rejected,
    skipped,
    output: side === 'transformer' ? output : '',
    errors,
    code,
    says: message,
    whatToDo: code === '' ? '' : adviceFor(code),
  };
}

const waitingFile = (
  folder: string,
  name: string,
  place: 'waiting' | 'processing',
  modified: number,
): FileLife => ({
  path: place === 'waiting' ? `${folder}/${name}` : `${folder}/processing/${name}`,
  feed: '',
  by: 'transformer',
  at: new Date(modified).toISOString(),
  place,
  applied: 0,
  rejected: 0,
  skipped: {},
  output: '',
  errors: '',
  code: '',
  says: '',
  whatToDo: '',
});

function searchedIn(index: RowIndex, routes: readonly Route[]): Searched {
  const { files, rows, since } = extentOf(index);
  const sources = new Set(routes.map(({ sourceFolder }) => sourceFolder));
  const unread = placesIn(index).filter(({ folder }) => sources.has(folder));
  return {
    files,
    rows,
    since: since === undefined ? null : new Date(since).toISOString(),
    folders: [...new Set(routes.flatMap(({ sourceFolder, targetFolder }) => [sourceFolder, targetFolder]))],
    unread: unread.map(({ folder, name }) => `${folder}/${name}`),
  };
}

/** What to do about an id that was never seen: it may stand in a file that was not read, or could not be. */
export const adviceForUnseen = (answers: readonly Found[]): string =>
  answers.some(({ searched }) => searched.unread.length > 0)
    ? 'Check the id, and ask again after the next pass: it may be in a file that waits.'
    : 'Check the id, and whether it is in a file that failed ("transformer problems" lists those); otherwise have HotWax or NetSuite send the order: no file that could be read has it.';
