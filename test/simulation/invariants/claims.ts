/** What is promised, in the words a broken promise is told with. */

export const claims = {
  allocation: 'The newest allocation of an order item is in NetSuite, or its row is in an error file.',
  shipment: 'What HotWax shipped is fulfilled exactly once, or its row is in an error file.',
  nothingElse: 'Nothing is fulfilled for HotWax that HotWax has not shipped.',
  told: 'What NetSuite shipped is reported to HotWax exactly once, and nothing else is.',
  orders: 'A sales order has the lines that were entered, and none is changed by a row about another item.',
  refused: 'No row is refused that could have been applied.',
  errorFiles: 'An error file says file, row, field and reason, and the file is there.',
  outcomes:
    'An outcome file says of each row of a finished file what became of it, with the record that was made.',
  nothingWaits:
    'In the end no file waits, none is in processing/ or .tmp/, and every file is in archive/ or failed/.',
  ledger: "The ledger's entries are closed, and rows = applied + rejected + skipped in each.",
  rest: 'Left alone, the system comes to rest, and no run ends with an error.',
} as const;

export type Claim = keyof typeof claims;

export type Difference = { claim: Claim; text: string };

/** One difference when it holds. */
export const when = (holds: boolean, claim: Claim, text: string): Difference[] =>
  holds ? [{ claim, text }] : [];
