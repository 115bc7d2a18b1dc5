/** Tests that need what a machine may not have: without it they are skipped, and the end of the run says so; in CI they fail. */
import { describe, test } from '@jest/globals';

type Body = () => void | Promise<void>;

/**
 * The one reason for a skip: a program of the machine, such as OpenSSH or jq, that a fresh machine may lack. The title
 * names the program and its package, and in CI, where all of them are installed, the test fails instead.
 * @param missing what is not here and how to get it, as one sentence; undefined where all is here
 */
export const testNeeding =
  (missing: string | undefined) =>
  (name: string, body: Body, timeout?: number): void => {
    if (missing === undefined) test(name, body, timeout);
    else if (process.env.CI) test(name, () => fail(missing));
    else test.skip(titleOf(name, missing), body, timeout);
  };

/** The same for a group, whose hooks then do not run either. */
export const describeNeeding =
  (missing: string | undefined) =>
  (name: string, body: () => void): void => {
    if (missing === undefined) describe(name, body);
    else if (process.env.CI) describe(name, () => test('has what it needs', () => fail(missing)));
    else describe.skip(titleOf(name, missing), body);
  };

/** test/closing-line-reporter.js finds the reason between the brackets: test files run in processes of their own. */
const titleOf = (name: string, missing: string): string => `${name} [skipped: ${missing}]`;

function fail(missing: string): never {
  throw new Error(`${missing}. Only outside of CI is this test skipped.`);
}
