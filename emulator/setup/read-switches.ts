/** Preferences and features as people write them: by Oracle's label, by its internal id or by the emulator's own name. */

import { FEATURES } from '../platform/features.ts';
import {
  DEFAULT_PREFERENCES,
  PREFERENCES,
  type PreferenceName,
  type PreferenceSpec,
  type Preferences,
} from '../platform/preferences.ts';

/** A list enables features besides the usual ones; an object enables and disables them. */
export type FeaturesGiven = readonly string[] | Readonly<Record<string, boolean>>;

/** @throws Error ACCOUNT_PREFERENCE */
export function readPreferences(given: Readonly<Record<string, unknown>>): Preferences {
  const read = Object.entries(given)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => readPreference(key, value));
  return { ...DEFAULT_PREFERENCES, ...Object.fromEntries(read) };
}

function readPreference(key: string, value: unknown): [string, unknown] {
  if (key in DEFAULT_PREFERENCES && !(key in PREFERENCES)) return [key, value];
  const found = Object.entries(PREFERENCES).find(([name, { label, id }]) =>
    [name, label, id ?? name].some((known) => plain(known) === plain(key)),
  );
  if (!found) throw unknownPreference(key);
  const [name, spec] = found as [PreferenceName, PreferenceSpec];
  return [name, readValue(spec, value)];
}

function readValue({ label, values }: PreferenceSpec, given: unknown): string | boolean {
  const meant = { t: true, f: false, true: true, false: false, yes: true, no: false }[plain(String(given))];
  const value = values.find((known) => known === meant || plain(String(known)) === plain(String(given)));
  if (value !== undefined) return value;
  throw new Error(
    `ACCOUNT_PREFERENCE: the preference "${label}" cannot be ${JSON.stringify(given)}. Give ${values.map((known) => JSON.stringify(known)).join(' or ')}.`,
  );
}

const unknownPreference = (key: string): Error =>
  new Error(
    `ACCOUNT_PREFERENCE: the emulator knows no preference "${key}". It knows dateFormat, timeFormat, timeZone, ${Object.values(
      PREFERENCES,
    )
      .map(({ label }) => `"${label}"`)
      .join(', ')}.`,
  );

/** The ids of the features that are on: the usual ones, those the project requires, and what the account says. */
export function readFeatures(given: FeaturesGiven, required: readonly string[]): Set<string> {
  const usual = Object.entries(FEATURES).flatMap(([id, spec]) => (spec.default ? [id] : []));
  const features = new Set([...usual, ...required.map((id) => id.toUpperCase())]);
  const switches = Array.isArray(given) ? given.map((id) => [id, true] as const) : Object.entries(given);
  for (const [name, on] of switches) {
    const id = featureId(name);
    if (on) features.add(id);
    else features.delete(id);
  }
  return features;
}

/** A feature may be misspelt, or have effects the emulator does not know: its owner should hear of it. */
export function unknownFeatures(given: FeaturesGiven): string[] {
  const names = Array.isArray(given) ? (given as readonly string[]) : Object.keys(given);
  const unknown = names.map(featureId).filter((id) => !(id in FEATURES));
  return unknown.length === 0
    ? []
    : [`features without rules here, of which scripts learn only that they are on: ${unknown.join(', ')}`];
}

function featureId(name: string): string {
  const byLabel = Object.entries(FEATURES).find(([, { label }]) => plain(label) === plain(name));
  return byLabel?.[0] ?? name.toUpperCase();
}

const plain = (text: string): string => text.toLowerCase().replace(/[^a-z]/g, '');
