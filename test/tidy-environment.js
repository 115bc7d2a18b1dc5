/**
 * Where test files run: what a file leaves behind is told with its name and ended, so that neither the next file nor the
 * end of the run has to live with it. A file whose tests passed must leave nothing; a test that failed may.
 */
import { relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { TestEnvironment } from 'jest-environment-node';
import { endHandles, nameHandles, openHandles } from './leftovers.js';

/** What is about to end when the last test does gets this long, unless testEnvironmentOptions say otherwise. */
const GRACE_MILLISECONDS = 10_000;
const PAUSE_MILLISECONDS = 20;

export default class TidyEnvironment extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    const { rootDir, testEnvironmentOptions } = config.projectConfig;
    this.file = relative(rootDir, context.testPath);
    this.grace = testEnvironmentOptions.graceMilliseconds ?? GRACE_MILLISECONDS;
    this.threads = new Set();
    this.intervals = new Set();
    this.rememberThread = (thread) => this.threads.add(thread);
    const { setInterval } = this.global;
    this.global.setInterval = (...words) => {
      const interval = setInterval(...words);
      this.intervals.add(interval);
      return interval;
    };
  }

  async handleTestEvent({ name, test }, state) {
    if (name === 'run_start') this.begin();
    if (name === 'test_done' && test.errors.length > 0) this.failed = true;
    if (name === 'run_finish') await this.end(state);
  }

  begin() {
    this.before = new Set(openHandles());
    process.on('worker', this.rememberThread);
  }

  async end(state) {
    await this.untilNothingIsLeft();
    const handles = this.leftHandles();
    const names = [...nameHandles(handles), ...this.leftIntervals().map(() => 'a setInterval that goes on')];
    endHandles(handles);
    for (const interval of this.intervals) clearInterval(interval);
    await this.endThreads();
    if (names.length === 0) return;
    const told = `${this.file} left ${names.join(', ')} behind. It is ended now`;
    if (this.failed) process.stderr.write(`${told}; a test of it failed.\n`);
    else state.unhandledErrors.push(failure(`${told}. End it in the test, also when the test fails.`));
  }

  async untilNothingIsLeft() {
    const last = performance.now() + this.grace;
    while (this.leftHandles().length + this.leftIntervals().length > 0 && performance.now() < last)
      await sleep(PAUSE_MILLISECONDS);
  }

  leftHandles() {
    return openHandles().filter((handle) => !this.before.has(handle));
  }

  leftIntervals() {
    return [...this.intervals].filter((interval) => !interval._destroyed && interval.hasRef());
  }

  /** Those that do not keep the process alive may be left, and cannot be told from others. */
  async endThreads() {
    process.off('worker', this.rememberThread);
    await Promise.all([...this.threads].map((thread) => thread.terminate()));
  }
}

/** Where it is thrown says nothing of where it comes from. */
const failure = (message) => Object.assign(new Error(message), { stack: message });
