/** Counts the rows of one file by facility, location and outcome while they are noted, so that nobody has to read them again. */
import type { DatabaseSync } from 'node:sqlite';
import type { IndexedRow, RowOutcome } from './indexed-row.ts';

/** How many rows of a file had one outcome at one facility. @property location NetSuite's id of the facility */
export type RowTally = {
  facility: string;
  location: string;
  kind: RowOutcome['kind'];
  code: string;
  count: number;
};

export type Tallies = {
  add(row: IndexedRow): void;
  /** Another outcome of a row that was added. */
  change(row: number, outcome: RowOutcome): void;
  all(): readonly RowTally[];
};

/** Two bytes a row say which of these it is in; further kinds are counted as the last one. */
const MOST_KINDS = 0xffff;
const FIRST_ROWS = 1024;

export function makeTallies(): Tallies {
  const tallies: RowTally[] = [];
  // Texts of their own for each row would take longer than all the rest.
  const numbers = new Map<string, Map<string, Map<string, number>>>();
  let ofRow = new Uint16Array(FIRST_ROWS);
  let last = -1;
  const numberOf = (facility: string, location: string, { kind, code }: RowOutcome): number => {
    const same = tallies[last];
    if (same?.facility === facility && same.location === location && same.kind === kind && same.code === code)
      return last;
    const ofFacility = inMap(numbers, facility, () => new Map<string, Map<string, number>>());
    const ofLocation = inMap(ofFacility, location, () => new Map<string, number>());
    const number = inMap(ofLocation, code === '' ? kind : `${kind} ${code}`, () =>
      Math.min(tallies.length, MOST_KINDS),
    );
    tallies[number] ??= { facility, location, kind, code, count: 0 };
    last = number;
    return number;
  };
  const count = (row: number, number: number, by: 1 | -1): void => {
    const tally = tallies[number];
    if (tally) tally.count += by;
    if (by === 1) ofRow[row] = number;
  };
  return {
    add: ({ row, facility, location, outcome }) => {
      if (row >= ofRow.length) ofRow = grown(ofRow, row);
      count(row, numberOf(facility, location, outcome), 1);
    },
    change: (row, outcome) => {
      const before = tallies[ofRow[row] ?? 0];
      if (!before) return;
      count(row, ofRow[row] ?? 0, -1);
      count(row, numberOf(before.facility, before.location, outcome), 1);
    },
    all: () => tallies.filter((tally) => tally.count > 0),
  };
}

function inMap<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

function grown(old: Uint16Array, row: number): Uint16Array<ArrayBuffer> {
  const larger = new Uint16Array(Math.max(old.length * 2, row + 1));
  larger.set(old);
  return larger;
}

export function writeTallies(database: DatabaseSync, file: number, tallies: readonly RowTally[]): void {
  const insert = database.prepare(
    'INSERT INTO tallies (file, facility, location, kind, code, count) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count',
  );
  for (const { facility, location, kind, code, count } of tallies)
    insert.run(file, plain(facility), plain(location), kind, plain(code), count);
}

const plain = (text: string): string => text.slice(0, LONGEST_ID).toWellFormed().replaceAll('\0', '\uFFFD');
const LONGEST_ID = 120;
