/** An OpenSSH server with files that wait on it, and the clients that take them: ours, OpenSSH's, and a user's pipeline. */
import { spawnSync } from 'node:child_process';
import { linkSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { COMPLETED, EXPORTS, namesIn } from '../../testbed/feed-folders.ts';
import { startFaultProxy } from '../../testbed/sftp/fault-proxy.ts';
import { type OpenSsh, startOpenSsh } from '../../testbed/sftp/openssh.ts';
import { duckDbCommand, ourCommand } from '../conversions/converters.ts';
import { inputText } from '../conversions/inputs.ts';
import type { ToRun } from '../harness/measured-process.ts';
import { type DuckDb, TRANSFORMER } from '../harness/programs.ts';

const FEED = 'item-fulfillments';
/** What the client that only transfers delivers for every file. */
const OUTPUT = 'output';
const DELAY_MILLISECONDS = 15;
/** Of the generator's lines, with header and all. */
const BYTES_PER_ROW = 95;
/** Long ago: a pass leaves files alone that may still be being written. */
const WRITTEN_AT = new Date('2026-01-01T00:00:00Z');

export type Distance = 'loopback' | '30 ms round trip';
/** `pipeline` converts with DuckDB between two runs of `sftp`; `conversion` is that of ours alone, of the same files on this disk. */
export type Client = 'ours' | 'sftp' | 'pipeline' | 'conversion';

/**
 * @property lay puts the files back on the server, and empties the folders they went to
 * @property check throws when not all of them were taken and delivered
 * @property delivered the path of the only file that was delivered, for comparing
 */
export type Stage = {
  lay: () => void;
  run: (client: Client, distance: Distance) => ToRun;
  check: () => void;
  delivered: () => string;
  stop: () => Promise<void>;
};

export async function openStage(count: number, bytes: number, duckDb: DuckDb): Promise<Stage> {
  const work = mkdtempSync(join(tmpdir(), 'bench-sftp-'));
  const ends: (() => void | Promise<void>)[] = [() => rmSync(work, { recursive: true, force: true })];
  const stop = async (): Promise<void> => {
    for (const end of ends.reverse()) await end();
  };
  try {
    const names = Array.from({ length: count }, (_, index) => `export-${String(index).padStart(4, '0')}.csv`);
    prepare(work, names, bytes);
    const server = await startOpenSsh();
    ends.push(server.stop);
    const proxy = await startFaultProxy(server.port, { delayMilliseconds: DELAY_MILLISECONDS });
    ends.push(proxy.stop);
    const ports = { loopback: server.port, '30 ms round trip': proxy.port };
    return { stop, ...actsOn({ work, server, names, duckDb }, ports) };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Ports = Readonly<Record<Distance, number>>;

type Properties = Omit<Place, 'port'>;

function actsOn(properties: Properties, ports: Ports): Omit<Stage, 'stop'> {
  const { work, server, names } = properties;
  const at = (...path: string[]): string => join(server.root, ...path);
  return {
    lay: () => lay(server.root, work, names),
    run: (client, distance) => commands[client]({ ...properties, port: ports[distance] }),
    check: () => {
      const found = [at(EXPORTS, 'archive'), at(COMPLETED)].map((folder) => namesIn(folder).length);
      if (found.every((each) => each === names.length)) return;
      throw new Error(`Of ${names.length} files ${found[0]} were archived and ${found[1]} delivered.`);
    },
    delivered: () => at(COMPLETED, namesIn(at(COMPLETED))[0] ?? ''),
  };
}

/** Sources, and what becomes of them, which the client that only transfers delivers ready-made. */
function prepare(work: string, names: readonly string[], bytes: number): void {
  for (const folder of ['sources', 'fetched', 'converted']) mkdirSync(join(work, folder));
  names.forEach((name, index) => {
    writeSource(work, name, bytes, index + 1);
  });
  convertSample(work, names[0] ?? '');
}

function writeSource(work: string, name: string, bytes: number, seed: number): void {
  const path = join(work, 'sources', name);
  writeFileSync(path, inputText(FEED, Math.max(1, Math.round(bytes / BYTES_PER_ROW)), seed));
  utimesSync(path, WRITTEN_AT, WRITTEN_AT);
}

function convertSample(work: string, name: string): void {
  const [node = '', ...words] = ourCommand(FEED, join(work, 'sources', name), join(work, OUTPUT));
  const { status, stderr } = spawnSync(node, words, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`The sample could not be converted: ${stderr}`);
}

function lay(root: string, work: string, names: readonly string[]): void {
  for (const folder of [EXPORTS, COMPLETED]) rmSync(join(root, folder), { recursive: true, force: true });
  for (const folder of [join(EXPORTS, 'archive'), join(COMPLETED, '.tmp')])
    mkdirSync(join(root, folder), { recursive: true });
  const init = spawnSync(process.execPath, [TRANSFORMER, 'init', '--folder', root, '--feed', FEED]);
  if (init.status !== 0) throw new Error(`The folders could not be made: ${init.stderr}`);
  for (const name of names) linkSync(join(work, 'sources', name), join(root, EXPORTS, name));
}

type Place = { work: string; server: OpenSsh; port: number; names: readonly string[]; duckDb: DuckDb };

const commands: Readonly<Record<Client, (place: Place) => ToRun>> = {
  ours: ({ work, server, port }) => ({
    command: [
      process.execPath,
      TRANSFORMER,
      'run',
      '--config',
      configuration(work, server, port),
      '--feed',
      FEED,
    ],
  }),
  sftp: (place) => {
    const { work, server, names } = place;
    const batch = names.flatMap((name) => [
      getLine(place, name),
      `put ${join(work, OUTPUT)} ${join(server.root, COMPLETED, `${name}.json`)}`,
      archiveLine(place, name),
    ]);
    return { command: sftpCommand(place, 'batch', batch) };
  },
  pipeline: (place) => {
    const { work, server, names, duckDb } = place;
    const converted = (name: string): string => join(work, 'converted', `${name}.json`);
    const publish = names.flatMap((name) => {
      const [temporary, final] = [['.tmp', `${name}.json`], [`${name}.json`]].map((path) =>
        join(server.root, COMPLETED, ...path),
      );
      return [
        `put ${converted(name)} ${temporary}`,
        `rename ${temporary} ${final}`,
        archiveLine(place, name),
      ];
    });
    const pairs = names.map((name) => [join(work, 'fetched', name), converted(name)] as const);
    const get = names.map((name) => getLine(place, name));
    const steps = [
      sftpCommand(place, 'get', get),
      duckDbCommand(FEED, duckDb, pairs),
      sftpCommand(place, 'publish', publish),
    ];
    const script = join(work, 'pipeline.sh');
    writeFileSync(script, `set -e\n${steps.map((words) => words.map(quoted).join(' ')).join('\n')}\n`);
    return { command: ['sh', script] };
  },
  conversion: ({ work, names }) => ({
    command: ourCommand(FEED, join(work, 'sources', names[0] ?? ''), join(work, 'converted', 'alone')),
  }),
};

const getLine = ({ work, server }: Place, name: string): string =>
  `get ${join(server.root, EXPORTS, name)} ${join(work, 'fetched', name)}`;

const archiveLine = ({ server }: Place, name: string): string =>
  `rename ${join(server.root, EXPORTS, name)} ${join(server.root, EXPORTS, 'archive', name)}`;

const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

function sftpCommand({ work, server, port }: Place, name: string, lines: readonly string[]): string[] {
  const batch = join(work, name);
  writeFileSync(batch, `${lines.join('\n')}\n`);
  return ['sftp', '-q', ...opensshOptions(work, server, port), '-b', batch, '127.0.0.1'];
}

function opensshOptions(work: string, { privateKey, username }: OpenSsh, port: number): string[] {
  const key = join(work, 'key');
  writeFileSync(key, privateKey, { mode: 0o600 });
  const settings = ['StrictHostKeyChecking=no', 'UserKnownHostsFile=/dev/null', `User=${username}`];
  return ['-i', key, '-P', String(port), ...settings.flatMap((setting) => ['-o', setting])];
}

export function configuration(work: string, server: OpenSsh, port: number): string {
  const path = join(work, `transformer-${port}.json`);
  const key = join(work, 'key.pem');
  writeFileSync(key, server.privateKey, { mode: 0o600 });
  const { username, hostKeyLine: hostKey, root } = server;
  const sftp = { host: '127.0.0.1', port, username, privateKeyFile: key, hostKey, root };
  writeFileSync(path, JSON.stringify({ connection: { sftp } }));
  return path;
}
