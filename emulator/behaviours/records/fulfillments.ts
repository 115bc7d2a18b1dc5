/** What the emulator claims of transforms to item fulfillments, and what saving one does. */
import type { Behaviour } from '../behaviour.ts';

export const FULFILLMENTS: readonly Behaviour[] = [
  {
    id: 'transform.lines',
    what: 'Open, fulfillable lines with what remains, marked as received',
    evidence: 'D',
    pages: { section_N1388149: 'default items to the full quantity when you open a fulfillment' },
    source: 'with Default Items to Zero Received/Fulfilled off',
    test: [
      'fulfillment',
      'open fulfillable lines are offered, ready to be received, with what remains and the order line as text',
    ],
    probe: 'transform.lines',
  },
  {
    id: 'transform.committed',
    what: 'Only what is committed is offered',
    evidence: 'D',
    pages: { section_N1388149: 'Orders default to fulfill only the committed items and quantities' },
    source: 'with Fulfill Based on Commitment at Limit to Committed',
    test: ['fulfillment', 'only what is committed is offered, and no more can be fulfilled'],
  },
  {
    id: 'transform.refused',
    what: 'An order that cannot be fulfilled is refused',
    evidence: 'P',
    source: 'codes in production logs',
    test: ['fulfillment', 'an order that %s cannot be transformed'],
    probe: 'transform.missing',
  },
  {
    id: 'fulfillment.create',
    what: 'A fulfillment is not created directly',
    evidence: 'D',
    pages: { section_N3195884: 'It cannot be created or copied' },
    test: ['fulfillment', 'a fulfillment cannot be created directly, nor lines added to it'],
    probe: 'fulfillment.create',
  },
  {
    id: 'fulfillment.order',
    what: 'Quantities and status of the order follow',
    evidence: 'P',
    source: 'production searches',
    test: ['fulfillment', 'a fulfillment in part ships a part: quantities and status of the order follow'],
  },
  {
    id: 'fulfillment.over',
    what: 'More than remains is USER_ERROR',
    evidence: 'G',
    pages: { section_N1388149: 'limit the quantity fulfilled to the quantity remaining on the fulfillment' },
    source: 'the code is undocumented',
    test: ['fulfillment', 'fulfilling %s is refused, and the sales order is unchanged'],
  },
  {
    id: 'fulfillment.kit',
    what: 'A kit is fulfilled by its main line',
    evidence: 'C',
    source: 'mikebian.co',
    test: [
      'fulfillment',
      'a kit is fulfilled by its main line; its components come along without an order line',
    ],
  },
  {
    id: 'fulfillment.places',
    what: 'One fulfillment may mix locations',
    evidence: 'G',
    source: 'undocumented',
    test: ['fulfillment', 'with several locations in use a line needs one, of the subsidiary of its order'],
  },
];
