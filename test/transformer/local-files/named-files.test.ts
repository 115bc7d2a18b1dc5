/** Paths that a person names are theirs: what `convert` does with whatever stands there, and with `-`. */
import { execFileSync, spawn } from 'node:child_process';
import {
  chmod,
  chown,
  link,
  lstat,
  mkdir,
  readdir,
  readFile,
  readlink,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { targetOf } from '../../../transformer/local-files/named-files.ts';
import { command } from '../command.ts';
import { makeTemporaryFolder, type TemporaryFolder } from './temporary-folder.ts';

const CSV_HEADER =
  'orderId,orderItemSeqId,externalFacilityId,shippedDate,quantity,trackingNumber,carrier,shippingMethod,shipmentMethodTypeId';
const rowOf = (order: string): string => `${order},00101,7,1/4/2024 4:23 pm,1,TRACK1,FedEx,Ground,GROUND\n`;
const REJECTS = 'file,row,field,code,message,orderId,orderItemSeqId\n';
const SUMMARY = '1 row: 1 converted, 0 rejected, 0 skipped.\n';
const isRoot = process.getuid?.() === 0;

let folder: TemporaryFolder;
let at: (name: string) => string;

beforeEach(async () => {
  folder = await makeTemporaryFolder();
  at = (name) => join(folder.path, name);
  await writeFile(at('in.csv'), `${CSV_HEADER}\n${rowOf('HC1')}`);
});
afterEach(() => folder.remove());

type Ended = { exitCode: number | null; signal: string | null; out: string; err: string };

/** Lines for bash, in the folder, where `convert` is the command with its feed. */
function shell(lines: string): Promise<Ended> {
  const program = `"${process.execPath}" "${resolve('transformer/main.ts')}"`;
  const script = `convert() { ${program} convert --feed item-fulfillments "$@"; }\n${lines}`;
  const child = spawn('bash', ['-c', script], {
    cwd: folder.path,
    env: { ...process.env, NODE_OPTIONS: '' },
    timeout: 20_000,
  });
  const said = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.err += text;
  });
  child.stdin.end();
  return new Promise((end) => {
    child.on('close', (exitCode, signal) => end({ exitCode, signal, ...said }));
  });
}

const convert = (input: string, ...words: string[]) =>
  command(['convert', '--feed', 'item-fulfillments', input, ...words]);

const text = (name: string): Promise<string> => readFile(at(name), 'utf8');
const names = async (): Promise<string[]> => (await readdir(folder.path)).sort();
const makePipe = (name: string): unknown => execFileSync('mkfifo', [at(name)]);

