/**
 * Claims that are made on every named account: where a script does not keep one yet, the table of expected failures says which finding of
 * the review of real accounts is to blame, and the claim has to fail.
 */
import { beforeAll, describe as plainDescribe, test as plainTest } from '@jest/globals';
import { ACCOUNT_NAMES, type AccountName, NAMED_ACCOUNTS } from '../../testbed/accounts/named-accounts.ts';
import { usuallyOpen } from './each-scenario.ts';
import { findingOf, isBesideThePoint } from './expected-failures.ts';

type Run = () => void | Promise<void>;

let account: AccountName = 'kind';
let script = '';
let group = '';

/** Defines the claims once for every account. @param of the script that is tested */
export function onEveryAccount(of: string, define: () => void): void {
  script = of;
  plainDescribe.each(ACCOUNT_NAMES.map((name) => [name, NAMED_ACCOUNTS[name].what] as const))(
    'on the account "%s" (%s):',
    (name) => {
      account = name;
      beforeAll(() => usuallyOpen({ named: name }));
      define();
    },
  );
}

export function describe(name: string, define: () => void): void {
  plainDescribe(name, () => {
    group = name;
    define();
    group = '';
  });
}

export function test(name: string, run: Run): void {
  const claim = `${group} ${name}`.trim();
  if (isBesideThePoint(account, script, claim)) return;
  const finding = findingOf(account, script, claim);
  if (finding === undefined) plainTest(name, run);
  else plainTest.failing(`${name} (not yet: ${finding})`, run);
}
