/** What the emulator claims of changes to the lines of sales orders. */
import type { Behaviour } from '../behaviour.ts';

/** What binds scripts to the rules of the form. */
const VALIDATED = { section_4273166777: 'it triggers an internal validation of the sublist line' };
const FORM = 'NetSuite’s own script of the order form, as published in repositories';

export const LINE_CHANGES: readonly Behaviour[] = [
  {
    id: 'line.wave-place',
    what: 'A line in a wave, and its order, keep their location, item and unit: USER_ERROR with the words of the form',
    evidence: 'D',
    pages: {
      bridgehead_1549308908:
        'you cannot change the following fields on the associated sales or transfer order',
      ...VALIDATED,
    },
    source: `${FORM}: the location of the line too, the words, and quantitylocked, which says how much is in waves`,
    switch: 'WMSSYSTEM',
    test: [
      'line-changes',
      'holds the location of the order, and cannot be removed; the other lines may be moved',
    ],
  },
  {
    id: 'line.wave-quantity',
    what: 'Its quantity may not go below what is in waves; it may be closed',
    evidence: 'D',
    pages: { bridgehead_1549308908: 'but not below the quantity included in a wave' },
    source: 'that it may be closed is a guess: nothing forbids it',
    switch: 'WMSSYSTEM',
    test: ['line-changes', 'may grow, shrink to what is released, be closed, and be tagged'],
  },
  {
    id: 'line.requested',
    what: 'A line on a fulfillment request keeps its item; another location is taken, and the request keeps its own',
    evidence: 'P',
    source: `${FORM}, which asks people whether they are sure; quantityrequestedtofulfill says how much is requested`,
    switch: 'FULFILLMENTREQUEST',
    test: ['line-changes', 'keeps its item and may be moved'],
  },
  {
    id: 'line.requested-order',
    what: 'An order with a fulfillment request cannot be canceled',
    evidence: 'D',
    pages: { section_4642548703: 'the sales order associated with it cannot be canceled' },
    source: 'the code and the words are ours',
    switch: 'FULFILLMENTREQUEST',
    test: ['line-changes', 'keeps its order from being canceled'],
  },
  {
    id: 'line.fulfilled-item',
    what: 'A line that was picked, packed or fulfilled keeps its item and cannot be removed',
    evidence: 'P',
    source: FORM,
    test: ['line-changes', 'keeps its item and cannot be removed (%s: %s)'],
  },
  {
    id: 'line.fulfilled-place',
    what: 'A line that is only picked, or fulfilled in part, may be moved; of a wholly fulfilled one it is not emulated',
    evidence: 'G',
    source: `${FORM} locks the place for people as soon as something is fulfilled, and published scripts pass over such lines and picked ones. The doubt placeOfFulfilled has it otherwise`,
    test: ['line-changes', 'may be moved while it is picked only, or partly fulfilled'],
  },
  {
    id: 'line.all-closed',
    what: 'An order whose lines are all closed is Closed, billed or not; it opens again with them',
    evidence: 'D',
    pages: { section_4698204292: 'removes it from the billing and receiving queues' },
    source: 'opening again: community (wptest.jjknowledgebase.com)',
    test: ['line-changes', 'is closed whether something was shipped or not, and opens again'],
  },
  {
    id: 'line.quantity',
    what: 'A quantity has at most 5 decimal places, and of an inventory item it is positive: USER_ERROR',
    evidence: 'P',
    source: FORM,
    test: ['line-changes', 'a quantity of %d is refused'],
  },
  {
    id: 'line.subsidiary',
    what: 'A location of another subsidiary is INVALID_KEY_OR_REF as the order is saved; an inventory location may be of another',
    evidence: 'P',
    pages: { section_1524156901: 'validated until the record is saved' },
    source:
      'HotWax’s page on orders that do not reach NetSuite quotes the message of an import; connectors match it',
    switch: 'SUBSIDIARIES',
    test: ['line-changes', 'a location of another subsidiary is an invalid reference for that of the order'],
  },
  {
    id: 'order.shipping-address',
    what: 'A script sets another shipping address once shipaddresslist is empty; while it names one, that is not emulated',
    evidence: 'D',
    pages: {
      section_4703173812: 'set the shipaddresslist field to null before setting your new address values',
    },
    test: ['line-changes', 'is set by a script that has given up the customer’s own'],
  },
  {
    id: 'form.scripts',
    what: 'A script sets fields that the form of an order lacks',
    evidence: 'G',
    source:
      'the help says of pages (section_4794214205) that fields can be part of a record that its form does not show. The doubt fieldsOffForm has it otherwise',
    test: ['line-changes', 'is set by a script all the same'],
  },
];
