/** What befalls one pass, at one of its requests. */
import type { PassMishap } from '../plan/plan.ts';
import { fileAt, link } from '../server/disk.ts';
import type { Request } from '../server/packets.ts';
import type { Session } from '../server/server.ts';
import { count, type Stage } from '../stage/stage.ts';
import { kindOf, named, type RunningPass } from './round.ts';

/** @returns `before` when the request is not done, else what becomes of its answer */
export function strike(
  stage: Stage,
  pass: RunningPass,
  session: Session,
  request: Request,
  mishap: PassMishap,
  refuseConnections: (many: number) => void,
): 'before' | ((session: Session) => 'answer' | 'say nothing') | undefined {
  const { trace, time } = stage;
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
      trace.tell(
        `${mishap.kind === 'kill' ? 'The pass is killed' : 'The line is cut'} ${mishap.when} ${where}${drained}.`,
      );
      if (mishap.when === 'half-way' && halfWay(stage, request)) stop();
      else if (mishap.when === 'after') return later(stop);
      else stop();
      return 'before';
    }
    case 'freeze':
      trace.tell(`The machine of the pass sleeps for ${mishap.minutes} minutes from ${where}.`);
      pass.life.frozenUntil = time.now() + mishap.minutes * 60_000;
      return undefined;
    case 'server is late':
      trace.tell(`The server is ${mishap.minutes} minutes late after ${where}.`);
      session.heldUntil = time.now() + mishap.minutes * 60_000;
      return undefined;
    case 'is told to stop':
      trace.tell(`The pass is told to stop at ${where}.`);
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
