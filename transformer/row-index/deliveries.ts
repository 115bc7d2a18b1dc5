/** When files were delivered and finished, as far as the index knows it. */
import type { RowIndex } from './open-index.ts';

/** @property at epoch ms @property rows in it, applied */
export type Output = { feed: string; at: number; rows: number };

/** Files that the transformer has delivered since then. */
export const outputsSince = (index: RowIndex, since: number): Output[] =>
  index.use((database) =>
    database
      .prepare(
        `SELECT feed, at, applied FROM files
          WHERE complete = 1 AND side = 'transformer' AND place = 'archive' AND output <> '' AND at >= ?`,
      )
      .all(since)
      .map(({ feed, at, applied }) => ({ feed: String(feed), at: Number(at), rows: Number(applied) })),
  );

/** When NetSuite has last finished a file, by feed. */
export const lastFinished = (index: RowIndex): Map<string, number> =>
  index.use(
    (database) =>
      new Map(
        database
          .prepare(
            "SELECT feed, max(at) AS at FROM files WHERE complete = 1 AND side = 'netsuite' GROUP BY feed",
          )
          .all()
          .map(({ feed, at }) => [String(feed), Number(at)]),
      ),
  );
