/** What an orchestrator asks of `watch`: whether it lives, whether it is ready, and how its last passes went. */
import { formatAllMetrics, type MeasuredPass } from '../../report/prometheus.ts';

/** @property isWell what the status of the answer says @property says the reasons, a line for each */
export type Answer = { isWell: boolean; says: string };

/** What happens to one tenant. @property awaits its turn, in which others may have all the places for long */
export type TenantPulse = {
  awaits: () => void;
  began: () => void;
  moved: () => void;
  measured: (pass: MeasuredPass) => void;
  ended: () => void;
  givenUp: () => void;
};

export type Pulse = {
  of: (tenant: string | undefined) => TenantPulse;
  live: () => Answer;
  ready: () => Answer;
  metrics: () => string;
};

/** @property clock in milliseconds, of which only differences count @property pause between passes, in seconds */
export type PulseOptions = { clock?: () => number; pause: number; stop: AbortSignal };

type State = 'awaits its turn' | 'works' | 'pauses' | 'is given up';
type Seen = { name: string | undefined; state: State; movedAt: number; pass?: MeasuredPass };

/** As a pass gives up its files then, too (`folders/heartbeats.ts`): no request and no step of a conversion takes nearly as long. */
const STILL_FOR_MILLISECONDS = 15 * 60_000;

export function makePulse({ clock = () => performance.now(), pause, stop }: PulseOptions): Pulse {
  const tenants: Seen[] = [];
  let hasBegun = false;
  /** Others may have the places, one after the other, so it is not its own fault that a tenant awaits its turn. */
  const isStill = ({ state, movedAt }: Seen): boolean => {
    if (state === 'works') return clock() - movedAt >= STILL_FOR_MILLISECONDS;
    return state === 'pauses' && clock() - movedAt >= pause * 1000 + STILL_FOR_MILLISECONDS;
  };
  return {
    of: (name) => {
      const seen: Seen = { name, state: 'awaits its turn', movedAt: clock() };
      tenants.push(seen);
      const become = (state: State) => (): void => {
        Object.assign(seen, { state, movedAt: clock() });
        hasBegun ||= state === 'works';
      };
      return {
        awaits: become('awaits its turn'),
        began: become('works'),
        ended: become('pauses'),
        givenUp: become('is given up'),
        moved: () => {
          seen.movedAt = clock();
        },
        measured: (pass) => {
          seen.pass = pass;
        },
      };
    },
    live: () => answer(tenants.filter(isStill).map((seen) => whyNotLive(seen, clock()))),
    ready: () => answer(whyNotReady(tenants, hasBegun, stop)),
    metrics: () => formatAllMetrics(tenants.flatMap(({ pass }) => pass ?? [])),
  };
}

const answer = (reasons: readonly string[]): Answer => ({
  isWell: reasons.length === 0,
  says: `${reasons.length === 0 ? 'ok' : reasons.join('\n')}\n`,
});

function whyNotLive({ name, state, movedAt }: Seen, now: number): string {
  const seconds = Math.round((now - movedAt) / 1000);
  return `${subject(name)}: ${state}, and nothing has moved for ${seconds} seconds.`;
}

function whyNotReady(tenants: readonly Seen[], hasBegun: boolean, { aborted }: AbortSignal): string[] {
  if (aborted) return ['It was asked to stop, and begins nothing any more.'];
  if (tenants.length > 0 && tenants.every(({ state }) => state === 'is given up'))
    return ['Login, host key or configuration of every tenant is wrong: see the log.'];
  return hasBegun ? [] : ['No pass has begun yet.'];
}

const subject = (name: string | undefined): string => name ?? 'watch';
