/** Files with awkward names, and names that were used before: none is lost, none is applied twice, none holds up the others. */
import { describe, expect, test } from '@jest/globals';
import { ServerDown } from '../../../emulator/account/faults.ts';
import {
  allocation,
  FOLDER,
  filesOf,
  locationOf,
  reopen,
  SCRIPT,
  scenario,
  sendText,
  status,
} from '../allocation-scenario.ts';
import { STORE, WAREHOUSE } from '../scenario.ts';

describe('a name', () => {
  test.each(
    [
      'with spaces (1).csv',
      '=SUM(A1).csv',
      '注文-ñ-é.csv',
      'quote\'and"quote.csv',
      'a;rm -rf ~;.csv',
      '%2e%2e%2fetc.csv',
      '$HOME`id`.csv',
      'no-extension',
      '..csv',
      'CON.csv',
      `${'long'.repeat(48)}.csv`,
    ].map((name) => [name === '..csv' ? 'two..dots.csv' : name]),
  )('%s is an ordinary one', (name) => {
    const order = scenario.order([{}]);
    sendText(name, allocation(order));
    sendText(`bad ${name}`.slice(0, 200), allocation(999999));

    scenario.run(SCRIPT);

    expect(locationOf(order)).toBe(STORE);
    expect(status(name)).toBe('Done');
    expect(scenario.errors(FOLDER, `bad ${name}`.slice(0, 200))).toEqual(['1 ORDER_NOT_FOUND']);
  });

  test.each([
    ['too long to have an error file', `${'x'.repeat(245)}.csv`],
    ['too long in another alphabet', `${'注'.repeat(80)}.csv`],
    ['with a line end', 'a\nb.csv'],
    ['with a backslash', 'a\\b.csv'],
    ['with a question mark', 'what?.csv'],
    ['with a star', '*.csv'],
    ['that the ledger has for itself', '(lock)'],
    ['with an escape sequence', '\u001b[31mred.csv'],
  ])('%s is left alone and told, and the others are taken', (_what, name) => {
    const order = scenario.order([{}]);
    sendText(name, allocation(999999));
    sendText('good.csv', allocation(order));

    const { ended, logs } = scenario.run(SCRIPT);

    expect(ended).toBe('normally');
    expect(logs.map(({ title }) => title)).toContain('Files with unsafe names ignored');
    expect(scenario.files(FOLDER)).toEqual([name]);
    expect(locationOf(order)).toBe(STORE);
  });

  test('that begins with a dot belongs to whoever is writing it, and is left alone', () => {
    sendText('.a.csv.part', allocation(scenario.order([{}])));

    scenario.run(SCRIPT);

    expect(scenario.files(FOLDER)).toEqual(['.a.csv.part']);
    expect(scenario.ledger('.a.csv.part')).toBeUndefined();
  });

  test('of a folder is left alone', () => {
    sendText('folder.csv/inner.csv', allocation(scenario.order([{}])));

    expect(scenario.run(SCRIPT).ended).toBe('normally');
    expect(scenario.files(`${FOLDER}/folder.csv`)).toEqual(['inner.csv']);
  });
});

describe('a name that was used before', () => {
  test('in the archive by somebody else does not keep its file in processing', () => {
    sendText('archive/a.csv', 'left by another program');
    const order = scenario.order([{}]);
    sendText('a.csv', allocation(order));

    scenario.run(SCRIPT);

    expect(status('a.csv')).toBe('Done');
    expect(filesOf('processing')).toEqual([]);
    expect(filesOf('archive')).toHaveLength(2);
    expect(scenario.read(`${FOLDER}/archive/a.csv`)).toBe('left by another program');
  });

  test('by a file that failed, and fails again, keeps both', () => {
    for (const text of ['sku\n1\n', 'sku\n2\n']) {
      sendText('a.csv', text);
      scenario.run(SCRIPT);
    }

    expect(filesOf('processing')).toEqual([]);
    expect(filesOf('failed')).toHaveLength(2);
    const order = scenario.order([{}]);
    sendText('a.csv', allocation(order));
    scenario.run(SCRIPT);
    expect(status('a.csv')).toBe('Done');
    expect(locationOf(order)).toBe(STORE);
  });

  test('and comes a third and a fourth time goes to failed/ each time under a name of its own', () => {
    const order = scenario.order([{}]);
    for (const location of [STORE, WAREHOUSE, WAREHOUSE]) {
      sendText('a.csv', allocation(order, location));
      scenario.run(SCRIPT);
    }

    expect(filesOf('failed')).toHaveLength(2);
    for (const aside of filesOf('failed'))
      expect(scenario.errors(FOLDER, aside)).toEqual(['0 REPEATED_FILE_NAME']);
    expect(locationOf(order)).toBe(STORE);
  });

  test('by a file that a run has left in processing waits until that one is settled', () => {
    let isDown = true;
    reopen({
      before: (call) => {
        if (isDown && call.name === 'Connection.download') throw new ServerDown(call, 'before');
      },
    });
    const order = scenario.order([{}]);
    sendText('a.csv', allocation(order));
    expect(() => scenario.run(SCRIPT)).toThrow(ServerDown);
    isDown = false;
    sendText('a.csv', allocation(order, WAREHOUSE));

    scenario.run(SCRIPT);

    expect(status('a.csv')).toBe('Done');
    expect(filesOf('archive')).toEqual(['a.csv']);
    expect(filesOf('failed')).toHaveLength(1);
    expect(scenario.errors(FOLDER, filesOf('failed')[0] ?? '')).toEqual(['0 REPEATED_FILE_NAME']);
    expect(locationOf(order)).toBe(STORE);
  });

  test('in capitals or small letters is another name', () => {
    const order = scenario.order([{}]);
    sendText('a.csv', allocation(order));
    scenario.run(SCRIPT);
    sendText('A.csv', allocation(order, WAREHOUSE));
    scenario.run(SCRIPT);

    expect(locationOf(order)).toBe(WAREHOUSE);
  });
});
