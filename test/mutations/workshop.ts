/** A copy of the working tree in which faults are made and tests run, so that the tree itself stays as it is. */
import { type ChildProcess, execFile, execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buildSuiteScripts } from '../../scripts/build/build-suitescripts.ts';
import { isInScripts, type Mutant, mutated } from './mutant.ts';

/** @property failed how many tests have failed @property broken why the run says nothing; empty when it does */
export type TestRun = { failed: number; broken: string };

export type Workshop = {
  /** Copies the tree and builds the scripts. */
  prepare(): Promise<void>;
  /** Runs test files with the fault, or without any, and leaves the copy as it was. */
  run(tests: readonly string[], only?: string, mutant?: Mutant): Promise<TestRun>;
  close(): void;
};

const BUILT = 'dist/netsuite';

/** An empty folder until it is prepared, so that whoever closes it knows it from the beginning. */
export function openWorkshop(root: string): Workshop {
  const place: Place = { copy: mkdtempSync(join(tmpdir(), 'mutations-')), running: new Set() };
  return {
    prepare: () => fill(place.copy, root),
    run: (tests, only, mutant) => runIn(place, tests, only, mutant),
    close: () => {
      // Else they would go on to write into what is removed here.
      for (const child of place.running) child.kill('SIGKILL');
      rmSync(place.copy, { recursive: true, force: true });
    },
  };
}

type Place = { copy: string; running: Set<ChildProcess> };

/** What git knows, and what it would take up, as it is now; the packages are those of the tree. */
async function fill(copy: string, root: string): Promise<void> {
  for (const path of trackedFiles(root)) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    cpSync(join(root, path), join(copy, path));
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  await buildSuiteScripts({ root: copy });
  cpSync(join(copy, BUILT), join(copy, CLEAN), { recursive: true });
}

/** The scripts as they are without any fault. */
const CLEAN = 'dist/without-fault';

const trackedFiles = (root: string): string[] =>
  execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
    .split('\0')
    .filter((path) => path !== '' && existsSync(join(root, path)));

async function runIn(
  place: Place,
  tests: readonly string[],
  only: string | undefined,
  mutant: Mutant | undefined,
): Promise<TestRun> {
  if (!mutant) return runTests(place, tests, only);
  const { copy } = place;
  const path = join(copy, mutant.file);
  const text = readFileSync(path, 'utf8');
  try {
    writeFileSync(path, mutated(text, mutant));
    if (isInScripts(mutant)) await buildSuiteScripts({ root: copy });
    return await runTests(place, tests, only);
  } catch (error) {
    return { failed: 0, broken: error instanceof Error ? error.message : String(error) };
  } finally {
    writeFileSync(path, text);
    if (isInScripts(mutant)) restoreScripts(copy);
  }
}

function restoreScripts(copy: string): void {
  rmSync(join(copy, BUILT), { recursive: true, force: true });
  cpSync(join(copy, CLEAN), join(copy, BUILT), { recursive: true });
}

/** A fault can make a test wait forever. */
const LONGEST_MINUTES = 5;

const JEST = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js'];

function runTests(
  { copy, running }: Place,
  tests: readonly string[],
  only: string | undefined,
): Promise<TestRun> {
  const results = join(copy, 'results.json');
  rmSync(results, { force: true });
  const how = ['--runInBand', '--forceExit', `--cacheDirectory=${join(copy, '.jest')}`];
  const which = [...(only === undefined ? [] : ['-t', only]), '--runTestsByPath', ...tests];
  const words = [...JEST, ...how, '--json', `--outputFile=${results}`, ...which];
  const options = {
    cwd: copy,
    timeout: LONGEST_MINUTES * 60_000,
    killSignal: 'SIGKILL' as const,
    maxBuffer: 256 * 1024 * 1024,
  };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, words, options, () => {
      running.delete(child);
      resolve(readResults(results));
    });
    running.add(child);
  });
}

type Results = {
  numFailedTests: number;
  numPassedTests: number;
  numRuntimeErrorTestSuites: number;
  testResults: { message: string }[];
};

/** A file that cannot be run at all says that the fault is no program, not that a test notices it. */
function readResults(path: string): TestRun {
  let results: Results;
  try {
    results = JSON.parse(readFileSync(path, 'utf8')) as Results;
  } catch {
    return { failed: 0, broken: `The tests did not come to their end within ${LONGEST_MINUTES} minutes.` };
  }
  const { numFailedTests: failed, numPassedTests: passed, numRuntimeErrorTestSuites: unrunnable } = results;
  if (unrunnable > 0) return { failed, broken: results.testResults.map(({ message }) => message).join('\n') };
  return { failed, broken: failed + passed === 0 ? 'No test was run: is the pattern right?' : '' };
}
