/**
 * Rows that may apply, in the order of the target file. Rows of a group that stand near each other are a part of it, which is
 * written and read at once; the place of a part is the first row of its group and then its own first row. So the database is
 * written and read from end to end, and nothing needs sorting.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { CandidateRow, Candidates } from '#feeds/conversion/row-store.ts';
import type { TargetLayout } from '#feeds/rows/row-reader.ts';
import { inBlocks } from '../store/byte-stream.ts';
import { formatParts } from './format-parts.ts';
import { makeGroupPlaces } from './group-places.ts';
import { makeNameCheck, PARTS_TABLE, storedPart } from './parts.ts';
import { resolveRepeats } from './repeated-rows.ts';
import { makeHash, makeRowMarks } from './row-marks.ts';
import type { Stored } from './stored-text.ts';

export function makeCandidates(
  database: DatabaseSync,
  layout: TargetLayout,
  marks: number,
): Candidates<Uint8Array> {
  database.exec(PARTS_TABLE);
  const hash = makeHash(marks);
  const rowMarks = makeRowMarks(database, hash);
  const rows = makeWaitingRows(database, layout.betweenRows, hash);
  let size = 0;
  return {
    add: (row) => {
      rowMarks.add(row.key, row.owner.row, rows.add(row));
      size += row.text.length;
    },
    resolveDuplicates: function* (settleKeys, applies) {
      rows.end();
      if (yield* rowMarks.gather()) yield* resolveRepeats(database, layout.betweenRows, settleKeys, applies);
    },
    size: () => size,
    file: () => inBlocks(formatParts(layout, database)),
  };
}

/** The rows at hand of a group. @property first the first row of the group, which may be in an earlier part */
type OpenPart = { first: number; rows: CandidateRow[] };

/** Of what is at hand; most rows stand near others of their group. */
const MOST_GROUPS = 100;
const MOST_CHARACTERS = 64 * 1024;
/** Of a part, as all of it is read for the sake of one that is there twice. */
const MOST_ROWS = 32;

/** @returns where rows are added; `add` returns the first row of the group */
function makeWaitingRows(database: DatabaseSync, betweenRows: string, hash: (name: string) => number) {
  const insert = makeInsert(database, betweenRows);
  const places = makeGroupPlaces(hash, makeNameCheck(database));
  const open = new Map<string, OpenPart>();
  let characters = 0;
  const end = (): void => {
    insert([...open.values()]);
    open.clear();
    characters = 0;
  };
  const openPart = (group: string, row: number): OpenPart => {
    if (open.size === MOST_GROUPS || characters > MOST_CHARACTERS) end();
    const known = places.find(group);
    if (known === undefined) places.add(group, row);
    const part = { first: known ?? row, rows: [] };
    open.set(group, part);
    return part;
  };
  const close = (group: string, part: OpenPart): void => {
    insert([part]);
    open.delete(group);
  };
  const add = (row: CandidateRow): number => {
    const { group, owner, text, key } = row;
    const part = open.get(group) ?? openPart(group, owner.row);
    part.rows.push(row);
    characters += text.length + key.length;
    if (part.rows.length === MOST_ROWS) close(group, part);
    return part.first;
  };
  return { add, end };
}

/** A statement for each part would take half as long again. */
const PARTS_AT_ONCE = 16;
const PART = '((? << 32) | ?, ?, ?, ?, ?)';

function makeInsert(database: DatabaseSync, betweenRows: string): (parts: readonly OpenPart[]) => void {
  const insert = (parts: number) =>
    database.prepare(`INSERT INTO parts VALUES ${Array(parts).fill(PART).join()}`);
  const [insertMany, insertOne] = [insert(PARTS_AT_ONCE), insert(1)];
  return (parts) => {
    const many = parts.length - (parts.length % PARTS_AT_ONCE);
    for (let at = 0; at < many; at += PARTS_AT_ONCE)
      insertMany.run(...parts.slice(at, at + PARTS_AT_ONCE).flatMap((part) => valuesOf(part, betweenRows)));
    for (const part of parts.slice(many)) insertOne.run(...valuesOf(part, betweenRows));
  };
}

function valuesOf({ first, rows }: OpenPart, betweenRows: string): (Stored | number | null)[] {
  const row = rows[0]?.owner.row ?? first;
  const { flag, head, text, rows: written } = storedPart(rows, row === first, betweenRows);
  return [first, row, flag, head, text, written];
}
