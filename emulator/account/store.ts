/** The records of an account: plain data, copied on the way in and out so that nobody can change it unseen. */

/** Dates are `YYYY-MM-DD`, date-times are epoch milliseconds, selects are ids as text; null is empty. */
export type Value = string | number | boolean | string[] | Subrecord | null;
export type Values = Record<string, Value>;

/** A record inside a field of another: an address, or the inventory detail of a line. */
export type Subrecord = { fields: Values; sublists: Record<string, Values[]> };

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
  /** What system notes say of the status of a transaction, oldest first. */
  statusNotes?: readonly StatusNote[];
};

export type StatusNote = { date: number; oldvalue: string; newvalue: string; created: boolean };

export type Store = {
  /** A copy, to change and write back. */
  read(type: string, id: number): StoredRecord | undefined;
  /** The record itself, to look at only: copying every record a search passes by would cost too much. */
  look(type: string, id: number): Readonly<StoredRecord> | undefined;
  /** All records of a type by id, to look at only. */
  lookAll(type: string): readonly Readonly<StoredRecord>[];
  /** Those of them whose field has this value, found without passing the others by. */
  lookBy(type: string, fieldId: string, value: Value): readonly Readonly<StoredRecord>[];
  /** The same for a text whose letter case does not count. */
  lookLike(type: string, fieldId: string, text: string): readonly Readonly<StoredRecord>[];
  write(record: StoredRecord): void;
  remove(type: string, id: number): void;
  /** Types of which there is a record. */
  types(): string[];
  nextId(): number;
  nextLineKey(): number;
};

export function createStore(): Store {
  const tables = new Map<string, Table>();
  let highestId = 0;
  let lineKeys = 0;
  const tableOf = (type: string) => {
    const table: Table = tables.get(type) ?? { byId: new Map(), sorted: [], indexes: new Map() };
    tables.set(type, table);
    return table;
  };
  return {
    read: (type, id) => structuredClone(tables.get(type)?.byId.get(id)),
    look: (type, id) => tables.get(type)?.byId.get(id),
    lookAll: (type) => tables.get(type)?.sorted ?? [],
    lookBy: (type, fieldId, value) =>
      lookLike(tableOf(type), fieldId, value).filter(({ fields }) => (fields[fieldId] ?? null) === value),
    lookLike: (type, fieldId, text) => lookLike(tableOf(type), fieldId, text),
    write: (record) => {
      highestId = Math.max(highestId, record.id);
      put(tableOf(record.type), structuredClone(record));
    },
    remove: (type, id) => {
      const table = tableOf(type);
      unindex(table, table.byId.get(id));
      table.byId.delete(id);
      table.sorted = table.sorted.filter((record) => record.id !== id);
    },
    types: () => [...tables].filter(([, { byId }]) => byId.size > 0).map(([type]) => type),
    nextId: () => highestId + 1,
    nextLineKey: () => ++lineKeys,
  };
}

/** Ids of records by the value of a field, texts in lower case. */
type Index = Map<Value, Set<number>>;
/** Indexes by field id: made when first asked for, kept up from then on. */
type Table = { byId: Map<number, StoredRecord>; sorted: StoredRecord[]; indexes: Map<string, Index> };

function lookLike(table: Table, fieldId: string, value: Value): StoredRecord[] {
  const index = table.indexes.get(fieldId) ?? makeIndex(table, fieldId);
  const ids = [...(index.get(folded(value)) ?? [])].sort((left, right) => left - right);
  return ids.map((id) => table.byId.get(id) as StoredRecord);
}

function makeIndex(table: Table, fieldId: string): Index {
  const index: Index = new Map();
  for (const record of table.sorted) enter(index, fieldId, record);
  table.indexes.set(fieldId, index);
  return index;
}

function enter(index: Index, fieldId: string, { id, fields }: StoredRecord): void {
  const key = folded(fields[fieldId] ?? null);
  const ids = index.get(key) ?? new Set();
  index.set(key, ids.add(id));
}

const folded = (value: Value): Value => (typeof value === 'string' ? value.toLowerCase() : value);

function unindex({ indexes }: Table, record: StoredRecord | undefined): void {
  if (!record) return;
  for (const [fieldId, index] of indexes)
    index.get(folded(record.fields[fieldId] ?? null))?.delete(record.id);
}

/** Keeps the table in order of ids. */
function put(table: Table, record: StoredRecord): void {
  const known = table.byId.has(record.id);
  unindex(table, table.byId.get(record.id));
  table.byId.set(record.id, record);
  for (const [fieldId, index] of table.indexes) enter(index, fieldId, record);
  const place = placeOf(table.sorted, record.id);
  const last = place === table.sorted.length;
  if (last) table.sorted.push(record);
  else if (known) table.sorted[place] = record;
  else table.sorted = table.sorted.toSpliced(place, 0, record);
}

/** Where an id is, or would be: the first place whose id is not lower. */
function placeOf(sorted: readonly StoredRecord[], id: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as StoredRecord).id < id) low = middle + 1;
    else high = middle;
  }
  return low;
}
