/** What goes on in a round: its passes, and what has begun and lasts. */
import type { Act, Named, PassFault, RoundFault } from '../plan/plan.ts';
import type { Request } from '../server/packets.ts';
import type { Life } from '../wire/virtual-time.ts';
import type { World } from '../world/world.ts';

/** A pass that goes on, with what is still to befall it. */
export type RunningPass = {
  id: string;
  life: Life;
  skew: number;
  latency: number;
  requests: number;
  faults: Named<PassFault>[];
  onKilled: () => void;
  onStop: () => void;
};

/** @property lastingFaults what lasts: when the number of requests is reached, it ends */
export type Round = {
  requests: number;
  passes: RunningPass[];
  faults: Named<RoundFault>[];
  lastingFaults: LastingFault[];
};

export type LastingFault = {
  until: number;
  /** @returns whether it befalls the request, and so is used up by one */
  refuses?: (request: Request) => boolean;
  denies?: (request: Request) => boolean;
  status?: 'FAILURE' | 'PERMISSION_DENIED';
  times: number;
  end: () => void;
};

export type Play = (world: World, id: string, act: Act) => void;

/** A rename is a rename, however it is asked for. */
export const kindOf = ({ type, extension }: Request): string =>
  type !== 'EXTENDED' ? type : extension.startsWith('posix-rename') ? 'RENAME' : extension;

export const named = ({ path, to }: Request): string =>
  [path, to].filter(Boolean).map(lastNames).join(' to ');

/** Markers of folders are other ones each time a seed is played. */
const lastNames = (path: string): string =>
  path
    .split('/')
    .slice(-3)
    .join('/')
    .replace(/\.folder-[0-9a-f]+/, '.folder-*');
