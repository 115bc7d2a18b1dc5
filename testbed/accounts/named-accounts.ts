/**
 * A catalogue of whole accounts, each like a kind of real one: the scripts are tested on every one of them, and the simulation draws one
 * from its seed. What each preference and feature does, and how sure that is, says docs/emulator-behaviours.md.
 */
import type { Account } from '../../emulator/account.ts';
import type { Content, Item, Location, NamedAccount } from './named-account.ts';
import { shipBefore } from './years-of-shipments.ts';

const PLENTY = 1000;
/** The shipping item that NetSuite buys labels of. */
export const UPS_GROUND = 2841;
const CASE = '2';

/** What an account allows that stands in nobody's way: an order need not have stock, nor a line its location, to be fulfilled. */
const KIND = { fulfillBasedOnCommitment: 'Ignore Commitment' };

const account = (what: string, more: Omit<NamedAccount, 'what'> = {}): NamedAccount => ({
  what,
  ...more,
  preferences: { ...KIND, ...more.preferences },
});

export const NAMED_ACCOUNTS = {
  kind: account('several locations, and no preference that refuses anything'),
  small: account('a single warehouse: stock is not counted by location', {
    features: { MULTILOCINVT: false },
  }),
  'limit to committed': account(
    'ships only what is committed; lines have no location until somebody gives them one',
    {
      preferences: { fulfillBasedOnCommitment: 'Limit to Committed' },
      stock: () => PLENTY,
    },
  ),
  'stock at stores': account('ships only what is committed; orders come in at a warehouse that has nothing', {
    preferences: { fulfillBasedOnCommitment: 'Limit to Committed' },
    stock: ({ isStore }) => (isStore ? PLENTY : 0),
  }),
  'nothing by default': account('fulfillments begin with zero of every line', {
    preferences: { defaultItemsToZero: true },
  }),
  'one world': account('OneWorld: stores and warehouse of one subsidiary, other locations of another', {
    features: ['SUBSIDIARIES'],
    setUp: (opened) => {
      opened.addRecord('subsidiary', { id: 1, name: 'Parent' });
      opened.addRecord('subsidiary', { id: 2, name: 'Abroad' });
    },
    orderFields: { subsidiary: '1' },
    locationFields: () => ({ subsidiary: '1' }),
  }),
  'cross-subsidiary': account('OneWorld, where a line ships from the inventory location of any subsidiary', {
    features: ['SUBSIDIARIES', 'CROSSSUBSIDIARYFULFILLMENT', 'MULTISHIPTO'],
    setUp: (opened) => {
      opened.addRecord('subsidiary', { id: 1, name: 'Parent' });
      opened.addRecord('subsidiary', { id: 2, name: 'Abroad' });
    },
    orderFields: { subsidiary: '1' },
    locationFields: ({ isStore }) => ({ subsidiary: isStore ? '2' : '1' }),
    placeField: 'inventorylocation',
  }),
  'lots and bins': account('bins at the warehouse, one of them preferred; none at stores; lots that expire', {
    features: ['BINMANAGEMENT', 'LOTNUMBEREDINVENTORY', 'SERIALIZEDINVENTORY'],
    stock: () => PLENTY,
    itemFields: { usebins: true },
    locationFields: ({ isStore }) => ({ usebins: !isStore }),
    past: (opened, content) => {
      addPreferredBins(opened, content);
      addNumbers(opened, content);
    },
  }),
  'inventory status': account('all stock has a status', {
    features: ['INVENTORYSTATUS'],
    setUp: (opened) => {
      opened.addRecord('inventorystatus', { id: 1, name: 'Good', inventoryavailable: true });
      opened.addRecord('inventorystatus', { id: 2, name: 'Bad', inventoryavailable: false });
    },
  }),
  kits: account('every order has a kit besides, which stays where it is', { lastLines: kitsOf }),
  'integrated UPS': account('orders ship by UPS, of which NetSuite buys the labels', {
    features: ['SHIPPINGLABELS'],
    setUp: (opened) => {
      opened.addRecord('shipitem', {
        id: UPS_GROUND,
        itemid: 'UPS Ground',
        shipcarrier: 'ups',
        integratedcarrier: 'ups',
      });
    },
    orderFields: { shipcarrier: 'ups', shipmethod: String(UPS_GROUND) },
    packages: 'ups',
  }),
  'Asia and Pacific': account('dates day first, a day ahead of the servers', {
    preferences: { dateFormat: 'D/M/YYYY', timeFormat: 'H:mm', timeZone: 'Pacific/Auckland' },
  }),
  'closed periods': account('the books of last month are closed', {
    setUp: (opened) => {
      for (let month = 1; month <= 12; month += 1) addPeriod(opened, month, month <= 2);
    },
  }),
  'two processors': account('a standard account: two processors for all scripts', { processors: 2 }),
  'form without columns': account('the order form lacks the columns the scripts write', {
    forms: [
      {
        id: 68,
        recordType: 'salesorder',
        preferred: true,
        hidden: [
          'item.location',
          'item.isclosed',
          'item.custcol_hc_item_tag',
          'item.custcol_hc_order_item_rejected',
        ],
      },
    ],
  }),
  'mandatory fields': account('the fulfillment form wants a shipping cost', {
    forms: [{ id: 69, recordType: 'itemfulfillment', preferred: true, mandatory: ['shippingcost'] }],
    shipmentFields: { shippingcost: 5 },
  }),
  'hostile user event': account(
    'scripts of others: one saves an order while ours has it, one refuses to change what is held',
    {
      userEvents: [
        {
          record: 'salesorder',
          event: 'beforeLoad',
          when: ['edit'],
          contexts: ['SCHEDULED', 'MAPREDUCE'],
          changesMeanwhile: { memo: 'seen by the credit check' },
          times: 1,
        },
        {
          record: 'itemfulfillment',
          event: 'beforeSubmit',
          when: ['xedit'],
          throws: { name: 'WAREHOUSE_LOCK', message: 'The warehouse is still working on this fulfillment.' },
          times: 1,
        },
      ],
    },
  ),
  'units of measure': account('sells cases of twelve', {
    features: ['UNITSOFMEASURE'],
    setUp: (opened) => {
      opened.addRecord('unitstype', {
        id: 1,
        name: 'Pieces',
        sublists: {
          uom: [
            { internalid: '1', unitname: 'Each', conversionrate: 1, baseunit: true },
            { internalid: CASE, unitname: 'Case', conversionrate: 12 },
          ],
        },
      });
    },
    itemFields: { unitstype: '1' },
    lineFields: () => ({ units: CASE }),
  }),
  'several routes': account('lines of an order go to different addresses', {
    features: ['MULTISHIPTO'],
    orderFields: { ismultishipto: true },
    lineFields: (index) => ({ shipgroup: (index % 2) + 1 }),
  }),
  'pick, pack and ship': account('fulfillments go through three steps, and their date follows', {
    features: ['PICKPACKSHIP'],
    preferences: { updateTransactionDate: true },
  }),
  'fulfillment requests': account('stores are asked to ship what is allocated to them', {
    features: ['FULFILLMENTREQUEST'],
  }),
  'warehouse management': account('waves release lines to the warehouse, where they stay', {
    features: ['WMSSYSTEM'],
  }),
  'years on HotWax’s bundle': account(
    'HotWax’s own scripts made its fulfillments for years, and marked none as exported',
    {
      past: shipBefore,
    },
  ),
} as const satisfies Readonly<Record<string, NamedAccount>>;

