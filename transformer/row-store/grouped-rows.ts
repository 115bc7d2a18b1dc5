/** Rows gathered to the elements of a target file: each group whole, in the order in which the file first names them. */

import type { CandidateRow } from '#feeds/conversion/row-store.ts';
import type { TargetLayout } from '#feeds/rows/row-reader.ts';
import { ENTRY_HEADER_BYTES, type Room, writeEntryHeader } from './merge-runs.ts';
import { type RecordPart, rowOf, textEnd, textOf, textStart, type WaitingRecord } from './record-pile.ts';
import type { SortedRuns } from './sorted-runs.ts';

/** Where a record of a row has its group, counted from the end of its texts. */
const [GROUP, HEAD, FLAG, TEXT] = [4, 3, 2, 1];
export const GROUPED_TEXTS = 4;

export const groupedTexts = ({ group, head, flag, text }: CandidateRow): string[] => [
  group,
  head,
  flag,
  text,
];

/**
 * @property first the row that names it first
 * @property size of its element, in bytes
 * @property at where its next text goes
 */
type Group = { first: number; head: string; flag: string; opening: string; size: number; at: number };

export type Applies = (row: number) => boolean;

/**
 * Writes the groups of a part as elements of the target file.
 * @param most how many bytes of groups are gathered at once
 */
export function placePart(
  layout: TargetLayout,
  part: RecordPart,
  elements: SortedRuns,
  applies: Applies,
  most: number,
): void {
  const groups = groupsOf(part, applies, Buffer.byteLength(layout.betweenRows));
  for (const group of groups.values()) finish(group, layout);
  elements.beginRun();
  for (const some of someAtOnce(groups, most)) {
    const [only] = some;
    if (only && only[1].size > most) pass(layout, part, elements, applies, only);
    else gather(layout, part, elements, applies, some);
  }
}

function groupsOf(part: RecordPart, applies: Applies, betweenBytes: number): Map<string, Group> {
  const groups = new Map<string, Group>();
  part.each((record) => {
    const first = rowOf(record);
    if (!applies(first)) return;
    const name = textOf(record, record.texts - GROUP);
    const flag = textOf(record, record.texts - FLAG);
    const size = textBytes(record);
    const group = groups.get(name);
    if (!group) {
      const head = textOf(record, record.texts - HEAD);
      groups.set(name, { first, head, flag, opening: '', size, at: 0 });
      return;
    }
    group.size += betweenBytes + size;
    if (group.flag === '' || (flag !== '' && flag < group.flag)) group.flag = flag;
  });
  return groups;
}

const textBytes = (record: WaitingRecord): number =>
  textEnd(record, record.texts - TEXT) - textStart(record, record.texts - TEXT);

function finish(group: Group, { openGroup, closeGroup }: TargetLayout): void {
  group.opening = openGroup(group.head, group.flag);
  group.size += Buffer.byteLength(group.opening) + Buffer.byteLength(closeGroup);
}

/** In order: groups that fit in memory together, or one that does not. */
function* someAtOnce(
  groups: ReadonlyMap<string, Group>,
  most: number,
): Generator<ReadonlyMap<string, Group>> {
  let some = new Map<string, Group>();
  let size = 0;
  for (const [name, group] of groups) {
    if (size > 0 && size + group.size > most) {
      yield some;
      some = new Map();
      size = 0;
    }
    some.set(name, group);
    size += group.size;
  }
  if (some.size > 0) yield some;
}

function gather(
  { betweenRows, closeGroup }: TargetLayout,
  part: RecordPart,
  elements: SortedRuns,
  applies: Applies,
  groups: ReadonlyMap<string, Group>,
): void {
  const { bytes } = claimAll(elements, groups);
  part.each((record) => {
    const group = applies(rowOf(record)) ? groups.get(textOf(record, record.texts - GROUP)) : undefined;
    if (!group) return;
    if (rowOf(record) !== group.first) group.at += bytes.write(betweenRows, group.at);
    group.at += copyText(record, bytes, group.at);
  });
  for (const group of groups.values()) bytes.write(closeGroup, group.at);
}

/** Room for all groups, with what comes before the first row of each. */
function claimAll(elements: SortedRuns, groups: ReadonlyMap<string, Group>): Room {
  let size = 0;
  for (const group of groups.values()) size += ENTRY_HEADER_BYTES + group.size;
  const room = elements.claim(size);
  let at = room.at;
  for (const group of groups.values()) {
    writeEntryHeader({ bytes: room.bytes, at }, group.first, group.size);
    at += ENTRY_HEADER_BYTES;
    group.at = at + room.bytes.write(group.opening, at);
    at += group.size;
  }
  return room;
}

const copyText = (record: WaitingRecord, target: Buffer, at: number): number =>
  record.bytes.copy(target, at, textStart(record, record.texts - TEXT), textEnd(record, record.texts - TEXT));

/** The same for a group that is larger than what is gathered at once: row after row. */
function pass(
  { betweenRows, closeGroup }: TargetLayout,
  part: RecordPart,
  elements: SortedRuns,
  applies: Applies,
  [name, group]: readonly [string, Group],
): void {
  writeEntryHeader(elements.claim(ENTRY_HEADER_BYTES), group.first, group.size);
  append(elements, group.opening);
  part.each((record) => {
    if (!applies(rowOf(record)) || textOf(record, record.texts - GROUP) !== name) return;
    if (rowOf(record) !== group.first) append(elements, betweenRows);
    const { bytes, at } = elements.claim(textBytes(record));
    copyText(record, bytes, at);
  });
  append(elements, closeGroup);
}

function append(elements: SortedRuns, text: string): void {
  const { bytes, at } = elements.claim(Buffer.byteLength(text));
  bytes.write(text, at);
}
