/** A feed in a scheduled run: its files one after the other, each settled before the next is taken. */
import { type FeedFiles, processFiles } from '../feed-files/process-files.ts';
import { startBudget } from '../netsuite/governance.ts';
import { applyFile, giveUpRows } from './apply-file.ts';
import type { Drain } from './drained-feed.ts';

/** @returns whether files are left that could go on now */
export function runFeed<Work, Known>({
  feed,
  openFolder,
  minimumAgeSeconds,
  completeFiles = [],
  now,
}: Drain<Work, Known>): boolean {
  const budget = startBudget(now);
  const folder = openFolder();
  const files: FeedFiles = {
    feed: feed.name,
    folder,
    budget,
    now,
    minimumAgeSeconds,
    completeFiles,
    unitsPerFile: feed.unitsPerFile,
    apply: (file, text, entry) => applyFile(feed, folder, file, text, entry, budget),
    giveUp: (file, text, reason) => giveUpRows(feed, folder, file, text, reason, budget),
  };
  return processFiles(files);
}
