/** Who is asked about each request of a round: mishaps strike at their numbers, and receivers look at what has come. */
import type { Named } from '../plan/plan.ts';
import type { Interference, Session } from '../server/server.ts';
import { runAgenda, type Stage } from '../stage/stage.ts';
import { takeAtOnce } from './receivers.ts';
import { kindOf, named, type Play, type Round, type RunningPass } from './round.ts';
import { begin, endSpells } from './spells.ts';
import { strike } from './strikes.ts';

/** No two things happen at one time, on however quick a server. */
const MILLISECONDS_A_REQUEST = 0.4;

/** Passes of a few files that ask for more go round in circles. */
const MOST_REQUESTS = 60_000;

function giveUp(stage: Stage, round: Round): void {
  for (const pass of round.passes) {
    if (pass.life.killed) continue;
    stage.troubles.push(`${pass.id} does not end: it has sent ${pass.requests} requests.`);
    pass.onKilled();
  }
}

export function interfering(
  stage: Stage,
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
      stage.asking = undefined;
      stage.moment += 1;
      stage.time.spend(MILLISECONDS_A_REQUEST);
      round.requests += 1;
      after = undefined;
      if (round.requests === MOST_REQUESTS) giveUp(stage, round);
      runAgenda(stage);
      endSpells(round);
      for (const due of takeDue(round.mishaps, round.requests)) begin(stage, round, due, play);
      if (pass) {
        pass.requests += 1;
        const [due] = takeDue(pass.mishaps, pass.requests, 1);
        if (due) {
          const own = strike(stage, pass, session, request, due.mishap, refuseConnections);
          if (own === 'before') return 'ignore it';
          after = own;
        }
      }
      stage.asking = pass && { skew: pass.skew };
      const spell = round.spells.find((one) => one.times > 0 && one.refuses?.(request));
      if (!spell) return 'do it';
      spell.times -= 1;
      return { refuse: spell.status ?? 'FAILURE' };
    },
    after: (session, request, status) => {
      stage.asking = undefined;
      stage.moment += 1;
      takeAtOnce(stage);
      if (after) return after(session);
      if (status !== 'OK') return 'answer';
      const always = stage.habits.denies.find((one) => one.request === kindOf(request));
      if (always) denials += 1;
      if (always && denials % always.everyTime === 0) return { answer: 'FAILURE' };
      const spell = round.spells.find((one) => one.times > 0 && one.denies?.(request));
      if (!spell) return 'answer';
      spell.times -= 1;
      stage.trace.tell(`The server answers FAILURE to a ${kindOf(request)} it has done: ${named(request)}.`);
      return { answer: 'FAILURE' };
    },
  };
}

function takeDue<Mishap>(mishaps: Named<Mishap>[], number: number, most = 99): Named<Mishap>[] {
  const taken: Named<Mishap>[] = [];
  while (mishaps[0] && mishaps[0].at <= number && taken.length < most) {
    const next = mishaps.shift();
    if (next) taken.push(next);
  }
  return taken;
}
