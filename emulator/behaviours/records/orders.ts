/** What the emulator claims of transactions made of orders, other than fulfillments of sales orders. */
import type { Behaviour } from '../behaviour.ts';

export const ORDERS: readonly Behaviour[] = [
  {
    id: 'order.invoice',
    what: 'An invoice or cash sale is made of all that is fulfilled and not billed yet, and of what nothing fulfils',
    evidence: 'D',
    pages: { section_159795520083: 'creates an Invoice for all fulfilled items and quantities' },
    test: ['transforms', 'is invoiced for what is fulfilled and for what nothing fulfils'],
  },
  {
    id: 'order.transfer-lines',
    what: 'A transfer order’s line ids are three apart; orderline is one more on its fulfillment, two more on its receipt',
    evidence: 'P',
    source: 'published scripts; the blog atsourcepro.com on transfer orders',
    test: [
      'transforms',
      'has line ids three apart: the next two are those of its fulfillment and its receipt',
    ],
  },
  {
    id: 'order.transfer-status',
    what: 'A transfer order is D and E until all is shipped, F and G then: E and F wait for goods to arrive',
    evidence: 'G',
    source: 'the names of the statuses, and what purchase orders do',
    test: ['transforms', 'counts what is shipped and received, and its status follows'],
  },
  {
    id: 'order.transfer-shipment',
    what: 'The default value itemfulfillment limits a receipt to what that shipment has',
    evidence: 'P',
    source: 'published scripts',
    test: ['transforms', 'is received shipment by shipment when one is named'],
  },
  {
    id: 'order.purchase-status',
    what: 'A purchase order is B, D or E, F or G by what is received and what of it is billed',
    evidence: 'C',
    source: 'the help text of the status column, as an administrator’s page repeats it',
    test: ['transforms', 'is received line by line, and waits for its bill'],
  },
  {
    id: 'order.first-status',
    what: 'New transfer orders and returns are Pending Approval, purchase orders Pending Receipt',
    evidence: 'G',
    source: 'published scripts set the status of returns; preferences decide it in an account',
    test: ['transforms', 'waits for approval unless a script says otherwise'],
  },
  {
    id: 'order.return',
    what: 'A return authorization is made of what went out and is in no other return',
    evidence: 'G',
    source: 'Oracle’s quickstart speaks of orders with fulfilled items, and of eligible items',
    test: ['transforms', 'is returned by an authorization, which is received in its turn'],
  },
  {
    id: 'order.left',
    what: 'More than is left of a line, or nothing marked, is USER_ERROR; an order with nothing left INVALID_INITIALIZE_REF',
    evidence: 'G',
    source: 'as item fulfillments of sales orders',
    test: ['transforms', 'takes no more than is left, and needs something to be marked'],
  },
];
