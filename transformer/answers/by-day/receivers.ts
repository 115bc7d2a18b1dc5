/** What the receivers did with the files that were delivered on a day. */
import { feedNamed } from '#feeds/catalogue.ts';
import type { FeedName } from '#feeds/feed.ts';
import { placesIn } from '../../catch-up/store-looks.ts';
import { filesWhere, type KnownFile } from '../../row-index/files-table.ts';
import type { RowIndex } from '../../row-index/open-index.ts';
import { filesIn, type Span } from '../../row-index/period.ts';
import { sum } from './balance.ts';

/**
 * What the receiver did with the files that were delivered on a day.
 * @property taken by HotWax, which says no more
 * @property waiting rows of files that the receiver has not finished
 * @property other rows that nothing is known of
 */
export type ReceiverBalance = {
  feed: FeedName;
  to: 'HotWax' | 'NetSuite';
  delivered: number;
  applied: number;
  taken: number;
  refused: number;
  skipped: number;
  waiting: number;
  other: number;
};

export function receiversOf(index: RowIndex, files: readonly KnownFile[], { from }: Span): ReceiverBalance[] {
  const answers = answersSince(index, from);
  const waiting = new Set(placesIn(index).map(({ folder, name }) => `${folder}/${name}`));
  const balances = new Map<FeedName, ReceiverBalance>();
  for (const file of files) {
    if (file.output === '' || file.place !== 'archive') continue;
    const balance = balances.get(file.feed) ?? noAnswer(file.feed);
    balances.set(file.feed, balance);
    addAnswer(balance, file, answers.get(file.output), waiting.has(file.output));
  }
  return [...balances.values()];
}

const noAnswer = (feed: FeedName): ReceiverBalance => ({
  feed,
  to: feedNamed(feed)?.to ?? 'NetSuite',
  delivered: 0,
  applied: 0,
  taken: 0,
  refused: 0,
  skipped: 0,
  waiting: 0,
  other: 0,
});

function addAnswer(
  balance: ReceiverBalance,
  file: KnownFile,
  answer: KnownFile | undefined,
  waits: boolean,
): void {
  balance.delivered += file.applied;
  if (answer) {
    const skipped = sum(Object.values(answer.skipped));
    balance.applied += answer.applied;
    balance.refused += answer.rejected;
    balance.skipped += skipped;
    balance.other += file.applied - answer.applied - answer.rejected - skipped;
  } else if (waits) balance.waiting += file.applied;
  else if (balance.to === 'HotWax') balance.taken += file.applied;
  else balance.other += file.applied;
}

/** What NetSuite has finished, by the path under which it was delivered; two clocks may differ a little. */
const answersSince = (index: RowIndex, from: number): Map<string, KnownFile> =>
  new Map(
    filesWhere(index, "side = 'netsuite' AND gone = 0 AND at >= ?", from - CLOCKS_DIFFER).map((file) => [
      `${file.folder}/${file.name}`,
      file,
    ]),
  );

const CLOCKS_DIFFER = 86_400_000;

/** The files whose rows are behind a number of the receiver. */
export function answersOn(index: RowIndex, span: Span, feed: string): KnownFile[] {
  const outputs = new Set(
    filesIn(index, span)
      .filter(({ side, feed: own }) => side === 'transformer' && own === feed)
      .map(({ output }) => output),
  );
  return [...answersSince(index, span.from)].filter(([path]) => outputs.has(path)).map(([, file]) => file);
}
