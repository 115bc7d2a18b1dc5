/**
 * Ends a test run, whatever the tests left behind, with one plain line of counts for people and for continuous
 * integration; before it stands what was skipped and what to install.
 */
import { relative } from 'node:path';
import { endHandles, nameHandles, openHandles } from './leftovers.js';

export default class ClosingLineReporter {
  /** @param options secondsToEnd: how long the process may take to end by itself */
  constructor(globalConfig, { secondsToEnd = 5 } = {}) {
    this.globalConfig = globalConfig;
    this.secondsToEnd = secondsToEnd;
  }

  onRunComplete(_contexts, results) {
    const { testNamePattern, watch, watchAll } = this.globalConfig;
    const counts = countsOf(results);
    const skipped = testNamePattern ? new Map() : skippedTests(results);
    if (process.env.CI && skipped.size > 0) {
      this.error = new Error('Tests were skipped, which is a failure in CI.');
      counts.failed += counts.skipped;
      counts.skipped = 0;
    }
    // Jest prints a summary of its own after the reporters; this comes after that.
    process.once('exit', () => process.stdout.write(`${skippedText(skipped)}\n${closingLine(counts)}\n`));
    if (!watch && !watchAll) this.endAnyway(counts);
  }

  /** Makes the exit code tell what the closing line does. */
  getLastError() {
    return this.error;
  }

  /** The timer does not keep the process alive, so it fires only where something else does. */
  endAnyway(counts) {
    const end = () => {
      counts.failed += 1;
      const handles = openHandles();
      const what = nameHandles(handles).join(', ') || 'a timer or a thread';
      process.stderr.write(
        `\nThe tests are done, but ${what} would keep their process alive. It is ended now, and that counts as a failure: ` +
          'what a test begins it must end. npm run jest -- --detectOpenHandles <file> shows where it began.\n',
      );
      endHandles(handles);
      process.exit(1);
    };
    setTimeout(end, this.secondsToEnd * 1000).unref();
  }
}

/** A file that fails to load holds no test, yet must not look like a pass. */
const countsOf = ({ numPassedTests, numFailedTests, numRuntimeErrorTestSuites, ...others }) => ({
  passed: numPassedTests,
  failed: numFailedTests + numRuntimeErrorTestSuites,
  skipped: others.numPendingTests + others.numTodoTests,
});

const closingLine = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`;

const NO_REASON = 'No reason is given';

/** The files and the number of skipped tests, by the reason that test/needs.ts writes into their titles. */
const skippedTests = ({ testResults }) => {
  const byReason = new Map();
  for (const { testFilePath, testResults: tests } of testResults)
    for (const { status, fullName } of tests) {
      if (status !== 'pending' && status !== 'todo') continue;
      const reason = /\[skipped: (.+?)\]/.exec(fullName)?.[1] ?? NO_REASON;
      const { files, count } = byReason.get(reason) ?? { files: new Set(), count: 0 };
      byReason.set(reason, { files: files.add(relative(process.cwd(), testFilePath)), count: count + 1 });
    }
  return byReason;
};

const skippedText = (skipped) => {
  if (skipped.size === 0) return '';
  const lines = [...skipped].map(
    ([reason, { files, count }]) =>
      `  ${reason}: ${count} ${count === 1 ? 'test' : 'tests'}, in ${[...files].sort().join(', ')}`,
  );
  const packages = [...skipped.keys()].flatMap(
    (reason) => /apt-get install ([\w-]+)/.exec(reason)?.[1] ?? [],
  );
  const remedy = packages.length > 0 ? `On Debian: apt-get install ${packages.sort().join(' ')}\n` : '';
  return `\nNOT TESTED here:\n${lines.join('\n')}\n${remedy}`;
};
