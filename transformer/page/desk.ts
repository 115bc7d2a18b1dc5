/** What the page answers from: the row index of each tenant, open as long as the page is, and how fresh it is. */
import type { Acknowledgement } from '../answers/acknowledgements.ts';
import { acknowledgementsPath, readAcknowledgements } from '../answers/acknowledgements.ts';
import { problemsIn } from '../answers/problems.ts';
import { counter } from '../row-index/files-table.ts';
import { TransformerError } from '../errors.ts';
import type { Route } from '../folders/folders.ts';
import { extentOf } from '../row-index/read-index.ts';
import type { FeedStatus } from '../operate/status.ts';
import { openIndexOrMemory, type RowIndex } from '../row-index/open-index.ts';
import { openRefusals } from '../row-index/settle-refusals.ts';
import type { FileStore } from '../store/file-store.ts';
import { type Comparison, compareSides, type Sides } from './compared-sides.ts';
import type { TenantView } from './parts/page-data.ts';

/**
 * @property zone in which its people read the time
 * @property look reads into the index what the store has and it lacks, and what lies in its folders. @throws TransformerError when the store cannot be asked
 * @property pauses after which what NetSuite refuses for now is tried again
 * @property open the store, which the caller closes
 */
export type DeskTenant = {
  name: string | undefined;
  place: string;
  zone: string;
  routes: readonly Route[];
  indexFile: string | undefined;
  look: (index: RowIndex) => Promise<FeedStatus[]>;
  staleClaimMinutes: number;
  pauses: readonly number[];
  open: () => Promise<FileStore>;
  comparison: Comparison;
};

/**
 * One tenant at the open page.
 * @property indexProblem why it is another index than its own, one in memory
 * @property statuses what the last look has seen in its folders
 * @property sides undefined when there is no statement of NetSuite
 */
export type Seat = DeskTenant & {
  index: RowIndex;
  indexProblem: string | undefined;
  statuses: readonly FeedStatus[];
  sides: Sides | undefined;
  openProblems: { state: string; count: number } | undefined;
  lookedAt: number | undefined;
  problem: string | undefined;
  looking: Promise<void> | undefined;
};

export type Desk = {
  seats: readonly Seat[];
  clock: () => number;
  /** Begins to look at the files of each tenant whose last look is older than this; what is known is there meanwhile. */
  refresh(olderThan: number): Promise<void>;
  close(): Promise<void>;
};

export function openDesk(tenants: readonly DeskTenant[], clock: () => number): Desk {
  const seats = tenants.map(seatOf);
  return {
    seats,
    clock,
    refresh: async (olderThan) => {
      const due = seats.filter(({ lookedAt }) => lookedAt === undefined || clock() - lookedAt >= olderThan);
      await Promise.all(due.map((seat) => lookAgain(seat, clock)));
    },
    close: async () => {
      await Promise.all(seats.map(({ looking }) => looking));
      for (const { index } of seats) index.close();
    },
  };
}

function seatOf(tenant: DeskTenant): Seat {
  const { index, problem } = openIndexOrMemory(tenant.indexFile);
  return {
    ...tenant,
    index,
    indexProblem: problem?.message,
    statuses: [],
    sides: undefined,
    openProblems: undefined,
    lookedAt: undefined,
    problem: undefined,
    looking: undefined,
  };
}

/** Whoever asks while somebody looks waits for the same look. */
function lookAgain(seat: Seat, clock: () => number): Promise<void> {
  seat.looking ??= looked(seat, clock).finally(() => {
    seat.looking = undefined;
  });
  return seat.looking;
}

async function looked(seat: Seat, clock: () => number): Promise<void> {
  try {
    seat.statuses = await seat.look(seat.index);
    openRefusals(seat.index); // so that nobody who asks has to wait for it
    seat.problem = undefined;
    seat.lookedAt = clock();
    await compareSides(seat, clock());
  } catch (error) {
    if (!(error instanceof TransformerError)) throw error;
    seat.problem = `${error.code}: ${error.message}`;
    seat.statuses = seat.routes.map((route) => unknownStatus(route, error));
    seat.lookedAt = clock();
  }
}

/** Of folders that could not be looked at. */
function unknownStatus(
  { feed, sourceFolder, targetFolder }: Route,
  { code, message }: TransformerError,
): FeedStatus {
  const problem = { code, message };
  const nothing = { waiting: [], processing: [], failed: [] };
  const receiver = { side: feed.to, folder: targetFolder, problem, ...nothing };
  const own = { feed: feed.name, folder: sourceFolder, missing: false, problem };
  return { ...own, ...nothing, errorFiles: [], refused: [], retries: { waiting: 0, taken: 0 }, receiver };
}

export const viewOf = ({
  name,
  place,
  zone,
  index,
  indexProblem,
  lookedAt,
  problem,
  looking,
}: Seat): TenantView => ({
  name: name ?? '',
  place,
  zone,
  extent: extentOf(index),
  indexProblem,
  lookedAt,
  problem,
  isLooking: looking !== undefined,
});

export const acknowledgementsOf = async ({ indexFile }: Seat): Promise<Acknowledgement[]> =>
  indexFile === undefined ? [] : readAcknowledgements(acknowledgementsPath(indexFile));

/** @param now to say when rows are tried again */
export const problemsOf = async (seat: Seat, now?: number) =>
  problemsIn(
    seat.index,
    await acknowledgementsOf(seat),
    now === undefined ? undefined : { pauses: seat.pauses, now },
  );

/** For the head of every view, so it is counted again only where something has changed. */
export async function countOpen({ seats }: Desk): Promise<number> {
  let open = 0;
  for (const seat of seats) open += await countOpenOf(seat);
  return open;
}

async function countOpenOf(seat: Seat): Promise<number> {
  const { index, lookedAt } = seat;
  const acknowledgements = await acknowledgementsOf(seat);
  const completed = index.use((database) => counter(database, 'completed'));
  const state = JSON.stringify([completed, lookedAt, acknowledgements.length, acknowledgements.at(-1)]);
  if (seat.openProblems?.state !== state) {
    const problems = problemsIn(index, acknowledgements);
    seat.openProblems = { state, count: problems.filter(({ acknowledged }) => acknowledged === null).length };
  }
  return seat.openProblems.count;
}

export async function withStoreOf<Result>(
  { open }: Pick<Seat, 'open'>,
  work: (store: FileStore) => Promise<Result>,
): Promise<Result> {
  const store = await open();
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
