/** The one word for how a feed flows, by what waits, what is open and what has not come. */
import {
  type FeedFlow,
  type FlowReason,
  type FlowState,
  filesUnderWay,
  flowStates,
  type SeenFlow,
} from './flow.ts';
import { saysOf } from './flow-words.ts';

const MINUTE = 60_000;

/** A pass comes every few minutes, a script in NetSuite every 15: what has missed several of them is late, then stopped. */
const [OWN_LATE, OWN_STOPPED] = [15 * MINUTE, 60 * MINUTE];
const [RECEIVER_LATE, RECEIVER_STOPPED] = [30 * MINUTE, 120 * MINUTE];
/** NetSuite hands large files over, and works on them for long. Source: docs/backlogs.md. */
const RECEIVER_BUSY = 120 * MINUTE;

export function flowOf(seen: SeenFlow): FeedFlow {
  const [state, reason] = judge(seen);
  return { ...seen, state, reason, rank: flowStates.indexOf(state), says: saysOf(seen, reason) };
}

function judge(seen: SeenFlow): [FlowState, FlowReason] {
  const own = ownAge(seen);
  if (seen.unknown !== null) return ['stopped', 'unknown'];
  if (own >= OWN_STOPPED) return ['stopped', 'not taken by the transformer'];
  if (receiverSilence(seen) >= RECEIVER_STOPPED) return ['stopped', 'not taken by the receiver'];
  if (seen.failed.files + seen.unusable + seen.refused.count > 0) return ['attention', 'failed or refused'];
  if (own >= OWN_LATE) return ['late', 'not taken by the transformer'];
  if (age(seen, seen.untaken?.since) >= RECEIVER_LATE) return ['late', 'not taken by the receiver'];
  if (age(seen, seen.receiving?.since) >= RECEIVER_BUSY) return ['late', 'not finished by the receiver'];
  if (seen.missed !== null) return ['late', 'silent'];
  return moves(seen) ? ['flowing', 'moves'] : ['idle', 'nothing to do'];
}

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
