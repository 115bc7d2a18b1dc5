/**
 * What was noted on a sales order, as the order itself keeps it: written in the same save as the notes, so that a run which is interrupted
 * before NetSuite refuses the shipment leaves behind what is needed to take them back. No N module.
 */

/** What to set; the line is `''` for the body. */
export type FieldChange = { line: string; fieldId: string; value: string | boolean };

/** A change that was made. @property before what stood there */
export type Note = FieldChange & { before: string | boolean };

/** @param key external id of the item fulfillment that the notes are for: once there is one of that id, the next try has another key */
export const formatJournal = (key: string, notes: readonly Note[]): string =>
  notes.length === 0 ? '' : JSON.stringify({ key, notes });

/** Of a journal that a search may have cut short. */
export const isJournalOf = (key: string, journal: string): boolean =>
  journal.startsWith(`{"key":${JSON.stringify(key)},`);

/** None when the journal is about another item fulfillment, or was changed by hand. */
export function notesIn(journal: string, key: string): readonly Note[] {
  if (!isJournalOf(key, journal)) return [];
  try {
    return (JSON.parse(journal) as { notes: readonly Note[] }).notes;
  } catch {
    return [];
  }
}

export const isSameField = (one: FieldChange, other: FieldChange): boolean =>
  one.line === other.line && one.fieldId === other.fieldId;

/** Those that are about lines; those of the body only when nothing else is left. */
export function notesAbout(
  lines: readonly string[],
  notes: readonly Note[],
): { about: Note[]; others: Note[] } {
  const isAbout = ({ line }: Note): boolean => lines.includes(line);
  const isWhole = notes.every((note) => note.line === '' || isAbout(note));
  const about = isWhole ? [...notes] : notes.filter(isAbout);
  return { about, others: notes.filter((note) => !about.includes(note)) };
}
