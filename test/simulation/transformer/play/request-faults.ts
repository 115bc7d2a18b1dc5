/** What befalls one pass, at one of its requests. */
import type { PassFault } from '../plan/plan.ts';
import { fileAt, link } from '../server/disk.ts';
import type { Request } from '../server/packets.ts';
import type { Session } from '../server/server.ts';
import { count, type World } from '../world/world.ts';
import { kindOf, named, type RunningPass } from './round.ts';

/** @returns `before` when the request is not done, else what becomes of its answer */
export function injectFault(
  world: World,
  pass: RunningPass,
  session: Session,
  request: Request,
  fault: PassFault,
  refuseConnections: (many: number) => void,
): 'before' | ((session: Session) => 'answer' | 'say nothing') | undefined {
  const { trace, time } = world;
  count(world, fault.kind);
  const where = `request ${pass.requests} of ${pass.id} (${kindOf(request)} ${named(request)})`;
  const later = (work: () => void) => (): 'say nothing' => {
    work();
    return 'say nothing';
  };
  switch (fault.kind) {
    case 'kill':
    case 'cut': {
      const stop = (): void => {
        session.over = !fault.drained;
        session.deaf = true;
        if (fault.kind === 'cut') refuseConnections(fault.refusals);
        if (fault.kind === 'cut') session.cut();
        else pass.onKilled();
      };
      const drained = fault.drained && session.queue.length > 0 ? `, and what was on its way is done` : '';
      trace.tell(
        `${fault.kind === 'kill' ? 'The pass is killed' : 'The line is cut'} ${fault.when} ${where}${drained}.`,
      );
      if (fault.when === 'half-way' && halfWay(world, request)) stop();
      else if (fault.when === 'after') return later(stop);
      else stop();
      return 'before';
    }
    case 'freeze':
      trace.tell(`The machine of the pass sleeps for ${fault.minutes} minutes from ${where}.`);
      pass.life.frozenUntil = time.now() + fault.minutes * 60_000;
      return undefined;
    case 'server is late':
      trace.tell(`The server is ${fault.minutes} minutes late after ${where}.`);
      session.heldUntil = time.now() + fault.minutes * 60_000;
      return undefined;
    case 'is told to stop':
      trace.tell(`The pass is told to stop at ${where}.`);
      pass.onStop();
      return undefined;
  }
}

/** OpenSSH renames in two steps, where it was not asked for one: when it stops between them, the file stands in both places. */
function halfWay({ disk, habits }: World, { type, path, to }: Request): boolean {
  const file = fileAt(disk, path);
  if (type !== 'RENAME' || habits.renameOverwrites || !file || fileAt(disk, to)) return true;
  try {
    link(disk, to, file);
  } catch {
    // the folder is not there: nothing was done
  }
  return true;
}
