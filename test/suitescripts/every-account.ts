/**
 * Claims that are made on every named account: where a script does not keep one yet, the table of expected failures says which finding of
 * the review of real accounts is to blame, and the claim has to fail.
 */
import { format } from 'node:util';
import { beforeAll, describe as plainDescribe, test as plainTest } from '@jest/globals';
import { ACCOUNT_NAMES, type AccountName, NAMED_ACCOUNTS } from '../../testbed/accounts/named-accounts.ts';
import { usuallyOpen } from './each-scenario.ts';
import { findingOf, isBesideThePoint } from './expected-failures.ts';

type Run = () => void | Promise<void>;

let account: AccountName = 'kind';
let script = '';
let group = '';

/** Defines the claims once for every account. @param of the script that is tested, or what of it */
export function onEveryAccount(of: string, define: () => void): void {
  defineOn(ACCOUNT_NAMES, of, define);
}

/** The same for claims that are many: `npm test` makes them on the kind account, and `npm run test:all` on every one. */
export function onEveryAccountInTime(of: string, define: () => void): void {
  const isFast = (globalThis as { isFast?: boolean }).isFast === true;
  defineOn(isFast ? ['kind'] : ACCOUNT_NAMES, of, define);
}

function defineOn(names: readonly AccountName[], of: string, define: () => void): void {
  script = of;
  plainDescribe.each(names.map((name) => [name, NAMED_ACCOUNTS[name].what] as const))(
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

/** Rows of values, or single ones, which `%s`, `%i` and `%j` of the name show in their order. */
test.each = eachWith(test);
describe.each = eachWith(describe);

type ValuesOf<Row> = Row extends readonly unknown[] ? [...Row] : [Row];

function eachWith(make: (name: string, run: () => void | Promise<void>) => void) {
  return <const Rows extends readonly unknown[]>(rows: Rows) =>
    (name: string, run: (...values: ValuesOf<Rows[number]>) => void): void => {
      const places = (name.match(/%[sdijo]/g) ?? []).length;
      for (const row of rows) {
        const values = (Array.isArray(row) ? row : [row]) as ValuesOf<Rows[number]>;
        make(format(name, ...values.slice(0, places)), () => run(...values));
      }
    };
}
