/** Gauges of each feed: what waits and for how long, what is open, what the receiver has left, when something was last delivered. */

/** @property name after `transformer_` */
export type Metric = { name: string; help: string; samples: readonly Sample[] };
export type Sample = { labels: Readonly<Record<string, string>>; value: number };

type Group = { files: number; since: number | null };

/** What the gauges need to know of a feed; null and `unknown` are what nobody knows, of which no sample is written. */
export type GaugedFeed = {
  feed: string;
  at: number;
  unknown: string | null;
  waiting: Group;
  processing: Group & { abandoned: number };
  untaken: Group | null;
  receiving: Group | null;
  failed: Group;
  refused: { count: number; unit: 'rows' | 'error files'; since: number | null };
  lastDelivery: number | null;
  missed: number | null;
};

export function feedGauges(feeds: readonly GaugedFeed[]): Metric[] {
  return gauges.map(({ name, help, value }) => ({
    name,
    help,
    samples: feeds.flatMap((one) => {
      const found = value(one);
      return found === undefined ? [] : [{ labels: { feed: one.feed }, value: found }];
    }),
  }));
}

type Gauge = { name: string; help: string; value: (feed: GaugedFeed) => number | undefined };

const gauges: readonly Gauge[] = [
  {
    name: 'waiting_files',
    help: 'Files in the source folders that the last pass left.',
    value: (feed) => ownGroup(feed, feed.waiting)?.files,
  },
  {
    name: 'waiting_oldest_age_seconds',
    help: 'Age of the oldest of them; 0 if there is none.',
    value: (feed) => ageOf(feed, ownGroup(feed, feed.waiting)),
  },
  {
    name: 'processing_files',
    help: 'Files that a pass has begun and not finished.',
    value: (feed) => ownGroup(feed, feed.processing)?.files,
  },
  {
    name: 'processing_oldest_age_seconds',
    help: 'Time since the oldest of them was begun; 0 if there is none.',
    value: (feed) => ageOf(feed, ownGroup(feed, feed.processing)),
  },
  {
    name: 'failed_files',
    help: 'Files in failed/, of the transformer and of NetSuite, that nobody has acknowledged.',
    value: ({ unknown, refused, failed }) =>
      unknown === null || refused.unit === 'rows' ? failed.files : undefined,
  },
  {
    name: 'open_refused_rows',
    help: 'Refused rows that were not applied since and that nobody has acknowledged.',
    value: ({ refused }) => (refused.unit === 'rows' ? refused.count : undefined),
  },
  {
    name: 'open_refused_rows_oldest_age_seconds',
    help: 'Time since the oldest of them was refused; 0 if there is none.',
    value: ({ at, refused }) =>
      refused.unit === 'rows' ? ageOf({ at }, { ...refused, files: refused.count }) : undefined,
  },
  {
    name: 'receiver_untaken_files',
    help: 'Delivered files that the receiver has not taken.',
    value: ({ untaken }) => untaken?.files,
  },
  {
    name: 'receiver_untaken_oldest_age_seconds',
    help: 'Time since the oldest of them was delivered; 0 if there is none.',
    value: (feed) => ageOf(feed, feed.untaken),
  },
  {
    name: 'receiver_processing_files',
    help: 'Delivered files that the receiver has begun and not finished.',
    value: ({ receiving }) => receiving?.files,
  },
  {
    name: 'receiver_processing_oldest_age_seconds',
    help: 'Time since the oldest of them was delivered; 0 if there is none.',
    value: (feed) => ageOf(feed, feed.receiving),
  },
  {
    name: 'last_delivery_timestamp_seconds',
    help: 'When rows were last delivered.',
    value: ({ lastDelivery }) => (lastDelivery === null ? undefined : lastDelivery / 1000),
  },
  {
    name: 'missed_rows',
    help: 'Rows that usually come in as long a time without a delivery as this one; 0 as long as that is nothing to speak of.',
    value: ({ lastDelivery, missed }) => (lastDelivery === null ? undefined : (missed ?? 0)),
  },
];

const ownGroup = <Own extends Group>({ unknown }: GaugedFeed, group: Own): Own | undefined =>
  unknown === null ? group : undefined;

/** The clock of the server may be ahead of this one. */
function ageOf({ at }: Pick<GaugedFeed, 'at'>, group: Group | null | undefined): number | undefined {
  if (!group) return undefined;
  if (group.files === 0) return 0;
  return group.since === null ? undefined : Math.max(0, at - group.since) / 1000;
}
