/**
 * Cuts a JSON list that arrives in pieces into its elements, so that no more than one of them is in memory. The cuts need
 * only strings and brackets to be told apart; `JSON.parse` judges each element.
 */
import { FeedError } from '#feeds/feed.ts';
import { parseJsonList } from '#feeds/json.ts';
import { TransformerError } from './errors.ts';

/** An order with thousands of items is smaller; a larger element is parsed to objects that take ten times its size. */
export const LARGEST_ELEMENT_BYTES = 8 * 1024 * 1024;
/** The feeds nest their values six deep. */
export const DEEPEST_NESTING = 200;
/** What is no list is looked at as a whole, to say what it is instead. */
const LARGEST_OTHER_BYTES = 1024 * 1024;

export type JsonElements = { push(bytes: Uint8Array): void; end(): void };

type State = {
  phase: 'before' | 'inside' | 'after' | 'no list';
  inString: boolean;
  escaped: boolean;
  depth: number;
  elements: number;
  /** Where in the file the piece at hand begins. */
  offset: number;
  held: Uint8Array[];
  heldBytes: number;
};

/**
 * Both functions throw: FeedError NOT_JSON, NOT_A_LIST; TransformerError UNREADABLE_FILE when a limit is passed.
 * @param take is given the elements in order
 */
export function jsonElements(take: (element: unknown) => void): JsonElements {
  const state: State = {
    phase: 'before',
    inString: false,
    escaped: false,
    depth: 0,
    elements: 0,
    offset: 0,
    held: [],
    heldBytes: 0,
  };
  return {
    push: (bytes) => {
      scan(state, bytes, take);
      state.offset += bytes.length;
    },
    end: () => finish(state, take),
  };
}

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

function scan(state: State, bytes: Uint8Array, take: (element: unknown) => void): void {
  let at = 0;
  if (state.phase === 'before') at = findList(state, bytes);
  if (state.phase === 'no list') hold(state, bytes.subarray(at), LARGEST_OTHER_BYTES);
  while (state.phase === 'inside' && at < bytes.length) {
    const cut = findCut(state, bytes, at);
    hold(state, bytes.subarray(at, cut), LARGEST_ELEMENT_BYTES);
    if (cut < bytes.length) endElement(state, bytes[cut] === CLOSE_LIST, take);
    at = cut + 1;
  }
  if (state.phase === 'after') refuseMore(state, bytes, at);
}

/** @returns where what is in the list begins, or what is no list */
function findList(state: State, bytes: Uint8Array): number {
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (isBlank(byte) || byte === BYTE_ORDER_MARK[state.offset + at]) continue;
    state.phase = byte === OPEN_LIST ? 'inside' : 'no list';
    return state.phase === 'inside' ? at + 1 : at;
  }
  return bytes.length;
}

const isBlank = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/** Where the element at hand ends, by a comma or the end of the list; the length of the piece if it does not. */
function findCut(state: State, bytes: Uint8Array, from: number): number {
  for (let at = from; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (state.inString) passInString(state, byte);
    else if (byte === QUOTE) state.inString = true;
    else if (byte === OPEN_LIST || byte === OPEN_OBJECT) goDeeper(state, at);
    else if (state.depth === 0 && (byte === COMMA || byte === CLOSE_LIST)) return at;
    else if ((byte === CLOSE_LIST || byte === CLOSE_OBJECT) && state.depth > 0) state.depth -= 1;
  }
  return bytes.length;
}

function passInString(state: State, byte: number | undefined): void {
  if (state.escaped) state.escaped = false;
  else if (byte === BACKSLASH) state.escaped = true;
  else if (byte === QUOTE) state.inString = false;
}

function goDeeper(state: State, at: number): void {
  state.depth += 1;
  if (state.depth <= DEEPEST_NESTING) return;
  throw new TransformerError(
    'UNREADABLE_FILE',
    `Element ${state.elements + 1} of the file, at offset ${state.offset + at}, nests values more than ${DEEPEST_NESTING} deep, which no order does. Have the sender look at what wrote it.`,
  );
}

function hold(state: State, bytes: Uint8Array, limit: number): void {
  if (bytes.length === 0) return;
  state.held.push(bytes);
  state.heldBytes += bytes.length;
  if (state.heldBytes <= limit) return;
  if (state.phase === 'no list') throw refusedBeginning(state);
  throw new TransformerError(
    'UNREADABLE_FILE',
    `Element ${state.elements + 1} of the file is larger than ${limit} bytes. One order should be one element of the list: have the sender write it so.`,
  );
}

function endElement(state: State, last: boolean, take: (element: unknown) => void): void {
  const text = heldText(state);
  const emptyList = last && state.elements === 0 && text.trim() === '';
  if (last) state.phase = 'after';
  if (emptyList) return;
  state.elements += 1;
  take(parseElement(text, state.elements));
}

function heldText(state: State): string {
  const [only, ...more] = state.held;
  const bytes = only && more.length === 0 ? only : Buffer.concat(state.held);
  state.held = [];
  state.heldBytes = 0;
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString();
}

function parseElement(text: string, number: number): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw notJson(`element ${number}: ${why}`, { cause });
  }
}

function refuseMore(state: State, bytes: Uint8Array, from: number): void {
  const more = bytes.subarray(from).findIndex((byte) => !isBlank(byte));
  if (more !== -1)
    throw notJson(`the list ends before offset ${state.offset + from + more}, and more follows`);
}

function finish(state: State, take: (element: unknown) => void): void {
  if (state.phase === 'inside') {
    throw notJson(`it ends in the middle of element ${state.elements + 1}, after ${state.offset} bytes`);
  }
  // Empty files and null are lists without elements; what else is no list is refused by its kind.
  if (state.phase !== 'after') for (const element of parseJsonList(heldText(state))) take(element);
}

function refusedBeginning({ held: [first] }: State): FeedError {
  if (first?.[0] !== OPEN_OBJECT) return notJson('it does not begin with [');
  return new FeedError(
    'NOT_A_LIST',
    'The file holds one object where a list of orders is expected. Wrap the orders in [ and ].',
  );
}

const notJson = (why: string, options?: ErrorOptions): FeedError =>
  new FeedError('NOT_JSON', `The file is not JSON: ${why}. Send it again whole.`, options);
