/** Runs TypeScript ES modules as Node does: types stripped by swc, nothing else changed. */
import { join } from 'node:path';

// The programs that tests start are compiled once: it halves what a start takes.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, 'node_modules/.cache/compiled');

export default {
  testEnvironment: '<rootDir>/test/tidy-environment.js',
  setupFiles: ['<rootDir>/test/property-seed.js'],
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  // What `npm run pack:emulator` leaves has the name of `emulator/`, and Jest would warn of that in every run.
  modulePathIgnorePatterns: ['<rootDir>/dist/netsuite-emulator/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2023' },
        module: { type: 'es6' },
      },
    ],
  },
  // It only ends what hangs: no test is timed, and a busy machine may take its time.
  testTimeout: 300_000,
  // Jest would leave a processor idle, which on a machine with two of them is half of it.
  maxWorkers: '100%',
  // A worker that has run hundreds of files frees gigabytes as it ends, for more than the half second that Jest gives it. What a
  // test leaves running is found by the test environment, in its own file.
  workerGracefulExitTimeout: 60_000,
  // The last reporter says the same, and then ends the process.
  openHandlesTimeout: 0,
  reporters: ['default', '<rootDir>/test/closing-line-reporter.js'],
};
