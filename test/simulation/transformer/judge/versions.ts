/** What was sent, and what has become of each version of it as a whole. */
import { inFileOrder } from '../plan/make-text.ts';
import type { FeedName, FileText, Row } from '../plan/plan.ts';
import { filesBelow } from '../server/disk.ts';
import { allFiles, type Sent, type World } from '../world/world.ts';

/**
 * A name with one content; it may have been sent several times.
 * @property fate of the file as a whole: `gone` when its sender or an operator has put it out of reach
 * @property reused whether its name had another content too
 */
export type Version = {
  feed: FeedName;
  name: string;
  text: FileText;
  bytes: Buffer;
  rows: Row[];
  sendings: Sent[];
  fate: 'failed' | 'waits' | 'gone' | 'taken';
  kept: boolean;
  reused: boolean;
  exposed: boolean;
  uncertain: boolean;
  order: number;
};

export function versionsOf(world: World): Version[] {
  const files = allFiles(world);
  const thrown = world.givenUp.flatMap((folder) => [...filesBelow(folder, '')].map(([, { bytes }]) => bytes));
  const versions: Version[] = [];
  for (const sent of world.sent) {
    const known = versions.find(({ feed, name, bytes }) => isOf(sent, { feed, name, bytes }));
    if (known) {
      known.sendings.push(sent);
      known.exposed ||= sent.exposed;
      known.uncertain = true;
    } else versions.push(versionOf(sent));
  }
  for (const version of versions) {
    const stem = version.name.replace(/\.[^.]*$/, '');
    const places = files
      .filter(([path, { bytes }]) => path.includes(stem) && bytes.equals(version.bytes))
      .map(([path]) => path);
    const has = (folder: string): boolean => places.some((path) => path.includes(`/${folder}/`));
    const waits = places.some((path) => isWaiting(path, version.name));
    const gone =
      version.sendings.every(({ superseded }) => superseded) ||
      thrown.some((bytes) => bytes.equals(version.bytes));
    version.fate = has('failed') ? 'failed' : waits ? 'waits' : gone ? 'gone' : 'taken';
    version.kept = has('archive') || has('failed');
    version.reused = versions.some(
      (other) => other !== version && other.feed === version.feed && other.name === version.name,
    );
    version.uncertain ||= version.reused;
  }
  return versions;
}

const isOf = (one: Sent, other: Pick<Sent, 'feed' | 'name' | 'bytes'>): boolean =>
  one.feed === other.feed && one.name === other.name && one.bytes.equals(other.bytes);

const versionOf = (sent: Sent): Version => ({
  feed: sent.feed,
  name: sent.name,
  text: sent.text,
  bytes: sent.bytes,
  rows: inFileOrder(sent.feed, sent.text.rows),
  sendings: [sent],
  fate: 'taken',
  kept: false,
  reused: false,
  exposed: sent.exposed,
  uncertain: sent.uncertain,
  order: sent.order,
});

/** In the source folder under its own name, or claimed. */
export function isWaiting(path: string, name: string): boolean {
  const names = path.split('/');
  const last = names.at(-1) ?? '';
  const above = names.at(-2) ?? '';
  if (above === 'processing') return last === name || last.endsWith(`~${name}`);
  return last === name && !['archive', 'failed'].includes(above);
}
