/** What holds after a pass that somebody may have to know: a line for each cause, never one for each row. */
import type { FeedFlow, FlowReason } from '../answers/flow.ts';
import { sentenceFor } from '../answers/flow-words.ts';
import { troublesOf } from '../answers/judge-flow.ts';
import type { Problem } from '../answers/problems.ts';
import { ageOf } from '../answers/steps.ts';
import type { PassError } from '../report/pass-report.ts';
import { retryText } from '../retries/retry-text.ts';

/**
 * @property key stays the same while the cause is the same
 * @property count of rows or files; 1 where there is nothing to count
 * @property says a sentence @property closed the sentence for when it holds no more
 * @property isAwaited whether it may pass by itself, so that nobody is told yet
 * @property isQuiet whether it opens and closes without anybody being told: somebody has acknowledged it
 */
export type Condition = {
  key: string;
  kind: 'pass' | 'feed' | 'files' | 'rows';
  feed: string;
  code: string;
  count: number;
  says: string;
  whatToDo: string;
  closed: string;
  isAwaited: boolean;
  isQuiet: boolean;
};

/**
 * @property problem why the pass failed as a whole; @property interruptions what it could not finish
 * @property problems undefined where no index says it
 * @property isIndexWhole whether the index has all that the store has: otherwise what it lacks may still be open
 * @property keepsIndex whether the tenant has one
 */
export type PassView = {
  now: number;
  problem: PassError | undefined;
  interruptions: readonly PassError[];
  flows: readonly FeedFlow[];
  problems: readonly Problem[] | undefined;
  isIndexWhole: boolean;
  keepsIndex: boolean;
};

export const conditionsIn = (view: PassView): Condition[] => [
  ...passConditions(view),
  ...view.flows.flatMap((flow) => flowConditions(flow, view)),
  ...(view.problems ?? []).map((problem) => problemCondition(problem, view.now)),
];

function passConditions({ problem, interruptions }: PassView): Condition[] {
  const worst = problem ?? interruptions[0];
  if (!worst) return [];
  const others = problem ? 0 : interruptions.length - 1;
  const more = others === 0 ? '' : ` (and ${others} more)`;
  return [
    {
      ...nothing,
      key: 'pass',
      kind: 'pass',
      code: worst.code,
      says: `${problem ? 'The pass fails' : 'The pass cannot finish everything'}: ${worst.code}: ${worst.message}${more}`,
      whatToDo: `Look up ${worst.code} under "Failures of a pass" in docs/operating.md; "transformer check" says what to repair.`,
      closed: 'Passes succeed again.',
    },
  ];
}

const nothing = { feed: '', code: '', count: 1, isAwaited: false, isQuiet: false };

/** Only what stands still is told: what is late may be on its way. */
function flowConditions(flow: FeedFlow, { problem, keepsIndex }: PassView): Condition[] {
  const reasons = troublesOf(flow).filter(([state, reason]) => state === 'stopped' || reason === 'silent');
  const told = reasons.filter(([, reason]) => !(reason === 'unknown' && problem)); // the pass says so already
  return [
    ...told.map(([, reason]) => flowCondition(flow, reason)),
    ...(flow.unusable > 0 && flow.unknown === null ? [unusableCondition(flow)] : []),
    ...(!keepsIndex && flow.failed.files > 0 && flow.unknown === null ? [failedCondition(flow)] : []),
  ];
}

function flowCondition(flow: FeedFlow, reason: FlowReason): Condition {
  const { feed } = flow;
  const closed = reason === 'silent' ? `${feed}: nothing is missed any more.` : `${feed} flows again.`;
  const says = `${feed}${reason === 'silent' ? '' : ' has stopped'}: ${sentenceFor(flow, reason)}`;
  return {
    ...nothing,
    key: `feed ${feed} ${reason}`,
    kind: 'feed',
    feed,
    says,
    whatToDo: adviceOn(flow, reason),
    closed,
  };
}

