/**
 * Runs and drains of allocations that fail, or whose server goes down or is restarted, at every single call: each row is applied
 * or in the error file, and what is tagged as shipped is fulfilled exactly once.
 */
import { expect, test } from '@jest/globals';
import { type NCall, ServerDown, ServerRestart } from '../../../emulator/account/faults.ts';
import {
  drain,
  FOLDER,
  locationOf,
  at as named,
  reopen,
  SCRIPT,
  SHIPMENTS,
  scenario,
  send,
  sendText,
} from '../allocation-scenario.ts';
import { STORE, WAREHOUSE } from '../scenario.ts';

const CREATE = 'customdeploy_create_itemfulfillment';

const failures = {
  'an error': () => new Error('UNEXPECTED_ERROR'),
  'a server that goes down': (call: NCall, when: 'before' | 'after') => new ServerDown(call, when),
  'a restart': (call: NCall, when: 'before' | 'after') => new ServerRestart(call, when),
};
type Kind = keyof typeof failures;

const works = { 'a run': () => scenario.run(SCRIPT), 'a drain': () => drain() };

const cases = (Object.keys(works) as (keyof typeof works)[]).flatMap((work) =>
  (['before', 'after'] as const).flatMap((when) =>
    (Object.keys(failures) as Kind[]).map((kind) => [kind, when, work] as const),
  ),
);

test.each(cases)('%s %s any call of %s costs no row and no shipment', (kind, when, work) => {
  let at = 1;
  while (failAt(at, kind, when, works[work])) at += 1;
  expect(at).toBeGreaterThan(40);
});

/** @returns whether there was a call to fail at */
function failAt(at: number, kind: Kind, when: 'before' | 'after', work: () => unknown): boolean {
  let calls = 0;
  let isOver = false;
  reopen({
    [when]: (call: NCall) => {
      if (isOver || call.deploymentId === CREATE) return;
      calls += 1;
      if (calls === at) throw failures[kind](call, when);
    },
  });
  const [moved, shipped, both] = [
    scenario.order([{}]),
    scenario.order([{ quantity: 2 }]),
    scenario.order([{}, {}]),
  ];
  sendText(
    named(1),
    `internalId,lineId,location,quantity,tags\n${moved},1,${WAREHOUSE},,\n${shipped},1,${STORE},2,hotwax-fulfilled\n` +
      `${both},9,${STORE},,\n${both},1,${STORE},,\n${both},2,${STORE},,\n`,
  );
  send(named(2), [moved, 1, STORE]);
  for (const step of [work, fulfill, work, fulfill]) {
    runOrGoDown(step);
    scenario.later(75);
  }
  const hasFailed = calls >= at;
  isOver = true;
  for (let run = 0; run < 2; run += 1) {
    scenario.run(SCRIPT);
    scenario.run(CREATE);
  }
  expectWhole(at, kind, { moved, shipped, both });
  return hasFailed;
}

const fulfill = () => scenario.run(CREATE);

function runOrGoDown(step: () => unknown): void {
  try {
    step();
  } catch (thrown) {
    if (!(thrown instanceof ServerDown)) throw thrown;
  }
}

/** An error that NetSuite gives as it saves an order is a reason to refuse its rows; nothing else is. */
function expectWhole(at: number, kind: Kind, orders: Record<'moved' | 'shipped' | 'both', number>): void {
  const refused = [1, 2].flatMap((file) =>
    scenario.refusals(FOLDER, named(file)).map(({ row, code }) => `${file}/${row} ${code}`),
  );
  const own = refused.filter((row) => row !== '1/3 LINE_NOT_FOUND');
  const isRefused = (row: string) => own.includes(`${row} NOT_SAVED`);
  const fulfilled = scenario.account
    .listRecords('itemfulfillment')
    .flatMap(({ sublists }) => (sublists.item ?? []).map(({ quantity }) => quantity));
  expect({ at, kind, refused: refused.filter((row) => !own.includes(row)) }).toEqual({
    at,
    kind,
    refused: ['1/3 LINE_NOT_FOUND'],
  });
  expect({ at, fulfilled }).toEqual({ at, fulfilled: isRefused('1/2') ? [] : [2] });
  expect({ at, own: kind === 'an error' ? [] : own }).toEqual({ at, own: [] });
  const places = [orders.moved, orders.shipped, orders.both].map(locationOf);
  expect({ at, places }).toEqual({
    at,
    places: [
      isRefused('2/1') ? places[0] : STORE,
      isRefused('1/2') ? 0 : STORE,
      isRefused('1/4') ? 0 : STORE,
    ],
  });
  for (const folder of [FOLDER, SHIPMENTS])
    for (const place of ['', '/processing', '/failed', '/.tmp'])
      expect({ at, place, files: scenario.files(`${folder}${place}`) }).toEqual({ at, place, files: [] });
}
