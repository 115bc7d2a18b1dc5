/**
 * `defaultValues`: what a script gives a record before it has it. Source: section_4267258059 for the option; the names are those that
 * published production scripts use (Oracle's page "N/record Default Values" lists them by type). Others are refused by name.
 */

import type { World } from '../account/account-context.ts';
import type { Draft } from '../account/draft.ts';
import { fieldOf, type RecordType } from '../account/schema.ts';
import type { Values } from '../account/store.ts';
import type { Options } from '../strictness/arguments.ts';
import { NotEmulated } from '../strictness/not-emulated.ts';
import { findReferenced } from './references.ts';
import { storedFromScript } from './values.ts';

/** Set as fields of any record that has them. */
const FIELDS = ['entity', 'subsidiary', 'customform'];

/** `recordmode` asks for dynamic mode; the rest of the values is what is left to apply. */
export function splitDefaults(call: string, options: Options): { isDynamic: boolean; defaults: Options } {
  const { recordmode, ...defaults } = (options.defaultValues ?? {}) as Options;
  if (recordmode !== undefined && recordmode !== 'dynamic')
    throw new NotEmulated(`the default value recordmode ${JSON.stringify(recordmode)} of ${call}`);
  return { isDynamic: options.isDynamic === true || recordmode === 'dynamic', defaults };
}

export function applyDefaults(world: World, call: string, draft: Draft, defaults: Options): void {
  for (const [id, value] of Object.entries(defaults))
    Object.assign(draft.fields, defaultFor(world, draft.type, id, value) ?? refuse(call, draft.type, id));
}

/** The first default value that the call does not know is refused. */
export function assertDefaults(call: string, defaults: Options, known: readonly string[]): void {
  const unknown = Object.keys(defaults).find((id) => !known.includes(id));
  if (unknown !== undefined) throw new NotEmulated(`the default value ${unknown} of ${call}`);
}

function defaultFor(world: World, type: RecordType, id: string, value: unknown): Values | undefined {
  if (type.id === 'customerdeposit' && id === 'salesorder') return depositOf(world, String(value));
  if (!FIELDS.includes(id) || !type.fields.has(id)) return undefined;
  return { [id]: storedFromScript(fieldOf(type, id), value) };
}

/** A deposit for a sales order is one of its customer; searches know the two by other names (a guess). */
function depositOf(world: World, salesorder: string): Values {
  const customer = findReferenced(world, 'salesorder', salesorder)?.fields.entity ?? null;
  return { salesorder, createdfrom: salesorder, customer, entity: customer };
}

function refuse(call: string, type: RecordType, id: string): never {
  throw new NotEmulated(`the default value ${id} of ${call} for ${type.id}`);
}
