/** What befalls the server for a while: each mishap begins at its request, and ends when so many more have come. */
import type { Named, RoundMishap } from '../plan/plan.ts';
import type { Request } from '../server/packets.ts';
import { count, folderPath, type Stage } from '../stage/stage.ts';
import { bringBack, moveAway } from './operator.ts';
import { kindOf, type Play, type Round, type Spell } from './round.ts';

export function endSpells(round: Round): void {
  const over = round.spells.filter(({ until }) => until <= round.requests);
  round.spells = round.spells.filter(({ until }) => until > round.requests);
  for (const { end } of over) end();
}

/** What a killed pass had under way can still reach the server: nothing more begins then. */
export function endAllSpells(round: Round): void {
  round.mishaps.splice(0);
  for (const { end } of round.spells.splice(0)) end();
}

export function begin(stage: Stage, round: Round, { id, mishap }: Named<RoundMishap>, play: Play): void {
  const { trace } = stage;
  const lasting = (lasts: number, spell: Partial<Spell>): void => {
    round.spells.push({
      times: Number.POSITIVE_INFINITY,
      end: () => {},
      ...spell,
      until: round.requests + lasts,
    });
  };
  count(stage, mishap.kind === 'meanwhile' ? `meanwhile: ${mishap.act.kind}` : mishap.kind);
  switch (mishap.kind) {
    case 'disk is full': {
      stage.room = mishap.room;
      trace.tell(`The disk is full, but for ${mishap.room} bytes a request.`);
      const end = (): void => {
        stage.room = Number.POSITIVE_INFINITY;
        trace.tell('The disk has room again.');
      };
      lasting(mishap.lasts, { end });
      break;
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
      trace.tell(
        `Nobody may use ${mishap.onlyOne ? 'one file of ' : ''}${mishap.feed} ${mishap.folder}/ for a while.`,
      );
      lasting(mishap.lasts, { refuses, status: 'PERMISSION_DENIED' });
      break;
    }
    case 'refuses':
      trace.tell(`The server refuses the next ${mishap.times} ${mishap.request}.`);
      lasting(Number.POSITIVE_INFINITY, {
        refuses: (request) => kindOf(request) === mishap.request,
        times: mishap.times,
      });
      break;
    case 'denies what it has done':
      lasting(Number.POSITIVE_INFINITY, {
        denies: (request) => kindOf(request) === mishap.request,
        times: mishap.times,
      });
      break;
    case 'folder is away': {
      const away = moveAway(stage, { ...mishap, swapped: false, end: 'back' });
      lasting(mishap.lasts, { end: () => away && bringBack(stage, away) });
      break;
    }
    case 'folder is swapped':
      moveAway(stage, { ...mishap, swapped: true, shadows: false });
      break;
    case 'meanwhile':
      trace.introduce('Meanwhile: ', () => play(stage, id, mishap.act));
  }
}
