/** Finds the first row of a group among all groups of a file, by a number for each name; a name is looked at only where two have one. */

export type GroupPlaces = {
  /** @returns the first row of a group that was added before; undefined when there is none of this name */
  find(name: string): number | undefined;
  /** Of a name that is not there. */
  add(name: string, first: number): void;
};

/** Two numbers for each group, and as much room again: a million orders take 16 to 32 MB. */
const SLOT = 2;
const FEWEST_SLOTS = 2 ** 12;

/**
 * @param hash for each name
 * @param isNamed whether the group whose first row this is has the name
 */
export function makeGroupPlaces(
  hash: (name: string) => number,
  isNamed: (first: number, name: string) => boolean,
): GroupPlaces {
  let slots = new Uint32Array(FEWEST_SLOTS * SLOT);
  let used = 0;
  return {
    find: (name) => {
      const number = hash(name);
      for (let at = slotOf(slots, number); slots[at + 1] !== 0; at = slotAfter(slots, at)) {
        const first = slots[at + 1] ?? 0;
        if (slots[at] === number && isNamed(first, name)) return first;
      }
      return undefined;
    },
    add: (name, first) => {
      if (used * SLOT * 2 >= slots.length) slots = twiceAsMany(slots);
      put(slots, hash(name), first);
      used += 1;
    },
  };
}

const slotOf = (slots: Uint32Array, number: number): number => (number * SLOT) % slots.length;
const slotAfter = (slots: Uint32Array, at: number): number => (at + SLOT) % slots.length;

/** Rows are counted from 1, so that a slot whose row is 0 is free. */
function put(slots: Uint32Array, number: number, first: number): void {
  let at = slotOf(slots, number);
  while (slots[at + 1] !== 0) at = slotAfter(slots, at);
  slots[at] = number;
  slots[at + 1] = first;
}

function twiceAsMany(slots: Uint32Array): Uint32Array<ArrayBuffer> {
  const more = new Uint32Array(slots.length * 2);
  for (let at = 0; at < slots.length; at += SLOT) {
    const first = slots[at + 1] ?? 0;
    if (first !== 0) put(more, slots[at] ?? 0, first);
  }
  return more;
}
