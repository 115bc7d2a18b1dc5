/** Ends a test run with one plain line of counts, for people and for continuous integration. */
export default class ClosingLineReporter {
  onRunComplete(_contexts, results) {
    // A file that fails to load holds no test, yet must not look like a pass.
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests + results.numTodoTests;
    const closing = `${results.numPassedTests} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`;
    // Jest prints a summary of its own after the reporters; the closing line comes after that.
    process.on('exit', () => process.stdout.write(`\n${closing}\n`));
  }
}
