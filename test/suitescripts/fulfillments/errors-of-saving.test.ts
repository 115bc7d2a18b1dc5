/** What an error of a save means: an account's own scripts throw after NetSuite has saved too, and by NetSuite's own names. */
import { describe, expect, test } from '@jest/globals';
import { type NCall, ServerDown } from '../../../emulator/account/faults.ts';
import {
  FOLDER,
  fulfilled,
  fulfillments,
  linesOf,
  reopen,
  SCRIPT,
  scenario,
  send,
  ship,
  taggedItem,
} from '../fulfillment-scenario.ts';
import { OTHER_STORE, STORE, WAREHOUSE } from '../scenario.ts';

type EntryPoint = 'beforeSubmit' | 'afterSubmit';

/** A script of the account that throws at the saves of our runs. */
const thrower = (
  record: string,
  event: EntryPoint,
  name: string,
  message = 'Of a script of the account.',
) => ({
  record,
  event,
  contexts: ['SCHEDULED' as const],
  throws: { name, message },
});

const reasons = () => scenario.refusals(FOLDER, 'a.json').map(({ code, message }) => `${code}: ${message}`);

/** Location and tag of the first line. */
const notesOn = (order: number) =>
  linesOf(order)
    .slice(0, 1)
    .flatMap((line) => [line.location ?? null, line.custcol_hc_item_tag ?? null]);

describe('an item fulfillment that was saved before a script of the account threw', () => {
  test.each([
    'RCRD_HAS_BEEN_CHANGED',
    'RCRD_DSNT_EXIST',
    'INVALID_INITIALIZE_REF',
    'VALID_LINE_ITEM_REQD',
    'HELD_ROWS_CHANGED',
    'UNEXPECTED_ERROR',
  ])('counts as applied, and its order keeps its notes, when it threw %s', (name) => {
    reopen({}, { userEvents: [thrower('itemfulfillment', 'afterSubmit', name)] });
    const order = scenario.order([{ location: WAREHOUSE }]);

    expect(ship(order, taggedItem(1))).toEqual([]);
    expect(fulfillments()).toHaveLength(1);
    expect(notesOn(order)).toEqual([String(STORE), 'hotwax-fulfilled']);
    expect(scenario.ledger('a.json')).toMatchObject({ custrecord_hc_ff_applied: 1 });
  });

  test('is found by a later run when the search that would have found it fails: until then nothing is said of its rows', () => {
    const calls: string[] = [];
    const fail = ({ name }: NCall) => {
      const isSaved = calls.includes('N/record.transform') && calls.at(-1) === 'Record.save';
      calls.push(name);
      if (isSaved && name === 'Search.runPaged') throw new Error('The search did not answer.');
    };
    reopen({ before: fail }, { userEvents: [thrower('itemfulfillment', 'afterSubmit', 'TIMED_OUT')] });
    const order = scenario.order([{ location: WAREHOUSE }]);
    send('a.json', { id: order, items: [taggedItem(1)] });

    scenario.run(SCRIPT);
    expect([fulfilled(order), scenario.errors(FOLDER, 'a.json')]).toEqual([[1], []]);
    expect(calls).toContain('N/record.transform');
    calls.length = 0;
    scenario.later(75);
    scenario.run(SCRIPT);
    expect([fulfilled(order), scenario.errors(FOLDER, 'a.json')]).toEqual([[1], []]);
    expect(scenario.ledger('a.json')).toMatchObject({ custrecord_hc_ff_status: 'Done' });
  });
});

describe('an item fulfillment that a script of the account refuses', () => {
  test.each(['RCRD_DSNT_EXIST', 'INVALID_INITIALIZE_REF', 'VALID_LINE_ITEM_REQD'])(
    'is not put down to a missing order or to stock because the script threw %s',
    (name) => {
      reopen(
        {},
        { userEvents: [thrower('itemfulfillment', 'beforeSubmit', name, 'No such carrier contract.')] },
      );
      const order = scenario.order([{ location: WAREHOUSE }]);

      expect(ship(order, taggedItem(1))).toEqual(['1 NOT_SAVED']);
      expect(reasons()).toEqual([
        `NOT_SAVED: NetSuite did not save the item fulfillment (${name}: No such carrier contract.)`,
      ]);
      expect(notesOn(order)).toEqual([String(WAREHOUSE), null]);
    },
  );
});

