/** User events and workflows that an account describes: objections, changes and locks of other people's code. */
import { describe, expect, test } from '@jest/globals';
import type { Account, AccountOptions } from '../../../emulator/account.ts';
import { createAccount } from '../../../emulator/account.ts';
import { ALL, accountWith, OBJECTS, seedMasters, seedOrder } from '../tiny-project.ts';

function accountThat(options: AccountOptions, execute = ''): Account {
  const account = accountWith(
    { scripts: [{ name: 'probe', uses: ALL, execute }], objects: OBJECTS },
    options,
  );
  seedMasters(account);
  seedOrder(account, 1001, [
    { item: 401, quantity: 3, location: 101 },
    { item: 402, quantity: 1, location: 102 },
  ]);
  return account;
}

const tell = (account: Account): unknown[] =>
  account
    .runDeployment('customdeploy_probe')
    .logs.filter(({ title }) => title === 'told')
    .map(({ details }) => JSON.parse(details) as unknown);

const SAVE =
  "const order = record.load({ type: 'salesorder', id: 1001 }); order.setValue({ fieldId: 'memo', value: 'new' }); order.save();";
const SUBMIT = "record.submitFields({ type: 'salesorder', id: 1001, values: { memo: 'new' } });";
const FULFILL =
  "const shipped = record.transform({ fromType: 'salesorder', fromId: 1001, toType: 'itemfulfillment' }); shipped.setValue({ fieldId: 'shipstatus', value: 'C' }); shipped.save();";
const CATCH = (work: string) =>
  `try { ${work} tell('done'); } catch (error) { tell([error.name, error.message]); }`;
const orderOf = (account: Account) => account.getRecord('salesorder', 1001);

const REFUSAL = { name: 'NO_CARRIER', message: 'Give a carrier.' };

describe('a described user event', () => {
  test('refuses a save, and nothing is written', () => {
    const account = accountThat(
      { userEvents: [{ record: 'itemfulfillment', event: 'beforeSubmit', throws: REFUSAL }] },
      CATCH(FULFILL),
    );
    expect(tell(account)).toEqual([['NO_CARRIER', 'Give a carrier.']]);
    expect(account.listRecords('itemfulfillment')).toEqual([]);
    expect(orderOf(account).sublists.item?.[0]?.quantityfulfilled ?? 0).toBe(0);
  });

  test('refuses after the save, when all is written', () => {
    const account = accountThat(
      { userEvents: [{ record: 'itemfulfillment', event: 'afterSubmit', throws: REFUSAL }] },
      CATCH(FULFILL),
    );
    expect(tell(account)).toEqual([['NO_CARRIER', 'Give a carrier.']]);
    expect(account.listRecords('itemfulfillment')).toHaveLength(1);
    expect(orderOf(account).fields.orderstatus).toBe('F');
  });

  test('sets fields of the record and of its lines in the same save', () => {
    const account = accountThat(
      {
        userEvents: [
          {
            record: ['salesorder', 'itemfulfillment'],
            event: 'beforeSubmit',
            sets: { memo: 'checked' },
            setsLines: { sublist: 'item', where: { location: 102 }, values: { custcol_line: 'store' } },
          },
        ],
      },
      SAVE,
    );
    tell(account);
    expect(orderOf(account).fields.memo).toBe('checked');
    expect(orderOf(account).sublists.item?.map(({ custcol_line }) => custcol_line ?? '')).toEqual([
      '',
      'store',
    ]);
  });

  test('that saves the record between load and save costs the saver RCRD_HAS_BEEN_CHANGED', () => {
    const account = accountThat(
      {
        userEvents: [
          { record: 'salesorder', event: 'beforeLoad', changesMeanwhile: { memo: 'theirs' }, times: 1 },
        ],
      },
      CATCH(SAVE) + CATCH(SAVE.replace('order =', 'again =').replaceAll('order.', 'again.')),
    );
    expect(tell(account)).toEqual([['RCRD_HAS_BEEN_CHANGED', expect.any(String)], 'done']);
    expect(orderOf(account).fields.memo).toBe('new');
  });

  test('submits fields of the record once it is saved', () => {
    const account = accountThat(
      { userEvents: [{ record: 'salesorder', event: 'afterSubmit', submits: { custbody_order: 'W-1' } }] },
      `${SUBMIT} tell(record.load({ type: 'salesorder', id: 1001 }).getValue('custbody_order'));`,
    );
    expect(tell(account)).toEqual(['W-1']);
  });

  test.each([
    ['for other kinds of events', { when: ['xedit', 'delete'] as const }],
    ['for other contexts', { contexts: ['USERINTERFACE', 'CSVIMPORT'] as const }],
    ['for a field with another value', { condition: { field: 'memo', is: ['old', 'older'] } }],
    ['for a field that is not empty', { condition: { field: 'memo', is: null } }],
    ['for a field that has not changed', { condition: { field: 'memo', changed: false } }],
    [
      'when one of several conditions fails',
      {
        condition: [
          { field: 'memo', is: 'new' },
          { field: 'entity', isNot: 201 },
        ],
      },
    ],
    ['more often than it is told', { times: 0 }],
  ])('does nothing %s', (_, limits) => {
    const account = accountThat(
      { userEvents: [{ record: 'salesorder', event: 'beforeSubmit', throws: REFUSAL, ...limits }] },
      SAVE,
    );
    expect(account.runDeployment('customdeploy_probe').ended).toBe('normally');
  });

  test('acts when its conditions hold', () => {
    const condition = [
      { field: 'memo', is: 'new', changed: true },
      { field: 'entity', is: 201 },
    ];
    const account = accountThat(
      {
        userEvents: [
          { record: 'salesorder', event: 'beforeSubmit', throws: REFUSAL, when: ['edit'], condition },
        ],
      },
      CATCH(SAVE) + CATCH(SUBMIT),
    );
    expect(tell(account)).toEqual([['NO_CARRIER', 'Give a carrier.'], 'done']);
  });

  test.each([
    [
      'an unknown field',
      { record: 'salesorder', event: 'beforeSubmit' as const, sets: { shipdait: '2026-01-01' } },
      'salesorder has no field shipdait',
    ],
    [
      'no action',
      { record: 'salesorder', event: 'beforeSubmit' as const },
      'has one or more of throws, sets, setsLines',
    ],
    [
      'an action of another event',
      { record: 'salesorder', event: 'afterSubmit' as const, sets: { memo: 'x' } },
      'has one or more of throws, submits',
    ],
  ])('with %s is refused as the account is made', (_, event, message) => {
    expect(() => createAccount({ userEvents: [event] })).toThrow(message);
  });
});

