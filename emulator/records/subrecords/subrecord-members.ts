/**
 * The members of a record that reach its subrecords. Getting one that is not there creates it, and it is saved with its record
 * (section_4675627975); in dynamic mode it belongs to the current line, and is part of the record once that is committed.
 */

import type { World } from '../../account/account-context.ts';
import type { Draft } from '../../account/draft.ts';
import type { Field } from '../../account/schema.ts';
import type { Subrecord, Values } from '../../account/store.ts';
import { NotEmulated } from '../../strictness/not-emulated.ts';
import { suiteError } from '../../strictness/suite-error.ts';
import { isSubrecord } from './subrecord-values.ts';

type Members = Record<string, (...values: unknown[]) => unknown>;

/** The field a call names, and the body or line that holds its value. */
export type SubrecordCell = { field: Field; values: Values };

export type SubrecordContext = {
  world: World;
  /** The record itself, for chaining. */
  self: () => object;
  /** What a script holds of the subrecord. */
  open: (draft: Draft) => object;
};

/** `getSubrecord`, `hasSubrecord` and `removeSubrecord`, or those of a line: `what` is the last part of their names. */
export function subrecordMembers(
  { world, self, open }: SubrecordContext,
  what: 'Subrecord' | 'SublistSubrecord' | 'CurrentSublistSubrecord',
  cellOf: (call: string, values: unknown[]) => SubrecordCell,
): Members {
  return {
    [`get${what}`]: (...given) => {
      const { field, values } = subrecordCell(cellOf(`Record.get${what}`, given));
      const value = values[field.id] ?? null;
      const subrecord = isSubrecord(value) ? value : { fields: {}, sublists: {} };
      values[field.id] = subrecord;
      return open(draftOf(world, field, subrecord));
    },
    [`has${what}`]: (...given) => {
      const { field, values } = cellOf(`Record.has${what}`, given);
      return isSubrecord(values[field.id]);
    },
    [`remove${what}`]: (...given) => {
      const { field, values } = subrecordCell(cellOf(`Record.remove${what}`, given));
      values[field.id] = null;
      return self();
    },
  };
}

/** Subrecords have no subrecords and are not saved by themselves; what NetSuite says to a script that tries is not documented. */
export const notOnSubrecords = (names: readonly string[]): Record<string, () => never> =>
  Object.fromEntries(
    names.map((name) => [
      name,
      () => {
        throw new NotEmulated(`Record.${name} of a subrecord`);
      },
    ]),
  );

function subrecordCell(cell: SubrecordCell): SubrecordCell {
  if (cell.field.type === 'subrecord') return cell;
  throw suiteError('FIELD_1_IS_NOT_A_SUBRECORD_FIELD', `Field ${cell.field.id} is not a subrecord field.`);
}

/** Works on the value itself, so that what is set is in the record at once. */
function draftOf(world: World, field: Field, subrecord: Subrecord): Draft {
  const type = world.schema.subrecordTypeOf(field);
  for (const id of type.sublists.keys()) subrecord.sublists[id] ??= [];
  return { type, id: null, version: null, lastLine: 0, ...subrecord };
}
