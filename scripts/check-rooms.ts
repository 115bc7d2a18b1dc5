/** `npm run check:rooms`: no folder is crowded, and the rooms of a folder import each other one way. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { runTool, ToolError } from './tool-error.ts';

/** More files of its own than one takes in at a glance. */
const MOST_FILES = 15;

const TREES = ['feeds', 'src', 'transformer', 'emulator', 'testbed', 'demo', 'scripts', 'bench', 'test'];

type Imports = ReadonlyMap<string, readonly string[]>;

/** @throws ToolError CROWDED_OR_CIRCULAR with a line for each fault */
export function checkRooms(root: string): string {
  const imports = readImports(root);
  const faults = [...crowdedFolders(imports), ...circularRooms(imports)];
  if (faults.length > 0) throw new ToolError('CROWDED_OR_CIRCULAR', faults.join('\n'));
  return `${imports.size} source files in ${new Set([...imports.keys()].map(dirname)).size} folders`;
}

function readImports(root: string): Imports {
  const files = TREES.flatMap((tree) =>
    readdirSync(join(root, tree), { recursive: true, encoding: 'utf8' }).map((name) => join(tree, name)),
  ).filter((file) => /\.(ts|js)$/.test(file) && !/(^|\/)(node_modules|out)\//.test(file));
  return new Map(files.map((file) => [file, importsOf(file, readFileSync(join(root, file), 'utf8'))]));
}

const importsOf = (file: string, text: string): string[] =>
  [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].flatMap(([, path = '']) => {
    if (path.startsWith('#feeds/')) return [path.slice(1)];
    return path.startsWith('.') ? [normalize(join(dirname(file), path))] : [];
  });

function crowdedFolders(imports: Imports): string[] {
  const sizes = new Map<string, number>();
  for (const folder of [...imports.keys()].map(dirname)) sizes.set(folder, (sizes.get(folder) ?? 0) + 1);
  return [...sizes]
    .filter(([, size]) => size > MOST_FILES)
    .map(
      ([folder, size]) =>
        `${folder} contains ${size} source files, more than ${MOST_FILES}. Group them in folders that are named by their job.`,
    );
}

/** The files of the folder itself are left out: entry points, which import every room, and what all rooms share. */
function circularRooms(imports: Imports): string[] {
  const parents = new Set([...imports.keys()].flatMap((file) => foldersAbove(dirname(file))));
  return [...parents].flatMap((parent) => {
    const circle = findCircle(roomsOf(parent, imports));
    return circle
      ? [
          `In ${parent} rooms import each other in a circle: ${circle.join(' → ')}. Move what they share below both.`,
        ]
      : [];
  });
}

function foldersAbove(folder: string): string[] {
  const parent = dirname(folder);
  return parent === '.' ? [] : [parent, ...foldersAbove(parent)];
}

function roomsOf(parent: string, imports: Imports): Map<string, Set<string>> {
  const rooms = new Map<string, Set<string>>();
  for (const [file, targets] of imports) {
    const from = roomIn(parent, file);
    const others = targets.map((target) => roomIn(parent, target)).filter((to) => to !== from);
    if (from === undefined) continue;
    const known = rooms.get(from) ?? new Set();
    for (const to of others) if (to !== undefined) known.add(to);
    rooms.set(from, known);
  }
  return rooms;
}

function roomIn(parent: string, file: string): string | undefined {
  const [room, ...rest] = relative(parent, file).split('/');
  return room === '..' || rest.length === 0 ? undefined : room;
}

function findCircle(rooms: ReadonlyMap<string, ReadonlySet<string>>): string[] | undefined {
  const done = new Set<string>();
  const visit = (room: string, way: readonly string[]): string[] | undefined => {
    if (way.includes(room)) return [...way.slice(way.indexOf(room)), room];
    if (done.has(room)) return undefined;
    done.add(room);
    for (const next of rooms.get(room) ?? []) {
      const circle = visit(next, [...way, room]);
      if (circle) return circle;
    }
    return undefined;
  };
  for (const room of rooms.keys()) {
    const circle = visit(room, []);
    if (circle) return circle;
  }
  return undefined;
}

if (import.meta.main) await runTool('rooms', async () => checkRooms(join(import.meta.dirname, '..')));
