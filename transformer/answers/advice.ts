/** What to do about each code, in one sentence; docs/operating.md and docs/monitoring.md say more. */

const OF_FILE = 'transformer replay <file> --refused-only';

const RESEND = `then send the refused row again: ${OF_FILE}`;

const BY_ITSELF = `The row is tried again by itself for a while; after that send it: ${OF_FILE}.`;

const advices: Readonly<Record<string, string>> = {
  // Of a file as a whole.
  NOT_JSON: 'Have the complete file sent again; a CSV file belongs in the folder of its own feed.',
  NOT_A_LIST: 'Have the complete file sent again.',
  UNCLOSED_QUOTE: 'Have the complete file sent again, or remove the stray quote and replay the file.',
  LINE_END_IN_CELL: 'Remove the quote or the line end that the message names, and replay the file.',
  ROW_TOO_LONG: 'Check the system that wrote the file.',
  REPEATED_KEY: 'Fix the system that wrote the file.',
  REPEATED_COLUMN: 'Remove all but one of the columns, and replay the file.',
  NOT_THIS_FEED: 'Move the file to the folder of its feed.',
  UNREADABLE_FILE:
    'Correct the file as the message says, and put it back: transformer replay, or in NetSuite a move into the feed folder.',
  DELIVERY_UNKNOWN:
    'Find out whether the receiver has its rows, as the message explains; if not, replay the file.',
  CHANGED_AFTER_TAKEN: 'Have the later part sent again under a new name.',
  NAME_REUSED: 'Compare it with the earlier file of its name; replay it if it is right.',
  FILE_TOO_LARGE: 'Split the file between two orders, and give both parts new names.',
  FTP_MAXIMUM_FILE_SIZE_EXCEEDED: 'Split the file between two orders, and give both parts new names.',
  FTP_PERMISSION_DENIED: 'Let the user of NetSuite read the file, and move it back into the feed folder.',
  REPEATED_FILE_NAME: 'Send it under a new name if it has other rows than the earlier file of its name.',
  RUNS_STOPPED: 'Find the cause of the error in the message, then put the file back into the feed folder.',
  // Of rows that the transformer refuses.
  NOT_AN_ORDER: 'Check the template of the feed in HotWax: it was changed.',
  NOT_AN_ORDER_ITEM: 'Check the template of the feed in HotWax: it was changed.',
  MISSING_ORDER_ITEMS: 'Check the template of the feed in HotWax: it was changed.',
  WRONG_COLUMN_COUNT: `Look for a comma or a line end in a name, and correct it at its origin, ${RESEND}.`,
  MISSING_ORDER_ID:
    'Fill in the HotWax ids on the sales order of the item fulfillment in NetSuite, and export it again.',
  MISSING_ORDER_ITEM_SEQ_ID:
    'Fill in the HotWax ids on the line of the sales order in NetSuite, and export it again.',
  INVALID_ID: `Correct the id at its origin, ${RESEND}.`,
  MISSING_NETSUITE_ORDER_ID: 'Synchronise the order from NetSuite to HotWax, and have HotWax send it again.',
  AMBIGUOUS_NETSUITE_ORDER_ID:
    'Expire the wrong NetSuite id of the order in HotWax, and have HotWax send it again.',
  MISSING_EXTERNAL_ID: 'Complete the order in HotWax, or correct externalIdTemplate in the configuration.',
  AMBIGUOUS_EXTERNAL_ID: 'Expire the wrong id of the order in HotWax, or correct externalIdTemplate.',
  MISSING_NETSUITE_LINE_ID:
    'Synchronise the order line from NetSuite to HotWax, and have HotWax send it again.',
  AMBIGUOUS_NETSUITE_LINE_ID:
    'Keep one NetSuite line id of the order item in HotWax, and have it sent again.',
  MISSING_NETSUITE_PRODUCT_ID:
    'Synchronise the product, and have HotWax send the order again; see productIdRequired.',
  AMBIGUOUS_NETSUITE_PRODUCT_ID:
    'Expire the wrong NetSuite id of the product in HotWax, and have the order sent again.',
  MISSING_FACILITY_GROUPS: `List the facility under facilities in the configuration, ${RESEND}.`,
  FACILITY_IN_NEITHER_GROUP:
    'Add the facility to one of the two groups in HotWax, and have the order sent again.',
  MISSING_FACILITY_EXTERNAL_ID:
    'Set the external id of the facility in HotWax, and have the order sent again.',
  AMBIGUOUS_FACILITY_EXTERNAL_ID: 'Have the file written with one of the two ids, or with the same in both.',
  MISSING_LOCATION:
    'Set the external id of the facility in HotWax, or the location of the line in NetSuite, and have it sent again.',
  NOTHING_TO_UPDATE: 'Usually nothing: the row asks for no change. Find out why it was sent.',
  MISSING_QUANTITY: `Correct the quantity at its origin, ${RESEND}.`,
  INVALID_QUANTITY: `Correct the quantity at its origin, ${RESEND}.`,
  INVALID_SERIAL_NUMBERS: `Correct the serial numbers at their origin, ${RESEND}.`,
  INVALID_FLAG: `Correct the value at its origin, ${RESEND}.`,
  MISSING_DATE: 'Set the date at its origin, and export it again; the published script leaves it out.',
  INVALID_DATE: `Compare netsuite.dateOrder with the date preference of the account, ${RESEND}.`,
  CONFLICTING_ROWS: 'Find out which of the rows is right, and have only that one sent again.',
  REPEATED_ROW: 'Find out whether both were shipped; if so, raise the quantity in HotWax.',
  // Of rows that NetSuite refuses.
  ORDER_NOT_FOUND: 'Check the NetSuite ids in HotWax: they are wrong, or the order was deleted.',
  LINE_NOT_FOUND: 'Check the NetSuite line id in HotWax: it is wrong, or the line was deleted.',
  ORDER_NOT_OPEN: `Approve or reopen the order in NetSuite, ${RESEND}; or inform HotWax.`,
  ORDER_NOT_FULFILLABLE: `Approve or reopen the order in NetSuite, ${RESEND}; or inform HotWax.`,
  ORDER_NOT_APPROVED: `Approve the order in NetSuite. ${BY_ITSELF}`,
  NOTHING_TO_FULFILL:
    'Do nothing if somebody has fulfilled the shipment in NetSuite; otherwise look at the order.',
  LINE_CLOSED: `Reopen the line, ${RESEND}; or do nothing.`,
  LINE_FULFILLED: 'Do nothing, or delete the item fulfillment if it is wrong.',
  PARTLY_FULFILLED:
    'Look at the order in HotWax; if it shipped the rest of the line, fulfill that in NetSuite.',
  LINE_REQUESTED: `Cancel or reject the fulfillment request in NetSuite, ${RESEND}.`,
  LINE_NOT_FULFILLABLE:
    'Look at the line: the message says whether it is closed, fulfilled, picked, a drop shipment or not there.',
  MORE_THAN_REMAINS: 'Find out who fulfilled part of the line or lowered its quantity in NetSuite.',
  ITEM_DIFFERS:
    'Find out who changed the line in NetSuite after HotWax received it, and correct one of the two.',
  LOCATION_NOT_FOUND: `Correct the external id of the facility in HotWax, or the location, ${RESEND}.`,
  LOCATION_INACTIVE: `Make the location active, or correct the external id of the facility in HotWax, ${RESEND}.`,
  LOCATION_OF_OTHER_SUBSIDIARY: `Correct the external id of the facility in HotWax, or the subsidiary of the location, ${RESEND}.`,
  NOT_KEPT: `Change the script, workflow or form that keeps NetSuite from keeping the value, ${RESEND}.`,
  NOT_HANDED_ON:
    'Look whether the line is fulfilled in NetSuite; if not, send the row again in a file of another name.',
  OUT_OF_ORDER: 'If the row is still valid, send it again in a file whose name does not begin with a time.',
  ORDER_BUSY: `Nothing, unless it happens again: then see whether a workflow locks the order. ${BY_ITSELF}`,
  PERIOD_CLOSED: `Open the accounting period, or set "Move dates out of closed periods" on the deployment. ${BY_ITSELF}`,
  NOT_TOLD_APART: `Correct what NetSuite says in the message. ${BY_ITSELF}`,
  NOT_SAVED: `Correct what NetSuite says in the message, ${RESEND}.`,
  INVENTORY_DETAIL_NEEDED: `Have HotWax send lots, serial numbers or bins, or set the parameters for them, ${RESEND}.`,
  INVENTORY_DETAIL_REFUSED: `Correct the stock in NetSuite, or the shipment in HotWax, ${RESEND}.`,
  LOT_NOT_FOUND: `Correct the lot in HotWax, or create it in NetSuite, ${RESEND}.`,
  SERIAL_NUMBER_NOT_FOUND: `Correct the serial number in HotWax, or create it in NetSuite, ${RESEND}.`,
  BIN_NOT_FOUND: `Correct the bin in HotWax, or create it in NetSuite, ${RESEND}.`,
  NOT_COMMITTED: `Correct the stock, or commit it to the line (Reallocate Items). ${BY_ITSELF}`,
  SHIPMENT_ITEM_CHANGED:
    'Correct the item fulfillment that the message names, or the shipment in HotWax; do not send it again.',
  HELD_ROWS_CHANGED: `Restore HC Order Items of the item fulfillment as its system notes show, ${RESEND}.`,
};

export const hasAdvice = (code: string): boolean => Object.hasOwn(advices, code);

/** @param order where it is about one order: then the command can be typed as it is shown, whatever the file is called */
export function adviceFor(code: string, order = ''): string {
  if (!hasAdvice(code))
    return 'Do what the message says; docs/monitoring.md and docs/operating.md have the codes.';
  const advice = advices[code] ?? '';
  return IS_TYPED.test(order) ? advice.replace(OF_FILE, `transformer replay --order ${order}`) : advice;
}

/** What no shell takes for anything but a word. */
const IS_TYPED = /^[A-Za-z0-9][\w.-]*$/;
