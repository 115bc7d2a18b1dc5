/** The target file, made of the parts of its groups. */
import type { DatabaseSync } from 'node:sqlite';
import type { TargetLayout } from '#feeds/rows/row-reader.ts';
import { type Stored, textOf } from './stored-text.ts';

/** @property flag `''` when no row of the part has one @property head null but of the first part of a group */
type Part = [first: number, flag: string, head: Stored | null, text: Stored];

const IN_ORDER = "SELECT place >> 32, coalesce(flag, ''), head, text FROM parts ORDER BY place";

export function* formatParts(layout: TargetLayout, database: DatabaseSync): Generator<string> {
  const { file, betweenRows, closeGroup } = layout;
  const headOf = makeHeads(layout, database);
  const parts = database.prepare(IN_ORDER);
  parts.setReturnArrays(true);
  let before = file.open;
  let part: Part | undefined;
  for (const next of parts.iterate() as unknown as Iterable<Part>) {
    if (part) yield `${headOf(part, next, before)}${textOf(part[TEXT])}`;
    if (part) before = next[HEAD] === null ? betweenRows : `${closeGroup}${file.between}`;
    part = next;
  }
  if (part) yield `${headOf(part, undefined, before)}${textOf(part[TEXT])}${closeGroup}${file.close}`;
  else yield file.empty;
}

const [FIRST, FLAG, HEAD, TEXT] = [0, 1, 2, 3] as const;
const FLAG_OF_GROUP =
  "SELECT coalesce(min(flag), '') AS flag FROM parts WHERE place BETWEEN ?1 << 32 AND (?1 << 32) | 0xffffffff";

/** @returns what stands before the text of a part; the flag of a group that has several parts depends on all of them */
function makeHeads({ openGroup }: TargetLayout, database: DatabaseSync) {
  const flagOfGroup = database.prepare(FLAG_OF_GROUP);
  return (part: Part, next: Part | undefined, before: string): string => {
    const head = part[HEAD];
    if (head === null) return before;
    const isAlone = next === undefined || next[HEAD] !== null;
    const flag = isAlone ? part[FLAG] : String(flagOfGroup.get(part[FIRST])?.flag);
    return `${before}${openGroup(textOf(head), flag)}`;
  };
}
