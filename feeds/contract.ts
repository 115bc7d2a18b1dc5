/** What a feed says of itself to be in the catalogue: where its files are, what they hold on each side, and what one becomes of the other. */

import type { ZoneOffset } from './format/dates.ts';
import type { RowIds } from './rows/row-ids.ts';
import type { ClassifiedRow, TargetLayout } from './rows/row-reader.ts';
import type { RowLists } from './rows/rows-alone.ts';

/** What a conversion needs to know besides the file. */
export type ConversionContext = {
  /** Epoch ms at which validity dates are judged. */
  now: number;
  facilityGroups: {
    /** Id of the HotWax facility group whose members NetSuite fulfills. */
    netsuite: string;
    /** Id of the HotWax facility group whose members HotWax fulfills. */
    oms: string;
  };
  /** Facility ids by side, asked only when a row carries no membership list. */
  facilities: { netsuite: readonly string[]; oms: readonly string[] };
  /** HotWax shipment method type id → NetSuite ship method internal id. */
  shippingMethods: Readonly<Record<string, string>>;
  /** What the external id of a sales order is made of, such as `SO_{orderId}`; undefined where files name internal ids. */
  externalIdTemplate: string | undefined;
  /** Ids of facilities that only hold orders; an order item at one of them is to lose the location of its line. */
  unbrokeredFacilities: readonly string[];
  /** Whether an allocation without a NETSUITE_PRODUCT_ID is refused. */
  productIdRequired: boolean;
  /** Order of the numbers in NetSuite's slash dates, from the account's date preference. */
  netsuiteDateOrder: 'MDY' | 'DMY';
  /** Zone of NetSuite dates that carry no offset; undefined keeps their wall clock. */
  netsuiteZone: ZoneOffset | undefined;
  /** Zone of the dates written for HotWax, and of those HotWax writes in UTC or without an offset; undefined is UTC. */
  hotwaxZone: ZoneOffset | undefined;
};

export const defaultContext = (now: number): ConversionContext => ({
  now,
  facilityGroups: { netsuite: 'NETSUITE_FULFILLMENT', oms: 'OMS_FULFILLMENT' },
  facilities: { netsuite: [], oms: [] },
  shippingMethods: {},
  externalIdTemplate: undefined,
  unbrokeredFacilities: [],
  productIdRequired: true,
  netsuiteDateOrder: 'MDY',
  netsuiteZone: undefined,
  hotwaxZone: undefined,
});

/** What is known of a source file before its records: elements of a list, or rows of cells below a header. */
export type SourceHead = { format: 'json' } | { format: 'csv'; header: readonly string[] };

/** Judges the records of one file, given one after the other: a JSON element can hold several rows. */
export type RowReader = (record: unknown) => Iterable<ClassifiedRow>;

/** @property rowLists where the rows of a JSON element are; nothing for CSV */
export type FeedSide = { format: 'json' | 'csv'; folder: string; rowLists?: RowLists };

export type FeedContract = {
  /** The plural of what a row is. */
  name: string;
  /** One sentence: what a row of it says. */
  says: string;
  /** What a row of it is called in the sentences of `status` and the page, in one word. */
  noun: string;
  from: 'HotWax' | 'NetSuite';
  to: 'HotWax' | 'NetSuite';
  source: FeedSide;
  target: FeedSide;
  /** Middle part of a target file's name, so that people recognise it. */
  targetName: string;
  /** @throws FeedError when the file as a whole is not of this feed */
  judge(head: SourceHead, context: ConversionContext): RowReader;
  /** Whether a later file says what holds now, so that none may be delivered before an older one. */
  keepsOrder?: true;
  /** What becomes of a row that the file already has, with the same key and content. */
  repeats(key: string): 'skipped' | 'refused';
  layout(context: ConversionContext): TargetLayout;
  /** What reads by which ids people ask for a row of a record, whatever becomes of it. */
  idsOf?(context: ConversionContext): (record: unknown, row: ClassifiedRow) => RowIds;
};
