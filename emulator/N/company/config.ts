/**
 * N/config: the account's pages of information, preferences and features, to read. Sources: chapter_N3251359 (pages), bridgehead_N3253690
 * (company), production scripts for features as booleans and for the names of date preferences.
 */

import type { World } from '../../account/account-context.ts';
import { allow, charge, type Execution } from '../../account/execution.ts';
import { COMPANY_FIELDS } from '../../platform/company-information.ts';
import { PREFERENCES, type PreferenceName } from '../../platform/preferences.ts';
import { readArguments, textOption } from '../../strictness/arguments.ts';
import { NotEmulated } from '../../strictness/not-emulated.ts';
import { strictProxy } from '../../strictness/strict-proxy.ts';
import { suiteError } from '../../strictness/suite-error.ts';

const TYPES = {
  USER_PREFERENCES: 'userpreferences',
  COMPANY_INFORMATION: 'companyinformation',
  COMPANY_PREFERENCES: 'companypreferences',
  ACCOUNTING_PREFERENCES: 'accountingpreferences',
  ACCOUNTING_PERIODS: 'accountingperiods',
  TAX_PERIODS: 'taxperiods',
  FEATURES: 'companyfeatures',
  TIME_POST: 'timepost',
  TIME_VOID: 'timevoid',
};

/** The value of a field, or a refusal by name. */
type Reader = (world: World, fieldId: string, as: 'value' | 'text') => unknown;

const PAGES: Readonly<Record<string, Reader>> = {
  companyinformation: companyInformation,
  companypreferences: datePreference,
  userpreferences: datePreference,
  accountingpreferences: accountingPreference,
  companyfeatures: feature,
};

export function createConfigModule(world: World, execution: Execution): object {
  return strictProxy('N/config', {
    Type: strictProxy('N/config.Type', TYPES),
    load: (...values: unknown[]) => load(world, execution, values),
  });
}

function load(world: World, execution: Execution, values: unknown[]): object {
  const call = 'N/config.load';
  charge(execution, 'config.load');
  const options = readArguments({ call, required: ['type'], optional: ['isDynamic'] }, values);
  const type = textOption(call, options, 'type');
  if (!Object.values(TYPES).includes(type))
    throw suiteError('INVALID_RCRD_TYPE', `${call}: ${type} is not one of config.Type.`);
  const page = PAGES[type];
  if (!page) throw new NotEmulated(`${call} of ${type}`);
  const read = (member: 'getValue' | 'getText', given: unknown[]) => {
    allow(execution, `Record.${member}`);
    const { fieldId } = readArguments({ call: `Record.${member}`, required: ['fieldId'] }, given);
    return page(world, String(fieldId), member === 'getValue' ? 'value' : 'text');
  };
  return strictProxy(`record.Record of ${type}`, {
    type,
    isDynamic: options.isDynamic === true,
    getValue: (...given: unknown[]) => read('getValue', given),
    getText: (...given: unknown[]) => read('getText', given),
  });
}

function companyInformation(world: World, id: string, as: 'value' | 'text'): unknown {
  if (!COMPANY_FIELDS.includes(id)) throw unknown('companyinformation', id);
  const known = { timezone: world.preferences.timeZone, companyid: world.company.companyid ?? 'EMULATOR' };
  const value = id in known ? known[id as keyof typeof known] : world.company[id];
  if (value === undefined)
    throw new NotEmulated(`the company's ${id} (write it under company in the account's data): it`);
  if (as === 'text' && ['timezone', 'country', 'state', 'basecurrency', 'fiscalmonth'].includes(id))
    throw new NotEmulated(`the text of ${id} in companyinformation`);
  return value;
}

/** Scripts run as nobody with preferences of their own: the company's hold. */
function datePreference(world: World, id: string, as: 'value' | 'text'): unknown {
  const { dateFormat, timeFormat, timeZone } = world.preferences;
  const values: Readonly<Record<string, string>> = {
    DATEFORMAT: dateFormat,
    TIMEFORMAT: timeFormat,
    TIMEZONE: timeZone,
  };
  const value = values[id.toUpperCase()];
  if (value === undefined) throw unknown('the preferences', id);
  if (as === 'text') throw new NotEmulated(`the text of ${id} in the preferences`);
  return value;
}

/** Check boxes as they are; of a choice the label is known, and not what scripts read as its value. */
function accountingPreference(world: World, id: string, as: 'value' | 'text'): unknown {
  const found = Object.entries(PREFERENCES).find(([, spec]) => spec.id === id.toUpperCase());
  if (!found) throw unknown('accountingpreferences', id);
  const value = world.preferences[found[0] as PreferenceName];
  if (typeof value === 'boolean') return as === 'text' ? (value ? 'Yes' : 'No') : value;
  if (as === 'text') return value;
  throw new NotEmulated(`the value of ${id} in accountingpreferences (its text is ${value}): it`);
}

function feature({ features }: World, id: string): boolean {
  return features.has(id.toUpperCase());
}

const unknown = (page: string, id: string): NotEmulated => new NotEmulated(`field ${id} of ${page}`);
