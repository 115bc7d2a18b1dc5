/** Whether a feed flows, as the web page, `status` and the metrics show it: what waits where and since when, what is open, what is usual. */
import type { FeedName } from '#feeds/feed.ts';

/** From the worst to the best. */
export const flowStates = ['stopped', 'attention', 'late', 'flowing', 'idle'] as const;

export type FlowState = (typeof flowStates)[number];

/** @property since when the oldest of them was written, epoch ms; null where there is none, or nobody knows */
export type FileGroup = { files: number; since: number | null };

/**
 * What was seen of one feed of a tenant, in all its source folders together.
 * @property at the moment of the look, epoch ms
 * @property unknown why its folders could not be looked at: then no count says anything; null otherwise
 * @property waiting files that the transformer has not begun, but for those that somebody may still be writing
 * @property processing files that it has begun; abandoned: how many of them nobody works on
 * @property untaken files that the receiver has not begun; null where its folder cannot be looked at, as in the next one
 * @property receiving files that the receiver has begun and not finished (NetSuite's scripts keep them in `processing/`)
 * @property failed files in `failed/`, of the transformer and of NetSuite, that nobody has acknowledged
 * @property unusable what nobody can take, because of its name or its kind
 * @property refused what is open: rows where there is a row index, otherwise the transformer's error files that are still there
 * @property lastDelivery epoch ms; null where no index says it, as in the next three
 * @property lastTaken when the receiver has finished a file, as far as it shows
 * @property rowsToday rows delivered since midnight
 * @property usualByNow how many it usually is by this time of the day; null too while there is not enough of a past
 * @property missed how many rows usually come in as long a silence as this one; null when it is nothing to speak of
 */
export type SeenFlow = {
  tenant: string | null;
  feed: FeedName;
  from: 'HotWax' | 'NetSuite';
  to: 'HotWax' | 'NetSuite';
  at: number;
  unknown: string | null;
  waiting: FileGroup;
  processing: FileGroup & { abandoned: number };
  untaken: FileGroup | null;
  receiving: FileGroup | null;
  failed: FileGroup;
  unusable: number;
  refused: { count: number; unit: 'rows' | 'error files'; since: number | null };
  lastDelivery: number | null;
  lastTaken: number | null;
  rowsToday: number | null;
  usualByNow: number | null;
  missed: number | null;
};

/**
 * @property state one word for it @property reason what decides it
 * @property rank 0 for the worst state, rising: `worstFirst` sorts by it
 * @property says one plain sentence, of names that are safe to show
 */
export type FeedFlow = SeenFlow & { state: FlowState; reason: FlowReason; rank: number; says: string };

export type FlowReason =
  | 'unknown'
  | 'not taken by the transformer'
  | 'not taken by the receiver'
  | 'failed or refused'
  | 'not finished by the receiver'
  | 'silent'
  | 'moves'
  | 'nothing to do';

export const filesUnderWay = ({ waiting, processing, untaken, receiving }: SeenFlow): number =>
  waiting.files + processing.files + (untaken?.files ?? 0) + (receiving?.files ?? 0);

/** In one state what has waited longest comes first. */
export const worstFirst = (flows: readonly FeedFlow[]): FeedFlow[] =>
  [...flows].sort((one, other) => one.rank - other.rank || oldestOf(one) - oldestOf(other));

export const oldestOf = ({ waiting, processing, untaken, receiving, failed, refused }: SeenFlow): number =>
  Math.min(
    ...[waiting, processing, untaken, receiving, failed, refused].map(
      (group) => group?.since ?? Number.MAX_SAFE_INTEGER,
    ),
  );
