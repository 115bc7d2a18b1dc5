/** What must hold of every tenant when all has been finished, by what lies on disk alone. */
import { type Found, readFound } from './found.ts';
import { type Plan, type PlannedFile, plannedFeeds } from './plan.ts';
import type { KnownFeed } from './source-files.ts';
import type { World } from './world.ts';

/** @returns what is wrong, each as a sentence; nothing when all is well */
export function judge({ tenants, homeOf }: World): string[] {
  return tenants.flatMap((tenant) =>
    plannedFeeds.flatMap((feed) =>
      judgeFeed(filesOf(tenant, feed), readFound(homeOf(tenant.name), feed)).map(
        (fault) => `${tenant.name}, ${feed}: ${fault}`,
      ),
    ),
  );
}

export const filesOf = ({ files }: Plan['tenants'][number], feed: KnownFeed): PlannedFile[] =>
  files.filter((file) => file.feed === feed);

export const judgeFeed = (files: readonly PlannedFile[], found: Found): string[] => [
  ...everyRowOnce(files, found),
  ...everyFileArchived(files, found),
  ...inOrder(files, found),
];

function everyRowOnce(files: readonly PlannedFile[], { outputs, refused }: Found): string[] {
  const delivered = countsOf(outputs.flatMap(({ rows }) => rows));
  const inErrorFiles = countsOf(refused);
  const known = files.flatMap(({ rows, name }) => rows.map((row) => ({ ...row, name })));
  const wrong = known.flatMap((row) => {
    const times = [delivered.get(row.delivered) ?? 0, inErrorFiles.get(row.refused) ?? 0] as const;
    const wanted = row.isSound ? [1, 0] : [0, 1];
    if (times[0] === wanted[0] && times[1] === wanted[1]) return [];
    return [
      `row ${row.refused} of ${row.name} was delivered ${times[0]} times and refused ${times[1]} times`,
    ];
  });
  const own = {
    delivered: new Set(known.map((row) => row.delivered)),
    refused: new Set(known.map((row) => row.refused)),
  };
  const strange = [
    ...[...delivered.keys()].filter((row) => !own.delivered.has(row)),
    ...[...inErrorFiles.keys()].filter((row) => !own.refused.has(row)),
  ].map((row) => `row ${row} was sent by nobody`);
  return [...wrong, ...strange];
}

function countsOf(rows: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(row, (counts.get(row) ?? 0) + 1);
  return counts;
}

function everyFileArchived(files: readonly PlannedFile[], { archived, failed, waiting }: Found): string[] {
  const missing = files
    .filter(({ name, text }) => archived.get(name) !== text)
    .map(({ name }) => `${name} is not in the archive as it came`);
  const strange = [...archived.keys()].filter((name) => !files.some((file) => file.name === name));
  return [
    ...missing,
    ...strange.map((name) => `${name} is in the archive, and nobody sent it`),
    ...failed.map((name) => `${name} failed`),
    ...waiting.map((name) => `${name} still waits`),
  ];
}

/** By when outputs got their names, and by these names, which receivers go by; equal times say nothing. */
function inOrder(files: readonly PlannedFile[], { outputs }: Found): string[] {
  const place = new Map(files.flatMap(({ rows }, at) => rows.map((row) => [row.delivered, at] as const)));
  const placed = outputs.map((output) => ({
    ...output,
    places: output.rows.map((row) => place.get(row) ?? -1),
  }));
  const mixed = placed.filter(({ places }) => new Set(places).size !== 1);
  const bySource = placed.toSorted((one, other) => (one.places[0] ?? -1) - (other.places[0] ?? -1));
  const late = bySource.flatMap((one, at) => {
    const next = bySource[at + 1];
    if (next === undefined) return [];
    return [
      ...(next.at < one.at
        ? [`${next.name} overtook ${one.name} by ${(one.at - next.at) / 1_000_000n} ms`]
        : []),
      ...(next.name < one.name ? [`the name ${next.name} comes before ${one.name}`] : []),
    ];
  });
  return [...mixed.map(({ name }) => `${name} has rows of several files`), ...late];
}
