/** A pass with nothing to do, from the start of the process to its end, near and over SFTP, beside an empty process. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { opensshAvailable, startOpenSsh } from '../../testbed/sftp/openssh.ts';
import { alternate, NODE_ALONE, nodeAlone, OURS } from '../harness/alternate.ts';
import { type Measured, runMeasured } from '../harness/measured-process.ts';
import { TRANSFORMER } from '../harness/programs.ts';
import { find, oursInTimesOf, type Result, type Section, type Target } from '../harness/results.ts';
import type { Sizes } from '../harness/sizes.ts';
import { configuration } from './stage.ts';

const LOCAL = 'pass with nothing to do, local folder';
const REMOTE = 'pass with nothing to do, over SFTP';
const CONNECTION = 'connecting with ssh2 only';

export async function measureStart({ turns }: Sizes): Promise<Section> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-start-'));
  try {
    const near = await measureNear(folder, turns);
    const far = opensshAvailable ? await measureFar(folder, turns) : [];
    const results = [...near, ...far];
    return { results, targets: targetsOf(results), tables: [] };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureNear(folder: string, turns: Sizes['turns']): Promise<Result[]> {
  const root = join(folder, 'tree');
  makeFolders(root);
  const command = [process.execPath, TRANSFORMER, 'run', '--folder', root];
  return alternate(LOCAL, [{ name: OURS, run: await asDeployed(command, folder) }, nodeAlone], turns);
}

/** The image and the service keep what Node has compiled. */
async function asDeployed(command: readonly string[], folder: string): Promise<() => Promise<Measured>> {
  const run = () => runMeasured({ command, environment: { NODE_COMPILE_CACHE: join(folder, 'compiled') } });
  await run();
  return run;
}

function makeFolders(root: string): void {
  const { status, stderr } = spawnSync(process.execPath, [TRANSFORMER, 'init', '--folder', root]);
  if (status !== 0) throw new Error(`The folders could not be made: ${stderr}`);
}

/** A process that connects, logs in, opens SFTP and ends: what a connection costs by itself. */
async function measureFar(folder: string, turns: Sizes['turns']): Promise<Result[]> {
  const server = await startOpenSsh();
  try {
    makeFolders(server.root);
    const config = configuration(folder, server, server.port);
    const ours = [process.execPath, TRANSFORMER, 'run', '--config', config];
    const connecting = join(import.meta.dirname, 'connect.ts');
    const alone = [
      process.execPath,
      connecting,
      String(server.port),
      server.username,
      join(folder, 'key.pem'),
    ];
    return await alternate(
      REMOTE,
      [
        { name: OURS, run: await asDeployed(ours, folder) },
        nodeAlone,
        { name: CONNECTION, run: await asDeployed(alone, folder) },
      ],
      turns,
    );
  } finally {
    await server.stop();
  }
}

function targetsOf(results: readonly Result[]): Target[] {
  const ours = find(results, REMOTE, OURS)?.medianSeconds;
  const empty = find(results, REMOTE, NODE_ALONE)?.medianSeconds;
  const connected = find(results, REMOTE, CONNECTION)?.medianSeconds;
  const withoutConnection = ours && empty && connected ? (ours - (connected - empty)) / empty : null;
  return [
    {
      claim: `${LOCAL}: time, in times of ${NODE_ALONE}`,
      limit: 3,
      found: oursInTimesOf(results, LOCAL, NODE_ALONE),
    },
    {
      claim: `${REMOTE}: time less that of connecting, in times of ${NODE_ALONE}`,
      limit: 3,
      found: withoutConnection,
    },
  ];
}
