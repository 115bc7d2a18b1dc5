/** Ends a test run with one plain line of counts, for people and for continuous integration. */
export default class ClosingLineReporter {
  onRunComplete(_contexts, results) {
    // A file that fails to load holds no test, yet must not look like a pass.
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests + results.numTodoTests;
    const closing = `${results.numPassedTests} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`;
    // Jest prints its own summary on standard error; the closing line belongs to standard output.
    process.stderr.write('\n');
    process.stdout.write(`${closing}\n`);
  }
}
