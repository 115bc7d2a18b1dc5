/** The one word for how a feed flows, by what waits, what is open and what has not come. */
import {
  type FeedFlow,
  type FlowReason,
  type FlowState,
  filesUnderWay,
  flowStates,
  type SeenFlow,
} from './flow.ts';
import { sentenceFor } from './flow-words.ts';

const MINUTE = 60_000;

/** A pass comes every few minutes, a script in NetSuite every 15: what has missed several of them is late, then stopped. */
const [OWN_LATE, OWN_STOPPED] = [15 * MINUTE, 60 * MINUTE];
const [RECEIVER_LATE, RECEIVER_STOPPED] = [30 * MINUTE, 120 * MINUTE];
/** NetSuite hands large files over, and works on them for long. Source: docs/backlogs.md. */
const RECEIVER_BUSY = 120 * MINUTE;

export function flowOf(seen: SeenFlow): FeedFlow {
  const [state, reason] = judge(seen);
  return { ...seen, state, reason, rank: flowStates.indexOf(state), says: sentenceFor(seen, reason) };
}

/** Of all that holds what comes first decides. */
const judge = (seen: SeenFlow): [FlowState, FlowReason] => troublesOf(seen)[0] ?? calmState(seen);

/** All that is not as it should be, the worst first. */
export function troublesOf(seen: SeenFlow): [FlowState, FlowReason][] {
  const own = ownAge(seen);
  const open = seen.failed.files + seen.unusable + seen.refused.count;
  const all: [boolean, FlowState, FlowReason][] = [
    [seen.unknown !== null, 'stopped', 'unknown'],
    [own >= OWN_STOPPED, 'stopped', 'not taken by the transformer'],
    [receiverSilence(seen) >= RECEIVER_STOPPED, 'stopped', 'not taken by the receiver'],
    [open > 0, 'attention', 'failed or refused'],
    [own >= OWN_LATE, 'late', 'not taken by the transformer'],
    [age(seen, seen.untaken?.since) >= RECEIVER_LATE, 'late', 'not taken by the receiver'],
    [age(seen, seen.receiving?.since) >= RECEIVER_BUSY, 'late', 'not finished by the receiver'],
    [seen.missed !== null, 'late', 'silent'],
  ];
  return all.flatMap(([holds, state, reason]) => (holds ? [[state, reason]] : []));
}

const calmState = (seen: SeenFlow): [FlowState, FlowReason] =>
  moves(seen) ? ['flowing', 'moves'] : ['idle', 'nothing to do'];

const age = ({ at }: SeenFlow, since: number | null | undefined): number =>
  since === null || since === undefined ? 0 : Math.max(0, at - since);

function ownAge(seen: SeenFlow): number {
  const { waiting, processing } = seen;
  return Math.max(age(seen, waiting.since), processing.abandoned === 0 ? 0 : age(seen, processing.since));
}

/** How long files have waited for a receiver that takes none. */
function receiverSilence(seen: SeenFlow): number {
  const since = seen.untaken?.since ?? null;
  return since === null ? 0 : age(seen, Math.max(since, seen.lastTaken ?? 0));
}

const DAY = 24 * 60 * MINUTE;

const moves = (seen: SeenFlow): boolean =>
  filesUnderWay(seen) > 0 || (seen.lastDelivery !== null && age(seen, seen.lastDelivery) < DAY);
