/** An OpenSSH server with files that wait on it, and the clients that take them: ours, OpenSSH's and a naive one. */
import { spawnSync } from 'node:child_process';
import { linkSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startFaultProxy } from '../testbed/sftp/fault-proxy.ts';
import { type OpenSsh, startOpenSsh } from '../testbed/sftp/openssh.ts';
import { ourCommand } from './conversion-contenders.ts';
import { inputText } from './inputs.ts';
import type { ToRun } from './measured-process.ts';

const MAIN = join(import.meta.dirname, '../transformer/main.ts');
const SOURCE = 'netsuite/salesorder/import/fulfillment-nifi';
const TARGET = 'netsuite/salesorder/import/fulfillment';
const FEED = 'item-fulfillments';
const DELAY_MILLISECONDS = 15;
const PARTS = 10;
const PART = 'part.csv';
const WHOLE = 'whole';
/** Of the generator's lines, with header and all. */
const BYTES_PER_ROW = 83;
/** Long ago: a pass leaves files alone that may still be being written. */
const WRITTEN_AT = new Date('2026-01-01T00:00:00Z');

export type Distance = 'loopback' | '30 ms round trip';
export type Client = 'ours' | 'sftp' | 'naive';

/**
 * @property part what stands for a share of the files where all of them would take too long
 * @property lay puts files back on the server, and empties the folders they went to
 * @property check throws when not all of them were taken and delivered
 */
export type Stage = {
  all: readonly string[];
  part: { names: readonly string[]; share: number };
  lay: (names: readonly string[]) => void;
  run: (client: Client, distance: Distance, names: readonly string[]) => ToRun;
  check: (names: readonly string[]) => void;
  stop: () => Promise<void>;
};

export async function openStage(count: number, bytes: number): Promise<Stage> {
  const work = mkdtempSync(join(tmpdir(), 'bench-sftp-'));
  const ends: (() => void | Promise<void>)[] = [() => rmSync(work, { recursive: true, force: true })];
  const stop = async (): Promise<void> => {
    for (const end of ends.reverse()) await end();
  };
  try {
    const all = Array.from({ length: count }, (_, index) => `export-${String(index).padStart(4, '0')}.csv`);
    const part = prepare(work, all, bytes);
    const server = await startOpenSsh();
    ends.push(server.stop);
    const proxy = await startFaultProxy(server.port, { delayMilliseconds: DELAY_MILLISECONDS });
    ends.push(proxy.stop);
    const ports = { loopback: server.port, '30 ms round trip': proxy.port };
    return { all, part, stop, ...actsOn(work, server, ports) };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Ports = Readonly<Record<Distance, number>>;

function actsOn(work: string, server: OpenSsh, ports: Ports): Pick<Stage, 'lay' | 'run' | 'check'> {
  const at = (...path: string[]): string => join(server.root, ...path);
  return {
    lay: (names) => lay(server.root, work, names),
    run: (client, distance, names) => commands[client]({ work, server, port: ports[distance], names }),
    check: ({ length }) => {
      const found = [at(SOURCE, 'archive'), at(TARGET)].map((folder) => filesIn(folder));
      if (found.every((each) => each === length)) return;
      throw new Error(`Of ${length} files ${found[0]} were archived and ${found[1]} delivered.`);
    },
  };
}

const filesIn = (folder: string): number =>
  readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile()).length;

/** Sources, and what becomes of them, which the clients that only transfer deliver ready-made. */
function prepare(work: string, names: readonly string[], bytes: number): Stage['part'] {
  for (const folder of ['sources', 'outputs', 'fetched']) mkdirSync(join(work, folder));
  names.forEach((name, index) => {
    writeSource(work, name, bytes, index + 1);
  });
  convertSample(work, names[0] ?? '', WHOLE);
  if (names.length > 1) {
    const some = names.slice(0, Math.ceil(names.length / PARTS));
    return { names: some, share: some.length / names.length };
  }
  writeSource(work, PART, bytes / PARTS, 2);
  convertSample(work, PART, PART);
  return { names: [PART], share: 1 / PARTS };
}

function writeSource(work: string, name: string, bytes: number, seed: number): void {
  const path = join(work, 'sources', name);
  writeFileSync(path, inputText(FEED, Math.max(1, Math.round(bytes / BYTES_PER_ROW)), seed));
  utimesSync(path, WRITTEN_AT, WRITTEN_AT);
}

function convertSample(work: string, name: string, made: string): void {
  const [node = '', ...words] = ourCommand(FEED, join(work, 'sources', name), join(work, 'outputs', made));
  const { status, stderr } = spawnSync(node, words, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`The sample could not be converted: ${stderr}`);
}

function lay(root: string, work: string, names: readonly string[]): void {
  for (const folder of [SOURCE, TARGET]) rmSync(join(root, folder), { recursive: true, force: true });
  for (const folder of [join(SOURCE, 'archive'), join(TARGET, '.tmp')])
    mkdirSync(join(root, folder), { recursive: true });
  const init = spawnSync(process.execPath, [MAIN, 'init', '--folder', root, '--feed', FEED]);
  if (init.status !== 0) throw new Error(`The folders could not be made: ${init.stderr}`);
  for (const name of names) linkSync(join(work, 'sources', name), join(root, SOURCE, name));
}

type Place = { work: string; server: OpenSsh; port: number; names: readonly string[] };

const commands: Readonly<Record<Client, (place: Place) => ToRun>> = {
  ours: ({ work, server, port }) => ({
    command: [process.execPath, MAIN, 'run', '--config', configuration(work, server, port), '--feed', FEED],
  }),
  sftp: ({ work, server, port, names }) => {
    const batch = join(work, 'batch');
    const remote = (...path: string[]): string => join(server.root, ...path);
    const lines = filesOf(work, names).flatMap(({ name, local, output }) => [
      `get ${remote(SOURCE, name)} ${local}`,
      `put ${output} ${remote(TARGET, `${name}.json`)}`,
      `rename ${remote(SOURCE, name)} ${remote(SOURCE, 'archive', name)}`,
    ]);
    writeFileSync(batch, `${lines.join('\n')}\n`);
    return { command: ['sftp', '-q', ...opensshOptions(work, server, port), '-b', batch, '127.0.0.1'] };
  },
  naive: ({ work, server, port, names }) => {
    const job = join(work, 'job.json');
    const { username, privateKey } = server;
    const remote = (...path: string[]): string => join(server.root, ...path);
    const files = filesOf(work, names).map(({ name, local, output }) => ({
      source: remote(SOURCE, name),
      local,
      output,
      target: remote(TARGET, `${name}.json`),
      archived: remote(SOURCE, 'archive', name),
    }));
    writeFileSync(
      job,
      JSON.stringify({ connection: { host: '127.0.0.1', port, username, privateKey }, files }),
    );
    return { command: [process.execPath, join(import.meta.dirname, 'contenders/naive-client.ts'), job] };
  },
};

const filesOf = (work: string, names: readonly string[]) =>
  names.map((name) => ({
    name,
    local: join(work, 'fetched', name),
    output: join(work, 'outputs', name === PART ? PART : WHOLE),
  }));

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
