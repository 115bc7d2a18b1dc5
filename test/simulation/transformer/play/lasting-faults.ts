/** What befalls the server for a while: each fault begins at its request, and ends when so many more have come. */
import type { Named, RoundFault } from '../plan/plan.ts';
import type { Request } from '../server/packets.ts';
import { count, folderPath, type World } from '../world/world.ts';
import { bringBack, moveAway } from './operator.ts';
import { kindOf, type LastingFault, type Play, type Round } from './round.ts';

export function endLastingFaults(round: Round): void {
  const over = round.lastingFaults.filter(({ until }) => until <= round.requests);
  round.lastingFaults = round.lastingFaults.filter(({ until }) => until > round.requests);
  for (const { end } of over) end();
}

/** What a killed pass had under way can still reach the server: nothing more begins then. */
export function endAllLastingFaults(round: Round): void {
  round.faults.splice(0);
  for (const { end } of round.lastingFaults.splice(0)) end();
}

export function begin(world: World, round: Round, { id, fault }: Named<RoundFault>, play: Play): void {
  const { trace } = world;
  const lasting = (lasts: number, lasting: Partial<LastingFault>): void => {
    round.lastingFaults.push({
      times: Number.POSITIVE_INFINITY,
      end: () => {},
      ...lasting,
      until: round.requests + lasts,
    });
  };
  count(world, fault.kind === 'meanwhile' ? `meanwhile: ${fault.act.kind}` : fault.kind);
  switch (fault.kind) {
    case 'disk is full': {
      world.room = fault.room;
      trace.tell(`The disk is full, but for ${fault.room} bytes a request.`);
      const end = (): void => {
        world.room = Number.POSITIVE_INFINITY;
        trace.tell('The disk has room again.');
      };
      lasting(fault.lasts, { end });
      break;
    }
    case 'no permission': {
      const folder = folderPath(fault.feed, fault.folder);
      let only: string | undefined;
      const refuses = ({ path, to, type }: Request): boolean => {
        const touched = [path, to].find((one) => one.replace(/^\/+/, '').startsWith(`${folder}/`));
        if (!touched || type === 'LSTAT') return false;
        if (fault.onlyOne) only ??= touched;
        return only === undefined || touched === only;
      };
      trace.tell(
        `Nobody may use ${fault.onlyOne ? 'one file of ' : ''}${fault.feed} ${fault.folder}/ for a while.`,
      );
      lasting(fault.lasts, { refuses, status: 'PERMISSION_DENIED' });
      break;
    }
    case 'refuses':
      trace.tell(`The server refuses the next ${fault.times} ${fault.request}.`);
      lasting(Number.POSITIVE_INFINITY, {
        refuses: (request) => kindOf(request) === fault.request,
        times: fault.times,
      });
      break;
    case 'denies what it has done':
      lasting(Number.POSITIVE_INFINITY, {
        denies: (request) => kindOf(request) === fault.request,
        times: fault.times,
      });
      break;
    case 'folder is away': {
      const away = moveAway(world, { ...fault, swapped: false, end: 'back' });
      lasting(fault.lasts, { end: () => away && bringBack(world, away) });
      break;
    }
    case 'folder is swapped':
      moveAway(world, { ...fault, swapped: true, shadows: false });
      break;
    case 'meanwhile':
      trace.introduce('Meanwhile: ', () => play(world, id, fault.act));
  }
}