describe('a sales order that a script of the account does not let us note on', () => {
  test('refuses its rows in that script’s words, and says that it is about the order', () => {
    reopen({}, { userEvents: [thrower('salesorder', 'beforeSubmit', 'CREDIT', 'Credit hold.')] });
    const order = scenario.order([{ location: WAREHOUSE }]);

    expect(ship(order, taggedItem(1))).toEqual(['1 NOT_SAVED']);
    expect(reasons()[0]).toMatch(/did not save on the sales order .* \(CREDIT: Credit hold\.\)$/);
    expect(notesOn(order)).toEqual([String(WAREHOUSE), null]);
  });

  test('is left as it was although the script threw after NetSuite had saved', () => {
    reopen({}, { userEvents: [thrower('salesorder', 'afterSubmit', 'CREDIT', 'Credit hold.')] });
    const order = scenario.order([{ location: WAREHOUSE }]);

    expect(ship(order, taggedItem(1))).toEqual(['1 NOT_SAVED']);
    expect(notesOn(order)).toEqual([String(WAREHOUSE), null]);
  });

  test('is called locked where a workflow has locked it, not changed by others', () => {
    reopen({}, { userEvents: [thrower('salesorder', 'beforeSubmit', 'RCRD_LOCKED_BY_WF', 'Locked.')] });
    const order = scenario.order([{ location: WAREHOUSE }]);

    expect(ship(order, taggedItem(1))).toEqual(['1 ORDER_BUSY']);
    expect(reasons()[0]).toMatch(/A workflow of the account has locked/);
  });
});

describe('the notes of a refused shipment', () => {
  const refuses = thrower('itemfulfillment', 'beforeSubmit', 'NO', 'The warehouse says no.');

  test('are taken back although somebody else saves the order at that moment', () => {
    let saves = 0;
    const meddle = ({ name }: NCall) => {
      if (name !== 'Record.save') return;
      saves += 1;
      // The first notes, the second is the item fulfillment, the third takes back.
      if (saves === 3) changeMemo(order);
    };
    reopen({ before: meddle }, { userEvents: [refuses] });
    const order = scenario.order([{ location: WAREHOUSE }]);

    expect(ship(order, taggedItem(1))).toEqual(['1 NOT_SAVED']);
    expect(notesOn(order)).toEqual([String(WAREHOUSE), null]);
  });

  test('leave alone what somebody has changed again since', () => {
    let saves = 0;
    const meddle = ({ name }: NCall) => {
      if (name === 'Record.save') saves += 1;
      if (name === 'Record.save' && saves === 2) moveLine(order, OTHER_STORE);
    };
    reopen({ before: meddle }, { userEvents: [refuses] });
    const order = scenario.order([{ location: WAREHOUSE }]);

    expect(ship(order, taggedItem(1))).toEqual(['1 NOT_SAVED']);
    expect(notesOn(order)).toEqual([String(OTHER_STORE), null]);
  });
});

describe('what an interrupted run has noted', () => {
  /** The server goes down once, between the notes and the item fulfillment. */
  function shipInterrupted(order: () => number, ...items: Parameters<typeof taggedItem>[0][]): void {
    let isDown = false;
    const crash = (call: NCall) => {
      if (isDown || call.name !== 'N/record.transform') return;
      isDown = true;
      throw new ServerDown(call, 'before');
    };
    reopen({ before: crash });
    send('a.json', { id: order(), items: items.map((line) => taggedItem(line)) });
    expect(() => scenario.run(SCRIPT)).toThrow(ServerDown);
  }

  test('is taken back of a line that was closed since, and stays on the line that is fulfilled', () => {
    let order = 0;
    shipInterrupted(
      () => {
        order = scenario.order([{ location: WAREHOUSE }, { location: WAREHOUSE }]);
        return order;
      },
      1,
      2,
    );
    change(order, (loaded) =>
      loaded.setSublistValue({ sublistId: 'item', fieldId: 'isclosed', line: 0, value: true }),
    );
    scenario.later(75);
    scenario.run(SCRIPT);

    expect(scenario.errors(FOLDER, 'a.json')).toEqual(['1 LINE_NOT_FULFILLABLE']);
    expect(notesOn(order)).toEqual([String(WAREHOUSE), null]);
    expect(fulfilled(order)).toEqual([0, 1]);
    expect(linesOf(order)[1]).toMatchObject({
      location: String(STORE),
      custcol_hc_item_tag: 'hotwax-fulfilled',
    });
  });
});

type Loaded = ReturnType<Parameters<Parameters<typeof scenario.account.asUser>[0]>[0]['record']['load']>;

function change(order: number, edit: (loaded: Loaded) => void): void {
  scenario.account.asUser(({ record }) => {
    const loaded = record.load({ type: 'salesorder', id: order });
    edit(loaded);
    loaded.save();
  });
}

const changeMemo = (order: number): void =>
  change(order, (loaded) => loaded.setValue({ fieldId: 'memo', value: 'checked' }));

const moveLine = (order: number, value: number): void =>
  change(order, (loaded) =>
    loaded.setSublistValue({ sublistId: 'item', fieldId: 'location', line: 0, value }),
  );