export type AccountName = keyof typeof NAMED_ACCOUNTS;

export const ACCOUNT_NAMES = Object.keys(NAMED_ACCOUNTS) as AccountName[];

export const namedAccount = (name: AccountName): NamedAccount => NAMED_ACCOUNTS[name];

function kitsOf({ items }: Content): number[] {
  const kit = items.find(({ type }) => type === 'kititem');
  return kit ? [kit.id] : [];
}

/** Each item's preferred bin of the warehouse is the one bin there is. */
function addPreferredBins(opened: Account, { locations, items }: Content): void {
  for (const location of locations.filter(({ isStore, inactive }) => !isStore && !inactive))
    opened.addRecord('bin', { id: binOf(location), binnumber: `${location.id}-A`, location: location.id });
  opened.asUser(({ record }) => {
    for (const item of items.filter(isCounted)) {
      const loaded = record.load({ type: item.type ?? 'inventoryitem', id: item.id });
      const places = locations.filter(({ inactive }) => !inactive);
      places.forEach((location, line) => {
        if (location.isStore) return;
        loaded.setSublistValue({
          sublistId: 'locations',
          fieldId: 'preferredbin',
          line,
          value: binOf(location),
        });
      });
      loaded.save();
    }
  });
}

const binOf = ({ id }: Location): number => 80_000 + id;

/** What is there of a lot numbered item at each location, by the days the lots expire: one has expired. */
export const LOTS = [
  { name: 'L-OLD', expires: '2026-01-31', quantity: 10 },
  { name: 'L-LATE', expires: '2027-01-31', quantity: 20 },
  { name: 'L-SOON', expires: '2026-04-30', quantity: 3 },
  { name: 'L-EVER', quantity: 20 },
];
const SERIALS_PER_LOCATION = 3;

/** Serial numbers are `SN-15-1` and on, after their location. */
function addNumbers(opened: Account, { locations, items }: Content): void {
  const places = locations.filter(({ inactive }) => !inactive);
  const at = (location: Location, quantityonhand: number) => ({
    location: location.id,
    quantityonhand,
    ...(location.isStore ? {} : { binnumber: binOf(location) }),
  });
  for (const { id } of items.filter(({ type }) => type === 'lotnumberedinventoryitem'))
    for (const { name, expires, quantity } of LOTS)
      opened.addRecord('inventorynumber', {
        inventorynumber: name,
        item: id,
        ...(expires && { expirationdate: expires }),
        sublists: { locations: places.map((place) => at(place, quantity)) },
      });
  for (const { id } of items.filter(({ type }) => type === 'serializedinventoryitem'))
    for (const place of places)
      for (let piece = 1; piece <= SERIALS_PER_LOCATION; piece += 1)
        opened.addRecord('inventorynumber', {
          inventorynumber: `SN-${place.id}-${piece}`,
          item: id,
          sublists: { locations: [at(place, 1)] },
        });
}

/** Items whose stock is counted. */
export const isCounted = ({ type = 'inventoryitem' }: Item): boolean =>
  ['inventoryitem', 'assemblyitem', 'lotnumberedinventoryitem', 'serializedinventoryitem'].includes(type);

function addPeriod(opened: Account, month: number, closed: boolean): void {
  const two = String(month).padStart(2, '0');
  const days = new Date(Date.UTC(2026, month, 0)).getUTCDate();
  opened.addRecord('accountingperiod', {
    periodname: `2026-${two}`,
    startdate: `2026-${two}-01`,
    enddate: `2026-${two}-${days}`,
    closed,
    alllocked: closed,
  });
}
