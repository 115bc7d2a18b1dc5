/** The bookkeeping holds for whatever people do, and a rule that is broken on purpose is noticed. */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createAccount } from '../../../emulator/account.ts';
import { accountWith } from '../tiny-project.ts';
import { checkBookkeeping } from './bookkeeping.ts';

const root = join(import.meta.dirname, '../../..');
// Inside the project, so that packages are found from there.
const mutants = join(root, 'dist/mutants');
afterAll(() => rmSync(mutants, { recursive: true, force: true }));

test('quantities are conserved, never exceeded, and the status follows, whatever is shipped, deleted or closed', () => {
  checkBookkeeping(createAccount, 150);
});

describe('a broken rule is noticed:', () => {
  const rules = [
    {
      rule: 'no more than remains',
      file: 'orders/item-fulfillment.ts',
      from: 'if (quantity > remaining &&',
      to: 'if (quantity > remaining + 9 &&',
      also: ['quantity <= committed', 'quantity <= committed + 9'],
    },
    {
      rule: 'the order follows its fulfillments',
      file: 'orders/sales-order.ts',
      from: "line.quantityfulfilled = taken('C');",
      to: "line.quantityfulfilled ??= taken('C');",
    },
    {
      rule: 'external ids are unique',
      file: 'records/save-record.ts',
      from: 'if (!holder) return;',
      to: 'if (!holder || holder) return;',
    },
    {
      rule: 'a closed line has nothing left',
      file: 'orders/sales-order.ts',
      from: 'return line.isclosed ? 0 :',
      to: 'return',
    },
    {
      rule: 'the status follows the lines',
      file: 'orders/sales-order.ts',
      from: "if (!shipped && open.length > 0) return 'B';",
      to: "if (!shipped && open.length > 0) return 'E';",
    },
  ];

  test.each(rules)('$rule', async ({ rule, file, from, to, also = ['', ''] }) => {
    const create = await emulatorIn(rule, (folder) => {
      const path = join(folder, file);
      const text = readFileSync(path, 'utf8');
      for (const place of [from, also[0] ?? '']) expect(text).toContain(place);
      writeFileSync(path, text.replace(from, to).replace(also[0] ?? '', also[1] ?? ''));
    });

    expect(() => checkBookkeeping(create, 150)).toThrow();
  });

  test('none, when the copy is as the original', async () => {
    const create = await emulatorIn('unchanged', () => undefined);

    expect(() => checkBookkeeping(create, 50)).not.toThrow();
  });
});

async function emulatorIn(name: string, change: (folder: string) => void): Promise<typeof createAccount> {
  const folder = join(mutants, name.replace(/\W+/g, '-'));
  mkdirSync(folder, { recursive: true });
  cpSync(join(root, 'emulator'), folder, { recursive: true });
  change(folder);
  const copy = (await import(pathToFileURL(join(folder, 'account.ts')).href)) as {
    createAccount: typeof createAccount;
  };
  return copy.createAccount;
}

test('what remains of the units never rises within a run', () => {
  const calls = {
    load: "record.load({ type: 'location', id: 1 })",
    save: "record.load({ type: 'location', id: 1 }).save()",
    search:
      "search.create({ type: 'location', filters: [], columns: ['name'] }).run().getRange({ start: 0, end: 1 })",
    lookup: "search.lookupFields({ type: 'location', id: 1, columns: ['name'] })",
    submit: "record.submitFields({ type: 'location', id: 1, values: { name: 'x' } })",
    fail: "{ try { record.load({ type: 'location', id: 99 }); } catch (error) { /* it is charged all the same */ } }",
  };
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...Object.keys(calls)), { minLength: 1, maxLength: 15 }),
      (names) => {
        const steps = names
          .map((name) => `${calls[name as keyof typeof calls]}; told.push(left());`)
          .join('\n');
        const execute = `const left = () => runtime.getCurrentScript().getRemainingUsage();
        const told = [left()];
        ${steps}
        log.debug({ title: 'told', details: JSON.stringify(told) });`;
        const account = accountWith({
          scripts: [{ name: 'probe', uses: ['N/record', 'N/runtime', 'N/search'], execute }],
        });
        account.addRecord('location', { id: 1, name: 'Here' });
        const { logs, units } = account.runDeployment('customdeploy_probe');
        const told = JSON.parse(logs.find(({ title }) => title === 'told')?.details ?? '[]') as number[];
        expect(told).toEqual([...told].sort((one, other) => other - one));
        expect(10_000 - (told.at(-1) ?? 0)).toBe(units);
      },
    ),
    { numRuns: 25 },
  );
});
