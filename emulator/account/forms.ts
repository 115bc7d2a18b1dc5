/**
 * The account's transaction forms: which fields a record's own form lacks, and which the account has made mandatory on it.
 * CSV imports leave fields alone that are not on the form stored with the transaction (section_3751044597); scripts set them all the same,
 * as fields can be part of a record that its form does not show (section_4794214205), unless the account's doubts say otherwise.
 */

import type { StoredRecord, Values } from './store.ts';

export type Form = {
  id: number | string;
  name?: string;
  recordType: string;
  /** The form of records that name none. */
  preferred?: boolean;
  /** Fields that are not on it: `location` on the body, `item.location` on a line. */
  hidden?: readonly string[];
  /** Fields that may not be empty. */
  mandatory?: readonly string[];
};

/** The form stored with the record, the preferred one of its type, or none: everything is on it then. */
export function formOf(
  forms: readonly Form[],
  { type, fields }: { type: { id: string }; fields: Values },
): Form | undefined {
  const own = forms.filter(({ recordType }) => recordType === type.id);
  return own.find(({ id }) => String(id) === fields.customform) ?? own.find(({ preferred }) => preferred);
}

/** `sublist` is left out for a field of the body. */
export const isOnForm = (form: Form | undefined, fieldId: string, sublist?: string): boolean =>
  !(form?.hidden ?? []).includes(sublist === undefined ? fieldId : `${sublist}.${fieldId}`);

/** Takes back what was changed of fields that are not on the form. */
export function keepOffForm(
  form: Form | undefined,
  { fields, sublists }: Pick<StoredRecord, 'fields' | 'sublists'>,
  previous: Pick<StoredRecord, 'fields' | 'sublists'>,
): void {
  for (const place of form?.hidden ?? []) {
    const [sublist = '', fieldId] = place.split('.');
    if (fieldId === undefined) fields[sublist] = previous.fields[sublist] ?? null;
    else
      for (const line of sublists[sublist] ?? []) {
        const before = previous.sublists[sublist]?.find((candidate) => candidate.line === line.line);
        line[fieldId] = before?.[fieldId] ?? null;
      }
  }
}

/** What the form wants and the record does not have, as places for a message. */
export function emptyMandatory(
  form: Form | undefined,
  { fields, sublists }: Pick<StoredRecord, 'fields' | 'sublists'>,
): string[] {
  return (form?.mandatory ?? []).flatMap((place) => {
    const [sublist = '', fieldId] = place.split('.');
    if (fieldId === undefined) return isEmpty(fields, sublist) ? [sublist] : [];
    return (sublists[sublist] ?? []).flatMap((line, index) =>
      isEmpty(line, fieldId) ? [`${fieldId} in line ${index + 1} of ${sublist}`] : [],
    );
  });
}

function isEmpty(values: Readonly<Values>, id: string): boolean {
  const value = values[id];
  return value === null || value === undefined || value === '';
}
