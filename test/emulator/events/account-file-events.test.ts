/** User events and workflows in an account file: they run from the command line, and a misspelt one is refused. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { runCommand } from '../../../emulator/command-line/command.ts';
import { temporaryFolder } from '../tiny-project.ts';

const SCRIPT = `/**\n * @NApiVersion 2.1\n * @NScriptType ScheduledScript\n */\ndefine(['N/record'], (record) => ({ execute() {
  record.submitFields({ type: 'customer', id: 21, values: { comments: 'new' } });
} }));\n`;

function run(account: object) {
  const folder = temporaryFolder('emulator-events-');
  writeFileSync(
    join(folder, 'account.json'),
    JSON.stringify({ records: { customer: [{ id: 21, entityid: 'Ada', comments: '' }] }, ...account }),
  );
  writeFileSync(join(folder, 'script.js'), SCRIPT);
  let output = '';
  const add = (text: string) => {
    output += text;
  };
  const code = runCommand(['run', 'script.js', '--account', 'account.json', '--json'], {
    folder,
    clock: () => Date.UTC(2026, 0, 5, 17),
    write: add,
    complain: add,
  });
  return { code, output };
}

const refusal = { name: 'NOT_NOW', message: 'Come back later.' };

test('an event of the file refuses what the script saves', () => {
  const { code, output } = run({
    userEvents: [{ record: 'customer', event: 'beforeSubmit', when: ['xedit'], throws: refusal }],
  });
  expect(code).toBe(4);
  expect(JSON.parse(output)).toMatchObject({ execution: { error: refusal } });
});

test('a workflow of the file locks the record', () => {
  const { output } = run({ workflows: [{ record: 'customer', states: [{ locks: true }] }] });
  expect(output).toContain('This record has been locked by a user defined workflow.');
});

test.each([
  [
    'a key nobody knows',
    { userEvents: [{ record: 'customer', event: 'beforeSubmit', whenn: [], throws: refusal }] },
    'whenn',
  ],
  [
    'a field the record has not',
    { userEvents: [{ record: 'customer', event: 'beforeSubmit', sets: { shoesize: 42 } }] },
    'customer has no field shoesize',
  ],
  ['a state with an unknown key', { workflows: [{ record: 'customer', states: [{ lock: true }] }] }, 'lock'],
])('%s is refused before the script runs', (_, account, message) => {
  const { code, output } = run(account);
  expect(code).toBe(1);
  expect(output).toContain(message);
});
