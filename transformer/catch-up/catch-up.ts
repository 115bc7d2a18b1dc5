/**
 * Reads into the row index what the store has and the index has not: files that were archived or failed while the index was
 * away, and what NetSuite has left in its folders. The store is the truth; whatever the index lost, it gets back here.
 */
import type { Route } from '../folders/folders.ts';
import { readArchived } from './archived-files.ts';
import { isOfChanged, readFailed } from './failed-files.ts';
import { readReceived } from './received-files.ts';
import { readStanding } from './standing-errors.ts';
import { look, readOrNote, rememberPlaces } from './store-looks.ts';
import { type CatchUp, recent, type Task } from './task.ts';

/** @property left how many files are still to be read; @property unread what could not be read, each with its reason */
export type CaughtUp = { read: number; left: number; unread: string[] };

/**
 * @throws TransformerError INDEX_FAILED, and what the store throws when its folders cannot be listed
 */
export async function catchUp(options: CatchUp): Promise<CaughtUp> {
  const { mostFiles = Number.POSITIVE_INFINITY, onFile = () => {} } = options;
  const tasks: Task[] = [];
  for (const route of options.routes) tasks.push(...(await tasksOf(options, route)));
  const targets = new Map(options.routes.map((route) => [route.targetFolder, route]));
  for (const route of targets.values()) tasks.push(...(await readReceived(options, route)));
  const now = tasks.slice(0, mostFiles);
  const unread: string[] = [];
  for (const task of now) {
    onFile(task.path);
    await readOrNote(task, unread);
  }
  return { read: now.length - unread.length, left: tasks.length - now.length, unread };
}

async function tasksOf(options: CatchUp, route: Route): Promise<Task[]> {
  const { store, index, now } = options;
  const { sourceFolder } = route;
  const [waiting, processing, archived, failed, errors] = await Promise.all([
    look(store, sourceFolder),
    look(store, sourceFolder, 'processing'),
    look(store, sourceFolder, 'archive'),
    look(store, sourceFolder, 'failed'),
    look(store, sourceFolder, 'error'),
  ]);
  rememberPlaces(index, sourceFolder, { waiting, processing }, now);
  const own = { side: 'transformer', feed: route.feed, folder: sourceFolder } as const;
  return [
    ...readArchived(options, route, recent(options, archived)),
    ...readFailed(options, route, [...failed, ...errors.filter(isOfChanged)]),
    ...(await readStanding(options, own, errors)),
  ];
}
