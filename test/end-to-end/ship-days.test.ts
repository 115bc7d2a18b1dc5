/**
 * The day of an item fulfillment, through both halves: HotWax's text, the transformer's file, the script on an account of that place. Which
 * day it has to be comes from Intl.
 */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { feeds } from '#feeds/catalogue.ts';
import { defaultContext, type Feed } from '#feeds/feed.ts';
import { zoneOffset } from '../../transformer/config/time-zone.ts';
import { convertWhole } from '../feeds/convert-whole.ts';
import { openScenario, type Scenario, STORE } from '../suitescripts/scenario.ts';

const FEED = feeds.find(({ name }) => name === 'fulfilled-order-items') as Feed;
const FOLDER = 'fulfilledsalesorder/export';
const SCRIPT = 'customdeploy_create_itemfulfillment';

const ZONES = [
  'Pacific/Honolulu',
  'America/Los_Angeles',
  'America/New_York',
  'Europe/London',
  'Asia/Kolkata',
  'Asia/Tokyo',
  'Pacific/Auckland',
];

/** Ends of months and years, and days on which clocks change in one of the zones. */
const DAYS = [
  '2024-02-29',
  '2025-12-31',
  '2026-01-31',
  '2026-02-28',
  '2026-03-08',
  '2026-03-29',
  '2026-04-05',
  '2026-04-30',
  '2026-09-27',
  '2026-10-25',
  '2026-11-01',
];

/** `2026-02-28 20:30:00`, as a clock in the zone shows it. */
const clocks = new Map(
  ZONES.map((zone) => [
    zone,
    new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }),
  ]),
);
const clockIn = (zone: string, instant: number): string => clocks.get(zone)?.format(instant) ?? '';
const dayIn = (zone: string, instant: number): string => clockIn(zone, instant).slice(0, 10);

const offsets = new Map(
  ZONES.map((zone) => [
    zone,
    new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' }),
  ]),
);
function offsetIn(zone: string, instant: number): string {
  const parts = offsets.get(zone)?.formatToParts(instant) ?? [];
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  return name.slice('GMT'.length) || '+00:00';
}

/** @property hotwaxZone `hotwax.timeZone` of the transformer's configuration */
type Spelling = { how: string; write(zone: string, instant: number): string; hotwaxZone: boolean };

const inUtc = (_zone: string, instant: number) => `${new Date(instant).toISOString().slice(0, 19)}Z`;
const plain = (zone: string, instant: number) => clockIn(zone, instant).replace(' ', 'T');

const SPELLINGS: readonly Spelling[] = [
  {
    how: 'with its offset',
    write: (zone, instant) => `${plain(zone, instant)}${offsetIn(zone, instant)}`,
    hotwaxZone: false,
  },
  { how: 'in UTC', write: inUtc, hotwaxZone: false },
  { how: 'in UTC, with the zone of HotWax configured', write: inUtc, hotwaxZone: true },
  { how: 'without an offset', write: plain, hotwaxZone: false },
  { how: 'without an offset, with the zone of HotWax configured', write: plain, hotwaxZone: true },
];

let scenario: Scenario;
afterEach(() => scenario.end());

/** With dates as they are written there. */
const open = (timeZone: string) => {
  const american = timeZone.startsWith('America/') || timeZone === 'Pacific/Honolulu';
  const dateFormat = american ? 'M/D/YYYY' : timeZone.startsWith('Asia/') ? 'YYYY-MM-DD' : 'D/M/YYYY';
  scenario = openScenario({}, { preferences: { timeZone, dateFormat } });
};

let files = 0;