describe('a described workflow', () => {
  const LOCKED = ['USER_ERROR', 'This record has been locked by a user defined workflow.'];
  const lock: AccountOptions = {
    workflows: [
      {
        record: 'salesorder',
        states: [{ name: 'Held', condition: { field: 'memo', is: 'hold' }, locks: true }],
      },
    ],
  };

  test('that locks a record lets no script open, mark or delete it', () => {
    const account = accountThat(
      lock,
      CATCH(SAVE) + CATCH(SUBMIT) + CATCH("record.delete({ type: 'salesorder', id: 1001 });"),
    );
    account.asUser(({ record }) =>
      record.submitFields({ type: 'salesorder', id: 1001, values: { memo: 'hold' } }),
    );
    expect(tell(account)).toEqual([LOCKED, LOCKED, LOCKED]);
    expect(orderOf(account).fields.memo).toBe('hold');
  });

  test('locks nothing in another state, nor for contexts it is not meant for', () => {
    const account = accountThat(
      { workflows: [{ ...lock.workflows?.[0], contexts: ['CSVIMPORT'] } as never] },
      CATCH(SUBMIT.replace('new', 'hold')) + CATCH(SAVE),
    );
    expect(tell(account)).toEqual(['done', 'done']);
  });

  test('sets fields as a record enters a state, once, and goes on with the state its fields call for', () => {
    const account = accountThat(
      {
        workflows: [
          {
            record: 'salesorder',
            states: [
              { name: 'Done', condition: { field: 'memo', is: 'done' }, onEntry: { throws: REFUSAL } },
              {
                name: 'New',
                condition: { field: 'memo', isNot: null },
                onEntry: { sets: { custbody_order: 'entered' } },
              },
            ],
          },
        ],
      },
      `${SUBMIT} record.submitFields({ type: 'salesorder', id: 1001, values: { memo: 'newer', custbody_order: 'kept' } });
       tell(record.load({ type: 'salesorder', id: 1001 }).getValue('custbody_order')); ${CATCH(SUBMIT.replace('new', 'done'))}`,
    );
    expect(tell(account)).toEqual(['kept', ['NO_CARRIER', 'Give a carrier.']]);
  });
});
