/** The records of an account: plain data, copied on the way in and out so that nobody can change it unseen. */

/** Dates are `YYYY-MM-DD`, date-times are epoch milliseconds, selects are ids as text; null is empty. */
export type Value = string | number | boolean | string[] | null;
export type Values = Record<string, Value>;

export type StoredRecord = {
  type: string;
  id: number;
  /** Counts saves; what optimistic locking compares. */
  version: number;
  created: number;
  modified: number;
  fields: Values;
  sublists: Record<string, Values[]>;
  /** The highest line id ever given; line ids are never given twice. */
  lastLine: number;
};

export type Store = {
  /** A copy, to change and write back. */
  read(type: string, id: number): StoredRecord | undefined;
  /** The record itself, to look at only: copying every record a search passes by would cost too much. */
  look(type: string, id: number): Readonly<StoredRecord> | undefined;
  /** All records of a type by id, to look at only. */
  lookAll(type: string): readonly Readonly<StoredRecord>[];
  write(record: StoredRecord): void;
  remove(type: string, id: number): void;
  nextId(): number;
  nextLineKey(): number;
};

export function createStore(): Store {
  const tables = new Map<string, Map<number, StoredRecord>>();
  let highestId = 0;
  let lineKeys = 0;
  const tableOf = (type: string) => {
    const table = tables.get(type) ?? new Map<number, StoredRecord>();
    tables.set(type, table);
    return table;
  };
  return {
    read: (type, id) => copy(tables.get(type)?.get(id)),
    look: (type, id) => tables.get(type)?.get(id),
    lookAll: (type) => [...(tables.get(type)?.values() ?? [])].sort((left, right) => left.id - right.id),
    write: (record) => {
      highestId = Math.max(highestId, record.id);
      tableOf(record.type).set(record.id, copy(record));
    },
    remove: (type, id) => {
      tableOf(type).delete(id);
    },
    nextId: () => highestId + 1,
    nextLineKey: () => ++lineKeys,
  };
}

function copy<T>(value: T): T {
  return structuredClone(value);
}
