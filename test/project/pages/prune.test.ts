/** deploy/prune.sh, as docs/operating.md describes it under "Old files", on folders that real passes have left. */
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { command } from '../../transformer/command.ts';

const SOURCE = 'netsuite/salesorder/import/fulfillment-nifi';
const UPDATE = 'netsuite/salesorder/update';
const HEADER =
  'orderId,orderItemSeqId,externalFacilityId,shippedDate,quantity,trackingNumber,carrier,shippingMethod,shippingMethodId';
const row = (order: string, facility = '7') =>
  `${order},00101,${facility},1/4/2024 4:23 pm,1,T-${order},FedEx,Ground,2830`;

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'prune-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const put = (name: string, ...rows: string[]) =>
  write(`${SOURCE}/${name}`, `${[HEADER, ...rows].join('\n')}\n`);
function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

const run = () => command(['run', '--folder', root, '--feed', 'item-fulfillments']);
const filesIn = (folder: string): string[] =>
  existsSync(join(root, folder))
    ? readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => join(parentPath, name).slice(root.length + 1))
        // Notes of passes, which they remove themselves.
        .filter((path) => !path.includes('.state/.tmp/'))
        .sort()
    : [];

function age(days: number, paths: readonly string[]): void {
  const then = Date.now() / 1000 - days * 86_400;
  for (const path of paths) utimesSync(join(root, path), then, then);
}

function prune(...words: string[]): { status: number | null; lines: string[]; said: string } {
  const { status, stdout, stderr } = spawnSync('deploy/prune.sh', [root, ...words], { encoding: 'utf8' });
  return { status, lines: stdout.split('\n').filter(Boolean).sort(), said: stderr };
}

test('finished files of long ago go, with their records and error files, and later ones stay', async () => {
  put('old.csv', row('A1'), row('A2', ''));
  put("odd [name]*'.csv", row('B1'));
  await run();
  const old = filesIn(SOURCE);
  expect(old).toHaveLength(5);
  age(200, old);
  put('new.csv', row('C1'), row('C2', ''));
  await run();
  const all = filesIn('.');
  const would = prune('180', '--dry-run');
  expect(filesIn('.')).toEqual(all);
  const { status, lines } = prune('180');
  expect([status, would.status]).toEqual([0, 0]);
  expect(lines).toEqual(old.map((path) => `removed ${join(root, path)}`).sort());
  expect(would.lines.map((line) => line.replace('would remove', 'removed'))).toEqual(lines);
  expect(filesIn('.')).toEqual(all.filter((path) => !old.includes(path)));
  put('next.csv', row('D1'));
  expect((await run()).exitCode).toBe(0);
});

test('what has failed, waits or is being processed keeps its record and error file, however old', async () => {
  put('begun.csv', row('A1'));
  put('failed.csv', row('B1'));
  writeFileSync(join(root, SOURCE, 'failed.csv'), 'no such header\n');
  await run();
  // As after a crash between the delivery and the archive, long ago.
  const claim = `${SOURCE}/processing/20200101T000000000Z-p1~begun.csv`;
  renameSync(join(root, SOURCE, 'archive/begun.csv'), join(root, claim));
  put('waits.csv', row('C1'));
  write(`${SOURCE}/.state/waits.csv.json`, '{}');
  age(400, filesIn(SOURCE));
  const before = filesIn('.');
  expect(before).toEqual(
    expect.arrayContaining([`${SOURCE}/error/failed.csv.errors.csv`, `${SOURCE}/failed/failed.csv`]),
  );
  expect(prune('180')).toMatchObject({ status: 0, lines: [] });
  expect(filesIn('.')).toEqual(before);
});

test("NetSuite's folders too: archives, error files and outcome files of several parts, while what it has begun stays", () => {
  for (const name of ['done.csv', 'begun.csv', 'failed.csv']) {
    for (const part of ['errors', 'errors-2']) write(`${UPDATE}/error/${name}.${part}.csv`, 'x');
    for (const part of ['outcome', 'outcome-2']) write(`${UPDATE}/outcome/${name}.${part}.csv`, 'x');
  }
  write(`${UPDATE}/archive/done.csv`, 'x');
  write(`${UPDATE}/processing/begun.csv`, 'x');
  write(`${UPDATE}/failed/failed.csv`, 'x');
  write(`${UPDATE}/.tmp/prepared.csv`, 'x');
  write(`${UPDATE}/waits.csv`, 'x');
  age(200, filesIn('.'));
  prune('180');
  expect(filesIn('.').some((path) => path.includes('done'))).toBe(false);
  expect(filesIn('.')).toHaveLength(3 + 3 + 2 + 4);
});

test('an error file and a record stay as long as the archived file does', () => {
  write(`${UPDATE}/archive/late.csv`, 'x');
  write(`${UPDATE}/error/late.csv.errors.csv`, 'x');
  age(200, [`${UPDATE}/error/late.csv.errors.csv`]);
  expect(prune('180')).toMatchObject({ status: 0, lines: [] });
});

test.each([['29'], ['0'], ['-1'], ['many'], []])('days such as "%s" are refused', (...words) => {
  write(`${UPDATE}/archive/a.csv`, 'x');
  age(200, filesIn('.'));
  expect(prune(...words).status).not.toBe(0);
  expect(filesIn('.')).toHaveLength(1);
});

test('nothing goes where the command line is not understood, the folder is not there, or an archive is of no feed', () => {
  write('photos/archive/old.jpg', 'x');
  write(`${UPDATE}/archive/old.csv`, 'x');
  mkdirSync(join(root, UPDATE, '.tmp'), { recursive: true });
  age(400, ['photos/archive/old.jpg', `${UPDATE}/archive/old.csv`]);

  for (const words of [['180', '--dryrun'], ['180', '-n'], ['180', '--dry-run', 'x'], ['180', ''], []])
    expect([words, prune(...words)]).toMatchObject([words, { status: 2, lines: [] }]);
  expect(spawnSync('deploy/prune.sh', [join(root, 'away'), '180'], { encoding: 'utf8' })).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('There is no folder'),
  });

  expect(prune('180').lines).toEqual([expect.stringContaining(`removed ${root}/${UPDATE}/archive/old.csv`)]);
  expect(filesIn('photos')).toEqual(['photos/archive/old.jpg']);
});
