/** What befalls the requests of a round: mishaps of its passes and of the server, each at its number. */
import type { Act, Named, PassMishap, RoundMishap } from '../plan/plan.ts';
import { fileAt, link } from '../server/disk.ts';
import type { Request } from '../server/packets.ts';
import type { Interference, Session } from '../server/server.ts';
import type { Life } from '../wire/virtual-time.ts';
import { bringBack, moveAway } from './operator.ts';
import { takeAtOnce } from './receivers.ts';
import { count, folderPath, runAgenda, type Stage } from './stage.ts';

/** A pass that goes on, with what is still to befall it. */
export type RunningPass = {
  id: string;
  life: Life;
  skew: number;
  latency: number;
  requests: number;
  mishaps: Named<PassMishap>[];
  onKilled: () => void;
  onStop: () => void;
};

/** @property spells what lasts: when the number of requests is reached, it ends */
export type Round = {
  requests: number;
  passes: RunningPass[];
  mishaps: Named<RoundMishap>[];
  spells: Spell[];
  refused: number;
};

type Spell = {
  until: number;
  /** @returns whether it befalls the request, and so is used up by one */
  refuses?: (request: Request) => boolean;
  denies?: (request: Request) => boolean;
  status?: 'FAILURE' | 'PERMISSION_DENIED';
  times: number;
  end: () => void;
};

export type Play = (stage: Stage, id: string, act: Act) => void;

export function interfering(
  stage: Stage,
  round: Round,
  { play, refuseConnections, jitter }: { play: Play; refuseConnections: (many: number) => void; jitter: () => number },
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
      round.requests += 1;
      after = undefined;
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
      stage.story.tell(`The server answers FAILURE to a ${kindOf(request)} it has done: ${named(request)}.`);
      return { answer: 'FAILURE' };
    },
  };
}

/** A rename is a rename, however it is asked for. */
const kindOf = ({ type, extension }: Request): string =>
  type !== 'EXTENDED' ? type : extension.startsWith('posix-rename') ? 'RENAME' : extension;

const named = ({ path, to }: Request): string => [path, to].filter(Boolean).map(lastNames).join(' to ');
const lastNames = (path: string): string => path.split('/').slice(-3).join('/');

function takeDue<Mishap>(mishaps: Named<Mishap>[], number: number, most = 99): Named<Mishap>[] {
  const taken: Named<Mishap>[] = [];
  while (mishaps[0] && mishaps[0].at <= number && taken.length < most) {
    const next = mishaps.shift();
    if (next) taken.push(next);
  }
  return taken;
}

function endSpells(round: Round): void {
  const over = round.spells.filter(({ until }) => until <= round.requests);
  round.spells = round.spells.filter(({ until }) => until > round.requests);
  for (const { end } of over) end();
}

export function endAllSpells(round: Round): void {
  for (const { end } of round.spells.splice(0)) end();
}

function begin(stage: Stage, round: Round, { id, mishap }: Named<RoundMishap>, play: Play): void {
  const { story } = stage;
  const lasting = (lasts: number, spell: Partial<Spell>): void => {
    round.spells.push({ times: Number.POSITIVE_INFINITY, end: () => {}, ...spell, until: round.requests + lasts });
  };
  count(stage, mishap.kind === 'meanwhile' ? `meanwhile: ${mishap.act.kind}` : mishap.kind);
  switch (mishap.kind) {
    case 'disk is full': {
      stage.room = mishap.room;
      story.tell(`The disk is full, but for ${mishap.room} bytes a request.`);
      const end = (): void => {
        stage.room = Number.POSITIVE_INFINITY;
        story.tell('The disk has room again.');
      };
      return lasting(mishap.lasts, { end });
    }
    case 'no permission': {
      const folder = folderPath(mishap.feed, mishap.folder);
      let only: string | undefined;
      const refuses = ({ path, to, type }: Request): boolean => {
        const touched = [path, to].find((one) => one.replace(/^\/+/, '').startsWith(`${folder}/`));
        if (!touched || type === 'LSTAT') return false;
        if (mishap.onlyOne) only ??= touched;
        return only === undefined || touched === only;
      };
      story.tell(`Nobody may use ${mishap.onlyOne ? 'one file of ' : ''}${mishap.feed} ${mishap.folder}/ for a while.`);
      return lasting(mishap.lasts, { refuses, status: 'PERMISSION_DENIED' });
    }
    case 'refuses':
      story.tell(`The server refuses the next ${mishap.times} ${mishap.request}.`);
      return lasting(Number.POSITIVE_INFINITY, {
        refuses: (request) => kindOf(request) === mishap.request,
        times: mishap.times,
      });
    case 'denies what it has done':
      return lasting(Number.POSITIVE_INFINITY, {
        denies: (request) => kindOf(request) === mishap.request,
        times: mishap.times,
      });
    case 'folder is away': {
      const away = moveAway(stage, { ...mishap, swapped: false, end: 'back' });
      return lasting(mishap.lasts, { end: () => away && bringBack(stage, away) });
    }
    case 'folder is swapped':
      moveAway(stage, { ...mishap, swapped: true, shadows: false });
      return;
    case 'meanwhile':
      return story.introduce('Meanwhile: ', () => play(stage, id, mishap.act));
  }
}

/** @returns `before` when the request is not done, else what becomes of its answer */
function strike(
  stage: Stage,
  pass: RunningPass,
  session: Session,
  request: Request,
  mishap: PassMishap,
  refuseConnections: (many: number) => void,
): 'before' | ((session: Session) => 'answer' | 'say nothing') | undefined {
  const { story, time } = stage;
  count(stage, mishap.kind);
  const where = `request ${pass.requests} of ${pass.id} (${kindOf(request)} ${named(request)})`;
  const later = (work: () => void) => (): 'say nothing' => {
    work();
    return 'say nothing';
  };
  switch (mishap.kind) {
    case 'kill':
    case 'cut': {
      const stop = (): void => {
        session.over = !mishap.drained;
        session.deaf = true;
        if (mishap.kind === 'cut') refuseConnections(mishap.refusals);
        if (mishap.kind === 'cut') session.cut();
        else pass.onKilled();
      };
      const drained = mishap.drained && session.queue.length > 0 ? `, and what was on its way is done` : '';
      story.tell(`${mishap.kind === 'kill' ? 'The pass is killed' : 'The line is cut'} ${mishap.when} ${where}${drained}.`);
      if (mishap.when === 'half-way' && halfWay(stage, request)) stop();
      else if (mishap.when === 'after') return later(stop);
      else stop();
      return 'before';
    }
    case 'freeze':
      story.tell(`The machine of the pass sleeps for ${mishap.minutes} minutes from ${where}.`);
      pass.life.frozenUntil = time.now() + mishap.minutes * 60_000;
      return undefined;
    case 'server is late':
      story.tell(`The server is ${mishap.minutes} minutes late after ${where}.`);
      session.heldUntil = time.now() + mishap.minutes * 60_000;
      return undefined;
    case 'is told to stop':
      story.tell(`The pass is told to stop at ${where}.`);
      pass.onStop();
      return undefined;
  }
}

/** OpenSSH renames in two steps, where it was not asked for one: when it stops between them, the file stands in both places. */
function halfWay({ disk, habits }: Stage, { type, path, to }: Request): boolean {
  const file = fileAt(disk, path);
  if (type !== 'RENAME' || habits.renameOverwrites || !file || fileAt(disk, to)) return true;
  try {
    link(disk, to, file);
  } catch {
    // the folder is not there: nothing was done
  }
  return true;
}
