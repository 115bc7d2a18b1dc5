/** What servers are like: some are honest, and many have habits of their own, each of them met on a real one. */

/** @property everywhere whether it says so when asked about one file too, and not only in listings */
type Lie<What> = { lie: What; everywhere: boolean };

export type Trait =
  /** Many servers rename over what stands there; OpenSSH refuses. */
  | { kind: 'rename overwrites' }
  | { kind: 'no posix-rename' }
  | { kind: 'no fsync' }
  | { kind: 'offers hardlink' }
  | { kind: 'sizes'; says: Lie<'zero' | 'nothing' | 'what it was' | 'one more'> }
  | { kind: 'types'; says: Lie<'no type bits' | 'no mode'> }
  | { kind: 'no times' }
  | { kind: 'clock'; minutes: number }
  | { kind: 'short reads'; bytes: number }
  /** It does what it is asked and says that it did not. */
  | { kind: 'denies what it has done'; request: 'RENAME' | 'REMOVE' | 'MKDIR'; everyTime: number }
  /** Not judged: on such a server nobody can keep a promise. */
  | { kind: 'creates over what is there' };

export type Habits = {
  renameOverwrites: boolean;
  extensions: readonly string[];
  sizes: Lie<'zero' | 'nothing' | 'what it was' | 'one more'> | undefined;
  types: Lie<'no type bits' | 'no mode'> | undefined;
  tellsTimes: boolean;
  clockMinutes: number;
  mostBytes: number;
  denies: readonly { request: string; everyTime: number }[];
  exclusive: boolean;
};

export function habitsOf(traits: readonly Trait[]): Habits {
  const has = (kind: Trait['kind']): boolean => traits.some((trait) => trait.kind === kind);
  const find = <Kind extends Trait['kind']>(kind: Kind) =>
    traits.find((trait): trait is Extract<Trait, { kind: Kind }> => trait.kind === kind);
  return {
    renameOverwrites: has('rename overwrites'),
    extensions: [
      ...(has('no posix-rename') ? [] : ['posix-rename@openssh.com']),
      ...(has('no fsync') ? [] : ['fsync@openssh.com']),
      ...(has('offers hardlink') ? ['hardlink@openssh.com'] : []),
    ],
    sizes: find('sizes')?.says,
    types: find('types')?.says,
    tellsTimes: !has('no times'),
    clockMinutes: find('clock')?.minutes ?? 0,
    mostBytes: find('short reads')?.bytes ?? Number.POSITIVE_INFINITY,
    denies: traits.flatMap((trait) => (trait.kind === 'denies what it has done' ? [trait] : [])),
    exclusive: !has('creates over what is there'),
  };
}

/** Whether what the server says keeps files waiting for good, so that no more can be asked than that somebody is told. */
export const mayStayStuck = ({ sizes, types, denies }: Habits): boolean =>
  sizes !== undefined || types !== undefined || denies.length > 0;

export function tellTrait(trait: Trait): string {
  switch (trait.kind) {
    case 'rename overwrites':
      return 'renames over what stands there';
    case 'no posix-rename':
      return 'does not offer posix-rename';
    case 'no fsync':
      return 'does not offer fsync';
    case 'offers hardlink':
      return 'offers hard links';
    case 'sizes':
      return `says ${trait.says.lie} of sizes ${where(trait.says)}`;
    case 'types':
      return `tells of types with ${trait.says.lie} ${where(trait.says)}`;
    case 'no times':
      return 'tells no times';
    case 'clock':
      return `has a clock ${trait.minutes} minutes off`;
    case 'short reads':
      return `answers with ${trait.bytes} bytes at most`;
    case 'denies what it has done':
      return `answers FAILURE to every ${trait.everyTime === 1 ? '' : `${trait.everyTime}th `}${trait.request} it has done`;
    default:
      return 'creates over what is there, although it was asked not to';
  }
}

const where = ({ everywhere }: Lie<string>): string => (everywhere ? 'everywhere' : 'in listings');
