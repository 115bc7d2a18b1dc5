/** Whether allocations came in their order: what the newest one says must stand in the end. */
import { tokenOf } from '../plan/make-text.ts';
import type { World } from '../world/world.ts';
import type { Difference } from './claims.ts';
import type { DeliveredRow, Results } from './read-results.ts';
import type { Version } from './versions.ts';

const FEED = 'brokered-order-items';

export function orderDifferences(
  world: World,
  versions: readonly Version[],
  { delivered }: Results,
): Difference[] {
  const ours = versions.filter(({ feed }) => feed === FEED);
  const places = new Map(
    ours.flatMap((version) =>
      version.rows.map((row) => [tokenOf(FEED, row), { version, line: lineKey(row) }] as const),
    ),
  );
  // A receiver applies what it takes together in the order of the names.
  const applied = delivered
    .filter(({ feed, token }) => feed === FEED && places.has(token))
    .sort((one, other) => one.batch - other.batch || compare(one.file, other.file));
  const unclear = new Set(
    ours.filter(({ uncertain, exposed }) => uncertain || exposed).flatMap(({ rows }) => rows.map(lineKey)),
  );
  return [...staleLines(applied, places, unclear), ...overtaken(world, applied, places)];
}

type Places = ReadonlyMap<string, { version: Version; line: string }>;

const lineKey = ({ order, line }: { order: number; line: number }): string => `${order}/${line}`;
const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

function staleLines(
  applied: readonly DeliveredRow[],
  places: Places,
  unclear: ReadonlySet<string>,
): Difference[] {
  const stands = new Map<string, DeliveredRow>();
  const newest = new Map<string, DeliveredRow>();
  const orderOf = ({ token }: DeliveredRow): number => places.get(token)?.version.order ?? 0;
  for (const row of applied) {
    const line = places.get(row.token)?.line ?? '';
    const best = newest.get(line);
    stands.set(line, row);
    if (!best || orderOf(best) <= orderOf(row)) newest.set(line, row);
  }
  return [...newest].flatMap(([line, row]) => {
    const standing = stands.get(line);
    if (unclear.has(line) || !standing || standing === row) return [];
    if (orderOf(standing) === orderOf(row)) return [];
    const [is, should] = [standing, row].map(({ token }) => places.get(token)?.version.name);
    return [{ claim: 'stale' as const, text: `Line ${line} ends with what ${is} says, not with ${should}.` }];
  });
}

function overtaken(world: World, applied: readonly DeliveredRow[], places: Places): Difference[] {
  const arrivals = new Map<Version, number>();
  for (const { token, moment } of applied) {
    const version = places.get(token)?.version;
    if (version && !version.uncertain && !version.exposed && !arrivals.has(version))
      arrivals.set(version, moment);
  }
  const ordered = [...arrivals].sort(([one], [other]) => one.order - other.order);
  return ordered.flatMap(([newer, arrived], index) => {
    const older = ordered.slice(0, index).find(([, moment]) => moment > arrived);
    if (!older) return [];
    const reported = world.passes.some(({ exitCode, moment }) => exitCode === 1 && moment <= older[1]);
    const text = `${newer.name} arrives before ${older[0].name}.`;
    return reported ? [] : [{ claim: 'overtaken' as const, text }];
  });
}
