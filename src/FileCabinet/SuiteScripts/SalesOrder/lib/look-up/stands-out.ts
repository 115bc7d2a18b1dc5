/** What of an order stands out as missing, and what to do: pure, from what NetSuite has of it. */
import type { Fulfillment, Order, OrderLine } from './read-order.ts';

/** @property about the line, the item fulfillment or the order */
export type StandsOut = { about: string; what: string; toDo: string };

export const standsOut = (order: Order): StandsOut[] => [
  ...ofOrder(order),
  ...order.lines.flatMap((line) => ofLine(order, line)),
  ...order.fulfillments.flatMap(ofFulfillment),
];

const FIND =
  'Ask the transformer: "transformer find" with the HotWax order id shows whether HotWax sent it, and what became of it.';

/** Status values of searches (published searches of sales orders). */
const STATUSES: Readonly<Record<string, { what: string; toDo: string }>> = {
  pendingApproval: {
    what: 'It is not approved, so that rows of it are refused with ORDER_NOT_OPEN.',
    toDo: 'Approve it, then send the refused rows again.',
  },
  cancelled: { what: 'It is cancelled.', toDo: 'If HotWax still has it, cancel it there.' },
  closed: { what: 'It is closed.', toDo: 'If HotWax still has it, cancel it there, or reopen it here.' },
};

function ofOrder({ status, hotwaxId, number, fulfillments }: Order): StandsOut[] {
  const about = `Order ${number}`;
  const known = STATUSES[status];
  return [
    ...(known ? [{ about, ...known }] : []),
    ...(hotwaxId === '' && fulfillments.length > 0
      ? [
          {
            about,
            what: 'HC Order Id is empty: shipments of it are exported under its external id.',
            toDo: 'Enter HotWax’s order id, if HotWax has the order.',
          },
        ]
      : []),
  ];
}

/** What HotWax's own scripts write on a line that HotWax has shipped, and these do, too. */
const SHIPPED_BY_HOTWAX = 'hotwax-fulfilled';

function ofLine({ lines, fulfillments }: Order, line: OrderLine): StandsOut[] {
  const { closed, quantity, shipped, place, tag, rejected, orderItem } = line;
  const about = `Line ${line.line}`;
  if (closed || shipped >= quantity) return [];
  if (tag.includes(SHIPPED_BY_HOTWAX))
    return [
      {
        about,
        what: `It is tagged as shipped by HotWax, and ${quantity - shipped} of ${quantity} are not fulfilled.`,
        toDo: 'Look into the error files of the shipments: the row may have been refused. Lines that were tagged before these scripts took over are for HC_SC_FulfillTaggedLines.',
      },
    ];
  const known: StandsOut[] = [];
  if (rejected)
    known.push({
      about,
      what: 'HotWax has rejected it at its location.',
      toDo: 'Nothing: HotWax allocates it anew. If it does not, look at the order there.',
    });
  if (place === '')
    known.push({ about, what: 'It has no location: no allocation has been applied.', toDo: FIND });
  else if (fulfillments.length > 0 || lines.some((other) => other.shipped > 0))
    known.push({ about, what: `${quantity - shipped} of ${quantity} are not fulfilled.`, toDo: FIND });
  if (orderItem === '')
    known.push({
      about,
      what: 'It has no HotWax order item: what is shipped of it is not exported.',
      toDo: 'Nothing, if it was added in NetSuite.',
    });
  return known;
}

/** By status of HC Exported Fulfillment. */
const RECORDS: Readonly<Record<string, string>> = {
  Waiting: 'Set the location on the item fulfillment; it is tried again every hour.',
  'Given up': 'Set the location, then clear HC Item Fulfillment Exported.',
  Changed: 'HotWax does not hear of it: correct the order there.',
  Deleted: 'HotWax does not hear of it: correct the order there.',
};

function ofFulfillment({ number, status, shipmentId, exported, record }: Fulfillment): StandsOut[] {
  const about = `Item fulfillment ${number}`;
  const toDo = record && RECORDS[record.status];
  if (record && toDo)
    return [{ about, what: `${record.status}: ${record.message || 'not exported as it is'}`, toDo }];
  if (record?.notTicked)
    return [
      {
        about,
        what: 'It is exported, and NetSuite refused to tick its box.',
        toDo: 'Nothing: the box is tried ten times. The record of the export counts.',
      },
    ];
  if (record || shipmentId !== '' || exported) return [];
  // HotWax made it, or it is not shipped, or nobody has told HotWax.
  if (!/shipped/i.test(status))
    return [
      {
        about,
        what: `Its status is ${status}: only what is shipped is exported.`,
        toDo: 'Mark it as shipped when it is.',
      },
    ];
  return [
    {
      about,
      what: 'HotWax has not been told of it.',
      toDo: 'Wait for the next run of the export. Left out are shipments from before the export, those without a tracking number where it waits for one, and lines without a HotWax order item.',
    },
  ];
}
