/** Files with awkward sizes, permissions and dates: none is lost, none is applied twice, none holds up the others. */
import { describe, expect, test } from '@jest/globals';
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

describe('a file', () => {
  test('that is empty, or blank, is archived with nothing done', () => {
    sendText('a.csv', '');
    sendText('b.csv', '\n\n');
    sendText('c.csv', '\uFEFF');

    scenario.run(SCRIPT);

    expect(filesOf('archive')).toEqual(['a.csv', 'b.csv', 'c.csv']);
    expect(filesOf('error')).toEqual([]);
  });

  test.each([
    ['more than NetSuite reads', 11_000_000],
    ['more than SFTP carries', 101_000_000],
  ])('of %s ends in failed, told what to do, and the others are taken', (_what, bytes) => {
    const order = scenario.order([{}]);
    sendText('1.csv', `internalId,lineId,location\n${' '.repeat(bytes)}`);
    sendText('2.csv', allocation(order));

    scenario.run(SCRIPT);

    expect(scenario.refusals(FOLDER, '1.csv')).toMatchObject([
      { code: 'FILE_TOO_LARGE', message: expect.stringContaining('split it') },
    ]);
    expect(filesOf('failed')).toEqual(['1.csv']);
    expect(locationOf(order)).toBe(STORE);
  });

  test('whose error file is larger than NetSuite writes has all its refused rows reported', () => {
    const long = 'x'.repeat(250);
    const rows = Array.from({ length: 20_000 }, (_, index) => `${long}${index},1,${STORE}\n`);
    const order = scenario.order([{}]);
    sendText('a.csv', `externalId,lineId,location\n${rows.join('')}`);
    sendText('b.csv', allocation(order));

    scenario.run(SCRIPT);

    expect(scenario.ledger('a.csv')).toMatchObject({
      custrecord_hc_ff_status: 'Done with errors',
      custrecord_hc_ff_rejected: 20_000,
    });
    const parts = filesOf('error').map((name) => scenario.refusalsIn(`${FOLDER}/error/${name}`));
    expect(filesOf('error')).toEqual(['a.csv.errors-2.csv', 'a.csv.errors.csv']);
    expect(scenario.ledger('a.csv')?.custrecord_hc_ff_message).toContain('errors-2.csv');
    expect(new Set(parts.flat().map(({ row }) => row)).size).toBe(20_000);
    expect(locationOf(order)).toBe(STORE);
  });

  test('that the server does not let be read ends in failed, and the others are taken', () => {
    reopen({
      before: ({ name }) => {
        if (name !== 'Connection.download' || filesOf('processing')[0] !== '1.csv') return;
        throw Object.assign(new Error('Permission denied.'), { name: 'FTP_PERMISSION_DENIED' });
      },
    });
    const order = scenario.order([{}]);
    sendText('1.csv', allocation(order, WAREHOUSE));
    sendText('2.csv', allocation(order));

    expect(scenario.run(SCRIPT).ended).toBe('normally');
    scenario.run(SCRIPT);

    expect(filesOf('failed')).toEqual(['1.csv']);
    expect(scenario.refusals(FOLDER, '1.csv')).toMatchObject([
      { row: '0', code: 'FTP_PERMISSION_DENIED', message: expect.stringContaining('read') },
    ]);
    expect(locationOf(order)).toBe(STORE);
  });

  test('that somebody takes away before it is claimed leaves the others alone, and may come later', () => {
    let taken = false;
    reopen({
      before: ({ name }) => {
        if (taken || name !== 'Connection.move') return;
        taken = true;
        scenario.take(`${FOLDER}/1.csv`);
      },
    });
    const order = scenario.order([{}, {}]);
    sendText('1.csv', allocation(order, WAREHOUSE));
    sendText('2.csv', `internalId,lineId,location\n${order},2,${STORE}\n`);
    scenario.run(SCRIPT);
    expect(scenario.line(order, 2).location).toBe(String(STORE));
    expect(status('1.csv')).toBe('Failed');

    sendText('1.csv', allocation(order, WAREHOUSE));
    scenario.run(SCRIPT);

    expect(status('1.csv')).toBe('Done');
    expect(locationOf(order)).toBe(WAREHOUSE);
  });

  test('dated in the future, where clocks disagree, is not held up', () => {
    const order = scenario.order([{}]);
    scenario.later(600);
    sendText('a.csv', allocation(order));
    scenario.touch(`${FOLDER}/a.csv`);
    scenario.later(-600);

    scenario.run(SCRIPT);

    expect(locationOf(order)).toBe(STORE);
  });
});

test('a folder nobody may list ends the run, and nothing is taken', () => {
  let denied = true;
  reopen({
    before: ({ name }) => {
      if (denied && name === 'Connection.list')
        throw Object.assign(new Error('Permission denied.'), { name: 'FTP_PERMISSION_DENIED' });
    },
  });
  const order = scenario.order([{}]);
  sendText('a.csv', allocation(order));

  expect(scenario.run(SCRIPT)).toMatchObject({ error: { name: 'FTP_PERMISSION_DENIED' } });
  expect(scenario.files(FOLDER)).toEqual(['a.csv']);
  denied = false;
  scenario.run(SCRIPT);

  expect(locationOf(order)).toBe(STORE);
});
