/** What refuses a file as a whole. */

/** Every reason for refusing a whole file. */
export const feedErrorCodes = {
  NOT_JSON: 'it is not JSON, or cut short',
  NOT_A_LIST: 'it is JSON, but not a list',
  REPEATED_KEY: 'one of its objects has a key twice',
  NOT_THIS_FEED: 'it belongs to another feed',
  REPEATED_COLUMN: 'its header has a column twice',
  UNCLOSED_QUOTE: 'it ends inside a quoted cell',
  LINE_END_IN_CELL: 'a quoted cell would include the lines after it',
  ROW_TOO_LONG: 'a row has no end',
} as const;

export type FeedErrorCode = keyof typeof feedErrorCodes;

/** A file that as a whole cannot be read: nothing of it was converted. */
export class FeedError extends Error {
  readonly code: FeedErrorCode;

  constructor(code: FeedErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'FeedError';
    this.code = code;
  }
}