function adviceOn({ from, to }: FeedFlow, reason: FlowReason): string {
  if (reason === 'silent') return `Check that ${senderOf(from)} runs; a holiday is a reason too.`;
  if (reason === 'not taken by the receiver')
    return `Check that ${receiverOf(to)} is scheduled, runs, and can log in to the SFTP server.`;
  return '"transformer status" names the file, and "transformer run --dry-run" the reason.';
}

const senderOf = (side: string): string =>
  side === 'NetSuite' ? 'the export script in NetSuite' : "the feed's job in HotWax";

const receiverOf = (side: string): string =>
  side === 'NetSuite'
    ? 'the script in NetSuite that reads the folder'
    : 'the job in HotWax that reads the folder';

const unusableCondition = ({ feed, unusable }: FeedFlow): Condition => ({
  ...nothing,
  key: `unusable ${feed}`,
  kind: 'files',
  feed,
  count: unusable,
  says: `${feed}: ${counted(unusable, 'file')} cannot be taken, because of the name or because it is no plain file.`,
  whatToDo: '"transformer status" names them: rename or remove them on the server.',
  closed: `${feed}: every file can be taken again.`,
});

/** Where no index says why. */
const failedCondition = ({ feed, failed }: FeedFlow): Condition => ({
  ...nothing,
  key: `failed ${feed}`,
  kind: 'files',
  feed,
  count: failed.files,
  says: `${feed}: ${counted(failed.files, 'file')} in failed/.`,
  whatToDo: '"transformer status" says why; correct the cause, then "transformer replay".',
  closed: `${feed}: no file is in failed/ any more.`,
});

function problemCondition(problem: Problem, now: number): Condition {
  const { id, kind, by, feed, code, field, count, orders, oldest, whatToDo, acknowledged, cases } = problem;
  const cause = `${code}${field === '' ? '' : ` in ${field}`}`;
  const whose = orders === 0 ? '' : ` of ${counted(orders, 'order')}`;
  const rows = `${counted(count, 'row')}${whose} refused by ${by}`;
  const files = `${counted(count, 'file')} failed in ${by === 'NetSuite' ? 'NetSuite' : 'the transformer'}`;
  const [oldestCase] = cases;
  const first = kind === 'file' && oldestCase ? `, such as ${oldestCase.file}` : '';
  const again = oldestCase?.retry ? ` ${retryText(oldestCase.retry)}` : '';
  return {
    key: id,
    kind: kind === 'file' ? 'files' : 'rows',
    feed,
    code,
    count,
    says: `${feed}: ${kind === 'file' ? files : rows}, ${cause}${first}; the oldest for ${ageOf(now - Date.parse(oldest))} (${id}).${again}`,
    whatToDo,
    closed: `${feed}: ${cause} is no longer open (${id}).`,
    isAwaited: isTriedAgain(problem) && now - Date.parse(oldest) < PATIENCE,
    isQuiet: acknowledged !== null,
  };
}

/** So long what NetSuite refuses for now, and the passes send again, is nothing for anybody to do. */
const PATIENCE = 3_600_000;

const isTriedAgain = ({ cases }: Problem): boolean =>
  cases.every(({ retry }) => retry?.state === 'planned' || retry?.state === 'waits');

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

/** Whether the view says of a condition that it holds no more, when it is not among those that hold. */
export function isKnownToHave(ended: Pick<Condition, 'key' | 'kind' | 'feed'>, view: PassView): boolean {
  const { key, kind, feed } = ended;
  if (kind === 'pass') return true;
  if (key.startsWith('p-')) return view.problems !== undefined && view.isIndexWhole;
  const flow = view.flows.find((one) => one.feed === feed);
  if (!flow) return false; // of a feed that this pass was not about
  if (key.endsWith(' unknown')) return flow.unknown === null;
  if (key.endsWith(' silent')) return flow.lastDelivery !== null;
  if (key.endsWith('by the receiver')) return flow.untaken !== null;
  return flow.unknown === null;
}
