/** Lets a claim of a process that is dead grow old at once: nothing but the names in `processing/` says how old it is. */
import { existsSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { plannedFeeds } from './plan.ts';
import { foldersOf, type World } from './world.ts';

/** Longer than anybody waits for a sign of life. */
const MINUTES = 20;

/** To be called while no process runs. */
export function letTimePass({ tenants, homeOf }: World): void {
  for (const { name } of tenants)
    for (const feed of plannedFeeds) agedIn(join(homeOf(name), foldersOf[feed].source, 'processing'));
}

function agedIn(folder: string): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const aged = name.replace(MARK, earlier);
    if (aged !== name) renameSync(join(folder, name), join(folder, aged));
  }
}

/** A time of this century; claims that were let go of have one that is as old as can be. */
const MARK = /(2\d{3})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z/;

function earlier(mark: string, ...parts: string[]): string {
  const [year = '', month, day, hour, minute, second, millisecond] = parts;
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${millisecond}Z`);
  if (Number.isNaN(at)) return mark;
  return new Date(at - MINUTES * 60_000).toISOString().replace(/[-:.]/g, '');
}
