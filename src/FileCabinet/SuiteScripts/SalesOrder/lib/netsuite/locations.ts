/** The account's locations: which exist, which are active, and whose they are. */
import type { Result } from 'N/search';
import { isFeatureOn } from './features.ts';
import { isTrue } from './parameters.ts';
import { allRows, textOf } from './searches.ts';

/** A subsidiary as a search shows it: some show its id, some its name with or without its parents'. */
export type Subsidiary = { value: string; text: string };

export type Location = { name: string; inactive: boolean; subsidiary: Subsidiary | undefined };

export const hasSubsidiaries = (): boolean => isFeatureOn('SUBSIDIARIES');

/** By internal id. 10 units per 1,000 locations. */
export function findLocations(withSubsidiaries: boolean): Map<string, Location> {
  const columns = ['name', 'isinactive', ...(withSubsidiaries ? ['subsidiary'] : [])];
  const rows = allRows({ type: 'location', filters: [], columns });
  return new Map(
    rows.map((row) => [
      textOf(row.id),
      {
        name: textOf(row.getValue('name')),
        inactive: isTrue(row.getValue('isinactive')),
        subsidiary: withSubsidiaries ? subsidiaryOf(row) : undefined,
      },
    ]),
  );
}

/** All locations, asked for once and not before they are needed. */
export function knownLocations(): () => Map<string, Location> {
  let known: Map<string, Location> | undefined;
  return () => {
    known ??= findLocations(false);
    return known;
  };
}

/** Why nothing can be at a location, or ship from it. */
export function locationProblem(
  id: string,
  locations: ReadonlyMap<string, Location>,
): { code: string; message: string } | undefined {
  const location = locations.get(id);
  if (!location) return { code: 'LOCATION_NOT_FOUND', message: `NetSuite has no location ${id}.` };
  if (!location.inactive) return undefined;
  return { code: 'LOCATION_INACTIVE', message: `Location ${id} (${location.name}) is inactive.` };
}

export const subsidiaryOf = (row: Result): Subsidiary => ({
  value: textOf(row.getValue('subsidiary')),
  text: textOf(row.getText('subsidiary')),
});

/** Whether two subsidiaries are known to differ: what one search shows as an id and the other as a name is let through. */
export function areDifferent(one: Subsidiary | undefined, other: Subsidiary | undefined): boolean {
  const [ones, others] = [namesOf(one), namesOf(other)];
  if (ones.length === 0 || others.length === 0) return false;
  const comparable = ones.some(isId) === others.some(isId) || ones.some(isName) === others.some(isName);
  return comparable && !ones.some((name) => others.includes(name));
}

const isId = (name: string): boolean => /^\d+$/.test(name);
const isName = (name: string): boolean => !isId(name);

function namesOf(subsidiary: Subsidiary | undefined): string[] {
  const quoteForMessage = subsidiary ? [subsidiary.value, subsidiary.text] : [];
  return quoteForMessage.map((name) => name.split(' : ').pop() ?? '').filter((name) => name !== '');
}