/** Ships one order for each text. @returns the day of each item fulfillment */
function daysOf(texts: readonly string[], hotwaxZone: string | undefined): string[] {
  const orders = texts.map(() => scenario.order([{}]));
  const elements = orders.map((order, index) => shippedOrder(order, texts[index] ?? ''));
  const zone = hotwaxZone === undefined ? undefined : zoneOffset(hotwaxZone);
  const converted = convertWhole(
    FEED,
    { format: 'json', elements },
    { ...defaultContext(0), hotwaxZone: zone },
  );
  expect(converted.rejects).toEqual([]);
  files += 1;
  scenario.put(`${FOLDER}/${files}.json`, converted.text);
  expect(scenario.run(SCRIPT).ended).toBe('normally');
  scenario.account.runQueue();
  const made = new Map(
    scenario.account
      .listRecords('itemfulfillment')
      .map(({ fields }) => [Number(fields.createdfrom), String(fields.trandate)]),
  );
  return orders.map((order) => made.get(order) ?? 'none');
}

const shippedOrder = (salesOrderId: number, statusDatetime: string) => ({
  orderId: `HC${salesOrderId}`,
  orderIdentifications: [{ orderIdentificationTypeId: 'NETSUITE_ORDER_ID', idValue: String(salesOrderId) }],
  shipments: [
    {
      shipmentItems: [
        {
          orderItemSeqId: '00101',
          itemQuantity: 1,
          shipmentId: `S${salesOrderId}`,
          shipmentItemSeqId: '00001',
          statusDatetime,
          facilityId: String(STORE),
          facilityExternalId: String(STORE),
          orderItemAttributes: [{ attrName: 'NetsuiteItemLineId', attrValue: '1' }],
          facilityGroupMembers: [{ facilityGroupId: 'OMS_FULFILLMENT' }],
        },
      ],
    },
  ],
});

const SECOND = 1000;
const HALF_HOUR = 1800 * SECOND;

/** The seconds around midnight and around a change of the clocks, on the day and the one after. */
function edgesOf(day: string, zone: string): number[] {
  const noon = Date.parse(`${day}T12:00:00Z`);
  const edges = Array.from({ length: 2 * 60 }, (_, index) => noon + (index - 60) * HALF_HOUR).filter(
    (instant) =>
      dayIn(zone, instant) !== dayIn(zone, instant - SECOND) ||
      offsetIn(zone, instant) !== offsetIn(zone, instant - SECOND),
  );
  return [noon, ...edges.flatMap((edge) => [edge - SECOND, edge, edge + HALF_HOUR])];
}

describe.each(ZONES)('on an account in %s, what shipped there is dated that day,', (zone) => {
  beforeEach(() => open(zone));

  test.each(SPELLINGS)('written $how, at every midnight and change of the clocks', (spelling) => {
    const instants = DAYS.flatMap((day) => edgesOf(day, zone));
    const texts = instants.map((instant) => spelling.write(zone, instant));
    const dated = daysOf(texts, spelling.hotwaxZone ? zone : undefined);
    expect(texts.map((text, index) => `${text} ${dated[index]}`)).toEqual(
      texts.map((text, index) => `${text} ${dayIn(zone, instants[index] ?? 0)}`),
    );
  });
});

/** Seconds between 2020 and 2035. */
const instant = fc
  .integer({ min: Date.UTC(2020) / SECOND, max: Date.UTC(2035) / SECOND })
  .map((seconds) => seconds * SECOND);

describe.each(ZONES)('on an account in %s, at any time, from a store in any zone,', (companyZone) => {
  beforeEach(() => open(companyZone));

  test('the day is that of the store, or else the best that the text allows', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        fc.constantFrom(...SPELLINGS),
        fc.array(instant, { minLength: 1, maxLength: 10 }),
        (store, { write, hotwaxZone }, instants) => {
          // HotWax's zone is that of the store here; text in UTC does not say more than the company's day.
          const deciding = write === inUtc && !hotwaxZone ? companyZone : store;
          const texts = instants.map((at) => write(store, at));
          expect(daysOf(texts, hotwaxZone ? store : undefined)).toEqual(
            instants.map((at) => dayIn(deciding, at)),
          );
        },
      ),
      { numRuns: 20 },
    );
  });
});
