/** Totals and balances, which NetSuite works out and no rule here does: where the data gives none, nobody knows them. */
import type { Value, Values } from '../account/store.ts';
import { COMPUTED_FIELDS } from '../platform/inferred/known-fields.ts';
import { NotEmulated } from '../strictness/not-emulated.ts';

type Of = { type: string; id: number | null };

/** The value, or a refusal by name. The record that a join does not find has none. */
export function knownValue(name: string, value: Value | undefined, { type, id }: Of): Value {
  const isMissing = value === undefined || value === null || value === '';
  if (isMissing && type !== '' && COMPUTED_FIELDS.includes(name))
    throw new NotEmulated(`the ${name} of ${type} ${id ?? '(new)'}, which the data does not tell; it`);
  return value ?? null;
}

/** Of a line its amount, or rate times quantity, as NetSuite fills it in. */
export function lineAmount({ amount, rate, quantity }: Readonly<Values>): number | undefined {
  if (typeof amount === 'number') return amount;
  if (typeof rate !== 'number') return undefined;
  return Math.round(rate * Number(quantity ?? 1) * 100) / 100;
}