/** A device of the test's own: in a folder of the machine it would be everybody's. @returns whether it could be made */
function makeDevice(name: string, ...kind: string[]): boolean {
  try {
    execFileSync('mknod', [at(name), ...kind], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** What nothing but a plain file may be replaced by: who it is, and of which kind. */
async function identity(name: string): Promise<unknown> {
  const { dev, ino, mode, nlink, size, mtimeMs } = await lstat(at(name));
  return { dev, ino, mode, nlink, size, mtimeMs };
}

/** What a person can have at a path, each under its name, and what is said of it. */
const foreign: Record<string, { make: () => Promise<unknown>; says: RegExp }> = {
  'a folder': { make: () => mkdir(at('there')), says: /ALREADY_EXISTS: .*there is a folder\. Name a file/ },
  'a link to a file': {
    make: async () => {
      await writeFile(at('target'), 'precious');
      await symlink('target', at('there'));
    },
    says: /ALREADY_EXISTS: .*there is a symbolic link to target, .*Name the file itself/,
  },
  'a link to nothing': {
    make: () => symlink('nowhere', at('there')),
    says: /ALREADY_EXISTS: .*there is a symbolic link to nowhere/,
  },
  'a link to a folder': {
    make: async () => {
      await mkdir(at('target'));
      await symlink('target', at('there'));
    },
    says: /there is a symbolic link to target/,
  },
  'a read-only file': {
    make: () => writeFile(at('there'), 'precious', { mode: 0o444 }),
    says: /PERMISSION_DENIED: .*there is read-only \(mode 444\).*chmod u\+w/,
  },
};

describe('convert leaves what a person has at a path', () => {
  const results = ['--output', '--rejects'];
  const cases = Object.keys(foreign).flatMap((what) => results.map((option) => [what, option]));

  test.each(cases)('%s as %s: refused with what to do, and nothing is changed', async (what, option) => {
    const { make, says } = foreign[what] as (typeof foreign)[string];
    await make();
    await writeFile(at('old'), 'the old one');
    const before = await Promise.all([identity('there'), identity('old'), names()]);
    const other = option === '--output' ? '--rejects' : '--output';
    const { exitCode, out, err } = await convert(at('in.csv'), option ?? '', at('there'), other, at('old'));
    expect([exitCode, out, err]).toEqual([1, '', expect.stringMatching(says)]);
    expect(await Promise.all([identity('there'), identity('old'), names()])).toEqual(before);
  });

  test('a socket: refused', async () => {
    const server = createServer().unref();
    await new Promise<void>((listening) => {
      server.listen(at('there'), listening);
    });
    const before = await identity('there');
    const { exitCode, err } = await convert(at('in.csv'), '--output', at('there'), '--rejects', at('r.csv'));
    expect([exitCode, err]).toEqual([1, expect.stringMatching(/there is a socket, and only plain files/)]);
    expect(await identity('there')).toEqual(before);
    expect(await names()).toEqual(['in.csv', 'there']);
  });

  test('a disk: refused, and nothing is written to it', async () => {
    if (!makeDevice('there', 'b', '7', '250')) return; // only root makes devices
    const { exitCode, err } = await convert(at('in.csv'), '--output', at('there'), '--rejects', at('r.csv'));
    expect([exitCode, err]).toEqual([1, expect.stringMatching(/there is a disk, and only plain files/)]);
    expect((await lstat(at('there'))).isBlockDevice()).toBe(true);
  });

  test('a device that swallows everything: written through, twice if it is named twice, and still a device', async () => {
    if (!makeDevice('there', 'c', '1', '3')) return; // only root makes devices
    const before = await lstat(at('there'));
    const { exitCode, err } = await convert(at('in.csv'), '--output', at('there'), '--rejects', at('r.csv'));
    expect([exitCode, err, await text('r.csv')]).toEqual([0, SUMMARY, REJECTS]);
    expect((await convert(at('in.csv'), '--output', at('there'), '--rejects', at('there'))).exitCode).toBe(0);
    const after = await lstat(at('there'));
    expect([after.isCharacterDevice(), after.ino, after.rdev]).toEqual([true, before.ino, before.rdev]);
  });

  test('a device that is full: exit code 1, and the other result is not written', async () => {
    if (!makeDevice('there', 'c', '1', '7')) return; // only root makes devices
    const { exitCode, err } = await convert(at('in.csv'), '--output', at('there'), '--rejects', at('r.csv'));
    expect([exitCode, err]).toEqual([1, expect.stringMatching(/^STORE_FAILED: Writing to .*ENOSPC/)]);
    expect(await names()).toEqual(['in.csv', 'there']);
  });
});

describe('a pipe is written through', () => {
  test('by whichever name: who reads it gets the result, and it is still a pipe', async () => {
    makePipe('pipe');
    await symlink('pipe', at('link'));
    for (const name of ['pipe', 'link']) {
      const { exitCode, out } = await shell(
        `cat pipe & convert in.csv --output ${name} --rejects r.csv; code=$?; wait; exit $code`,
      );
      expect([exitCode, JSON.parse(out)]).toEqual([
        0,
        [expect.objectContaining({ orderMap: expect.anything() })],
      ]);
      expect((await lstat(at('pipe'))).isFIFO()).toBe(true);
    }
    expect(await names()).toEqual(['in.csv', 'link', 'pipe', 'r.csv']);
  });

  test('also one that a shell makes for a program', async () => {
    const { exitCode, out } = await shell(
      'convert in.csv --output >(cat > o; echo done) --rejects >(cat > r) | cat; until [ -s o ]; do sleep 0.1; done',
    );
    expect([exitCode, out]).toEqual([0, 'done\n']);
    expect(JSON.parse(await text('o'))).toHaveLength(1);
    expect(await text('r')).toBe(REJECTS);
  });

  test('after a conversion that failed, its reader sees the end and gets nothing', async () => {
    makePipe('pipe');
    const { exitCode, out } = await shell(
      'cat pipe & sleep 0.2; convert missing.csv --output pipe --rejects r.csv; code=$?; wait; exit $code',
    );
    expect([exitCode, out, await names()]).toEqual([1, '', ['in.csv', 'pipe']]);
  });

  test('and a conversion that failed waits for nobody to read it', async () => {
    makePipe('pipe');
    const { exitCode, err } = await convert(at('missing.csv'), '--output', at('pipe'), '--rejects', at('r'));
    expect([exitCode, err]).toEqual([1, expect.stringMatching(/missing\.csv does not exist/)]);
  });

  test('whose reader stops early: exit code 1, and the other result is not written', async () => {
    makePipe('pipe');
    await writeFile(at('in.csv'), `${CSV_HEADER}\n${manyRows(20_000)}`);
    const { exitCode, err } = await shell(
      'head -c 9 pipe & convert in.csv --output pipe --rejects r.csv; code=$?; wait; exit $code',
    );
    expect([exitCode, err]).toEqual([1, expect.stringMatching(/^STORE_FAILED: The reader of pipe stopped/)]);
    expect(await names()).toEqual(['in.csv', 'pipe']);
  });

  test('but not those that the program keeps for itself, which would make it crash', async () => {
    const open = await readdir('/proc/self/fd').catch(() => []); // where there is no /proc nothing can be tried
    const leads = await Promise.all(open.map((name) => readlink(`/proc/self/fd/${name}`).catch(() => '')));
    // Whoever has started the tests may have given them a standard stream under another number too.
    const given = leads.filter((_, index) => Number(open[index]) <= 2);
    const own = open.filter((_, index) => {
      const pipe = leads[index] ?? '';
      return (
        pipe.startsWith('pipe:') &&
        !given.includes(pipe) &&
        leads.filter((other) => other === pipe).length > 1
      );
    });
    for (const name of own)
      await expect(targetOf(`/dev/fd/${name}`)).rejects.toThrow(/a pipe that this program uses itself/);
    const { exitCode } = await shell('convert in.csv --output /dev/fd/7 --rejects r.csv');
    expect([0, 1, 2]).toContain(exitCode);
  });
});

const manyRows = (count: number): string =>
  Array.from({ length: count }, (_, index) => rowOf(`HC${index}`)).join('');

describe('- stands', () => {
  test('for standard input, whose rows are reported as those of stdin', async () => {
    const input = `${CSV_HEADER}\n${rowOf('HC1')}${rowOf('')}`;
    const words = ['convert', '--feed', 'item-fulfillments', '-', '--output', at('o'), '--rejects', at('r')];
    const { exitCode, out, err } = await command(words, { input });
    expect([exitCode, out]).toEqual([3, '']);
    expect(err).toBe(`2 rows: 1 converted, 1 rejected, 0 skipped; see ${at('r')}.\n`);
    expect(await text('r')).toMatch(/\nstdin,2,orderId,MISSING_ORDER_ID,/);
    expect(JSON.parse(await text('o'))).toHaveLength(1);
  });

  test('for standard output as the output: nothing else is there', async () => {
    const { exitCode, out, err } = await shell('convert - --output - --rejects r.csv < in.csv');
    expect([exitCode, err]).toEqual([0, SUMMARY]);
    expect(JSON.parse(out)).toHaveLength(1);
    expect(await text('r.csv')).toBe(REJECTS);
  });

  test('for standard output as the rejects, and the summary says so', async () => {
    await writeFile(at('in.csv'), `${CSV_HEADER}\n${rowOf('')}`);
    const { exitCode, out, err } = await shell('convert in.csv --output o.json --rejects -');
    expect([exitCode, out]).toEqual([3, expect.stringMatching(/^file,row.*\nin\.csv,1,orderId,MISSING_/)]);
    expect(err).toMatch(/1 rejected, 0 skipped; see standard output\.\n$/);
  });

  test('for one of them only: exit code 2 for both, whatever standard output is called', async () => {
    for (const other of ['-', '/dev/fd/1', '/proc/self/fd/1', '/dev/../proc/self/fd/1']) {
      const { exitCode, out, err } = await convert(at('in.csv'), '--output', '-', '--rejects', other);
      expect([exitCode, out]).toEqual([2, '']);
      expect(err).toMatch(/--output and --rejects are the same/);
    }
    expect(await names()).toEqual(['in.csv']);
  });

  test('not for a file of that name, which is ./-', async () => {
    const { exitCode, out } = await shell('convert in.csv --output ./- --rejects r.csv');
    expect([exitCode, out, await names()]).toEqual([0, '', ['-', 'in.csv', 'r.csv']]);
  });

  test('for what the system has other names for', async () => {
    for (const name of ['/dev/stdout', '/dev/fd/1', '/proc/self/fd/1', '/dev/./stdout'])
      expect(await targetOf(name)).toMatchObject({ kind: 'standard', stream: 'output' });
    expect(await targetOf('/dev/stderr')).toMatchObject({ kind: 'standard', stream: 'error' });
    const { out, err } = await shell(
      'convert /dev/fd/0 --output /dev/fd/1 --rejects /proc/self/fd/2 < in.csv',
    );
    expect([JSON.parse(out).length, err]).toEqual([1, `${REJECTS}${SUMMARY}`]);
  });

  test('for a log too, which is added to and not emptied', async () => {
    await writeFile(at('log'), 'before\n');
    expect((await shell('convert in.csv --output /dev/fd/1 --rejects r.csv >> log')).exitCode).toBe(0);
    expect(await text('log')).toMatch(/^before\n\[\n/);
  });

  test('for a pipe whose reader stops: one line, exit code 1, and the other result is not written', async () => {
    await writeFile(at('in.csv'), `${CSV_HEADER}\n${manyRows(20_000)}`);
    const { out, err } = await shell(
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the shell's
      'convert in.csv --output - --rejects r.csv | head -c 9 > begin; echo ${PIPESTATUS[0]}',
    );
    expect([out, err]).toEqual(['1\n', expect.stringMatching(/^STORE_FAILED: The reader of [^\n]*\n$/)]);
    expect(await names()).toEqual(['begin', 'in.csv']);
  });

  test('for a file on a disk that is full, also when only the end does not fit', async () => {
    await writeFile(at('in.csv'), `${CSV_HEADER}\n${manyRows(12)}`);
    const { out, err } = await shell(
      '(ulimit -f 1; convert in.csv --output - --rejects r.csv > o.json; echo $?) | cat',
    );
    expect([out, err]).toEqual(['1\n', expect.stringMatching(/^STORE_FAILED: Writing to .*EFBIG/)]);
    expect(await names()).toEqual(['in.csv', 'o.json']);
  });

  test('for a folder never: exit code 1, and the old results are still there', async () => {
    await writeFile(at('o.json'), 'old');
    const { exitCode, err } = await shell('convert - --output o.json --rejects r.csv < .');
    expect([exitCode, err]).toEqual([1, expect.stringMatching(/^NOT_FOUND: standard input is a folder/)]);
    expect([await text('o.json'), await names()]).toEqual(['old', ['in.csv', 'o.json']]);
  });
});

describe('plain files', () => {
  test('keep their mode, and a new one has that of any new file', async () => {
    await writeFile(at('o.json'), 'old');
    await chmod(at('o.json'), 0o640);
    expect((await shell('umask 027; convert in.csv --output o.json --rejects r.csv')).exitCode).toBe(0);
    const modes = await Promise.all(['o.json', 'r.csv'].map(async (name) => (await lstat(at(name))).mode));
    expect(modes.map((mode) => (mode & 0o777).toString(8))).toEqual(['640', '640']);
    await chmod(at('o.json'), 0o606);
    await convert(at('in.csv'), '--output', at('o.json'), '--rejects', at('r.csv'));
    expect(((await lstat(at('o.json'))).mode & 0o777).toString(8)).toBe('606');
  });

  test('keep their owner, when root replaces them', async () => {
    if (!isRoot) return; // nobody else can give files away
    await writeFile(at('o.json'), 'old', { mode: 0o640 });
    await chown(at('o.json'), 12_345, 54_321);
    await convert(at('in.csv'), '--output', at('o.json'), '--rejects', at('r.csv'));
    const { uid, gid, mode, size } = await lstat(at('o.json'));
    expect([uid, gid, mode & 0o777, size > 3]).toEqual([12_345, 54_321, 0o640, true]);
  });

  test('with names as long as they can be are written', async () => {
    const name = 'n'.repeat(255);
    const { exitCode } = await convert(at('in.csv'), '--output', at(name), '--rejects', at('r.csv'));
    expect([exitCode, await names()]).toEqual([0, ['in.csv', name, 'r.csv']]);
  });

  test('that are one under several names are refused: by a hard link, or as what standard output goes to', async () => {
    await link(at('in.csv'), at('same.csv'));
    const linked = await convert(at('in.csv'), '--output', at('same.csv'), '--rejects', at('r.csv'));
    expect([linked.exitCode, linked.err]).toEqual([
      2,
      expect.stringMatching(/the input file and --output are the same file/),
    ]);
    const before = await text('in.csv');
    const appended = await shell('convert in.csv --output - --rejects r.csv >> in.csv');
    expect([appended.exitCode, await text('in.csv')]).toEqual([2, before]);
    const mixed = await shell('convert in.csv --output - --rejects r.csv > r.csv');
    expect([mixed.exitCode, mixed.err]).toEqual([2, expect.stringMatching(/same file/)]);
  });

  test('are not made where the name is that of a folder, or empty', async () => {
    for (const name of [at('new/'), '', at('in.csv/')]) {
      const { exitCode, err } = await convert(at('in.csv'), '--output', name, '--rejects', at('r.csv'));
      expect([exitCode, err]).toEqual([2, expect.stringMatching(/names a folder|is empty/)]);
    }
    expect(await names()).toEqual(['in.csv']);
  });

  test('in a folder that does not exist are refused with the name that is meant', async () => {
    for (const name of ['no/o', 'in.csv/o']) {
      const { exitCode, err } = await convert(at('in.csv'), '--output', at(name), '--rejects', at('r.csv'));
      const says = new RegExp(`^STORE_FAILED: Cannot write .*${name}: .*Check that its folder`);
      expect([exitCode, err]).toEqual([1, expect.stringMatching(says)]);
    }
    expect(await names()).toEqual(['in.csv']);
  });

  test('that cannot be read are distinguished: a folder, and what is not there', async () => {
    const words = ['--output', at('o'), '--rejects', at('r')];
    expect((await convert(folder.path, ...words)).err).toMatch(/^NOT_FOUND: \S+ is a folder\. Name a file/);
    expect((await convert(at('no'), ...words)).err).toMatch(/^NOT_FOUND: \S+no does not exist\. Name a file/);
  });
});
