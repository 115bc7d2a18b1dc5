/** Values that events of an account file set: read once, when the account is made. */
import type { World } from '../account/account-context.ts';
import type { ValuesData } from '../account/account-data.ts';
import type { LinesData } from '../account/event-data.ts';
import type { RecordType } from '../account/schema.ts';
import type { Values } from '../account/store.ts';
import { badData, readValues } from '../setup/restore-values.ts';
import { knownField } from './conditions.ts';

export type LineChange = { sublist: string; where: Values; values: Values };

export function bodyValues(
  world: World,
  type: RecordType,
  data: ValuesData | undefined,
  where: string,
): Values | undefined {
  if (data === undefined) return undefined;
  for (const id of Object.keys(data)) knownField(type, id, where);
  return readValues(world, type.fields, data, where);
}

export function lineChange(
  world: World,
  type: RecordType,
  data: LinesData | undefined,
  where: string,
): LineChange | undefined {
  if (data === undefined) return undefined;
  const fields = type.sublists.get(data.sublist);
  if (!fields) throw badData(where, `${type.id} has no sublist ${String(data.sublist)}`);
  const read = (values: ValuesData) => {
    const unknown = Object.keys(values).find((id) => !fields.has(id));
    if (unknown !== undefined) throw badData(where, `${type.id}.${data.sublist} has no field ${unknown}`);
    return readValues(world, fields, values, where);
  };
  return { sublist: data.sublist, where: read(data.where ?? {}), values: read(data.values) };
}

/** Sets the values on the lines that have those of `where`. */
export function changeLines(lines: readonly Values[] | undefined, { where, values }: LineChange): void {
  for (const line of lines ?? []) {
    const meant = Object.entries(where).every(
      ([id, value]) => String(line[id] ?? '') === String(value ?? ''),
    );
    if (meant) Object.assign(line, values);
  }
}
