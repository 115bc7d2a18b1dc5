/** Who is asked about each request of a round: faults injectFault at their numbers, and receivers look at what has come. */
import type { Named } from '../plan/plan.ts';
import type { Interference, Session } from '../server/server.ts';
import { runAgenda, type World } from '../world/world.ts';
import { begin, endLastingFaults } from './lasting-faults.ts';
import { takeAtOnce } from './receivers.ts';
import { injectFault } from './request-faults.ts';
import { kindOf, named, type Play, type Round, type RunningPass } from './round.ts';

/** No two things happen at one time, on however quick a server. */
const MILLISECONDS_A_REQUEST = 0.4;

/** Passes of a few files that ask for more go round in circles. */
const MOST_REQUESTS = 60_000;

function giveUp(world: World, round: Round): void {
  for (const pass of round.passes) {
    if (pass.life.killed) continue;
    world.troubles.push(`${pass.id} does not end: it has sent ${pass.requests} requests.`);
    pass.onKilled();
  }
}

export function interfering(
  world: World,
  round: Round,
  {
    play,
    refuseConnections,
    jitter,
  }: { play: Play; refuseConnections: (many: number) => void; jitter: () => number },
): Interference {
  let after: ((session: Session) => 'answer' | 'say nothing') | undefined;
  let denials = 0;
  const passOf = ({ life }: Session): RunningPass | undefined =>
    round.passes.find((pass) => pass.life === life);
  return {
    latency: (session) => Math.floor((passOf(session)?.latency ?? 0) * jitter()),
    before: (session, request) => {
      const pass = passOf(session);
      world.asking = undefined;
      world.moment += 1;
      world.time.spend(MILLISECONDS_A_REQUEST);
      round.requests += 1;
      after = undefined;
      if (round.requests === MOST_REQUESTS) giveUp(world, round);
      runAgenda(world);
      endLastingFaults(round);
      for (const due of takeDue(round.faults, round.requests)) begin(world, round, due, play);
      if (pass) {
        pass.requests += 1;
        const [due] = takeDue(pass.faults, pass.requests, 1);
        if (due) {
          const own = injectFault(world, pass, session, request, due.fault, refuseConnections);
          if (own === 'before') return 'ignore it';
          after = own;
        }
      }
      world.asking = pass && { skew: pass.skew };
      const lasting = round.lastingFaults.find((one) => one.times > 0 && one.refuses?.(request));
      if (!lasting) return 'do it';
      lasting.times -= 1;
      return { refuse: lasting.status ?? 'FAILURE' };
    },
    after: (session, request, status) => {
      world.asking = undefined;
      world.moment += 1;
      takeAtOnce(world);
      if (after) return after(session);
      if (status !== 'OK') return 'answer';
      const always = world.habits.denies.find((one) => one.request === kindOf(request));
      if (always) denials += 1;
      if (always && denials % always.everyTime === 0) return { answer: 'FAILURE' };
      const lasting = round.lastingFaults.find((one) => one.times > 0 && one.denies?.(request));
      if (!lasting) return 'answer';
      lasting.times -= 1;
      world.trace.tell(`The server answers FAILURE to a ${kindOf(request)} it has done: ${named(request)}.`);
      return { answer: 'FAILURE' };
    },
  };
}

function takeDue<Fault>(faults: Named<Fault>[], number: number, most = 99): Named<Fault>[] {
  const taken: Named<Fault>[] = [];
  while (faults[0] && faults[0].at <= number && taken.length < most) {
    const next = faults.shift();
    if (next) taken.push(next);
  }
  return taken;
}
