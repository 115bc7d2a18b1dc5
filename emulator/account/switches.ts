/** What the account has switched on: its preferences and features, as the rules of NetSuite ask for them. */

import { FEATURES, type FeatureId } from '../platform/features.ts';
import { PREFERENCES, type PreferenceName, type Preferences } from '../platform/preferences.ts';
import { NotEmulated } from '../strictness/not-emulated.ts';
import type { World } from './account-context.ts';

/** The value, or a refusal by name of one that is not emulated. */
export function preference<Name extends PreferenceName>(
  { preferences }: Pick<World, 'preferences'>,
  name: Name,
): Preferences[Name] {
  const { label, emulated } = PREFERENCES[name];
  const value = preferences[name];
  if (emulated.includes(value)) return value;
  throw new NotEmulated(`the preference "${label}" with the value ${String(value)}`);
}

export const hasFeature = ({ features }: Pick<World, 'features'>, id: FeatureId): boolean => features.has(id);

/** Refuses by name what these features would change. */
export function refuseFeatures(
  world: Pick<World, 'features'>,
  ids: readonly FeatureId[],
  what: string,
): void {
  const met = ids.find((id) => !FEATURES[id].emulated && hasFeature(world, id));
  if (met) throw new NotEmulated(`${what} with the feature ${FEATURES[met].label} (${met})`);
}
