/**
 * Cuts a JSON list that arrives in pieces into its elements, so that no more than a piece and one of them is in memory.
 * The elements that end in a piece are parsed together, as that takes less time than one by one.
 */
import { FeedError } from '#feeds/errors.ts';
import { parseJsonList } from '#feeds/format/json.ts';
import { countKeys, refuseRepeatedKeys } from '#feeds/format/json-keys.ts';
import { TransformerError } from '../errors.ts';
import { findElementEnds, type ScannerState } from './json-scanner.ts';

/** An order with thousands of items is smaller; a larger element is parsed to objects that take ten times its size. */
export const LARGEST_ELEMENT_BYTES = 8 * 1024 * 1024;
/** The feeds nest their values six deep. */
export const DEEPEST_NESTING = 200;
/** What is no list is looked at as a whole, to say what it is instead. */
const LARGEST_OTHER_BYTES = 1024 * 1024;

export type JsonElements = { push(bytes: Uint8Array): void; end(): void };

type State = ScannerState & {
  phase: 'before' | 'inside' | 'after' | 'no list';
  elements: number;
  /** Where in the file the piece at hand begins. */
  offset: number;
  held: Uint8Array[];
  heldBytes: number;
};

/**
 * Both functions throw: FeedError NOT_JSON, NOT_A_LIST, REPEATED_KEY; TransformerError UNREADABLE_FILE when a limit is passed.
 * @param take is given the elements in order
 */
export function jsonElements(take: (element: unknown) => void): JsonElements {
  const state: State = {
    phase: 'before',
    inString: false,
    escaped: false,
    depth: 0,
    keys: 0,
    elements: 0,
    offset: 0,
    held: [],
    heldBytes: 0,
  };
  return {
    push: (bytes) => {
      for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
        const piece = bytes.subarray(at, at + PIECE_BYTES);
        scan(state, piece, take);
        state.offset += piece.length;
      }
    },
    end: () => finish(state, take),
  };
}

const [OPEN_LIST, OPEN_OBJECT] = [0x5b, 0x7b];
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/** Objects take ten times the size of their text. */
const PIECE_BYTES = 16 * 1024;

function scan(state: State, bytes: Uint8Array, take: (element: unknown) => void): void {
  const start = state.phase === 'before' ? findList(state, bytes) : 0;
  if (state.phase === 'inside') passElements(state, bytes, start, take);
  else if (state.phase === 'after') refuseMore(state, bytes, start);
  else if (state.phase === 'no list') hold(state, bytes.subarray(start), LARGEST_OTHER_BYTES);
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

/** Takes the elements that end in a piece; holds what it has of the next one. */
function passElements(
  state: State,
  bytes: Uint8Array,
  start: number,
  take: (element: unknown) => void,
): void {
  const { cuts, ended, keys } = findElementEnds(state, bytes, start, (at, before) =>
    refuseTooDeep(state, at, before),
  );
  const [first = bytes.length] = cuts;
  hold(state, bytes.subarray(start, first), LARGEST_ELEMENT_BYTES);
  const last = cuts.at(-1);
  if (last === undefined) return;
  if (ended) state.phase = 'after';
  const texts = { first: heldText(state), bytes, cuts, keys };
  const isEmptyList = ended && state.elements + cuts.length === 1 && texts.first.trim() === '';
  if (!isEmptyList) for (const element of parseElements(texts, state.elements)) take(element);
  state.elements += cuts.length;
  if (ended) refuseMore(state, bytes, last + 1);
  else hold(state, bytes.subarray(last + 1), LARGEST_ELEMENT_BYTES);
}

/** @param before how many elements of the piece came before */
function refuseTooDeep(state: State, at: number, before: number): void {
  if (state.depth <= DEEPEST_NESTING) return;
  throw new TransformerError(
    'UNREADABLE_FILE',
    `Element ${state.elements + before + 1} of the file, at offset ${state.offset + at}, is nested more than ${DEEPEST_NESTING} levels deep. Check the system that wrote it.`,
  );
}

function hold(state: State, bytes: Uint8Array, limit: number): void {
  if (bytes.length === 0) return;
  state.held.push(new Uint8Array(bytes)); // the memory of a piece is used again for the next one
  state.heldBytes += bytes.length;
  if (state.heldBytes <= limit) return;
  if (state.phase === 'no list') throw refusedBeginning(state);
  throw new TransformerError(
    'UNREADABLE_FILE',
    `Element ${state.elements + 1} of the file is larger than ${limit} bytes. Have the sender write each order as one element of the list.`,
  );
}

function heldText(state: State): string {
  const text = Buffer.concat(state.held).toString();
  state.held = [];
  state.heldBytes = 0;
  return text;
}

/** The first one may have begun before the piece; the others lie between its cuts. All have so many keys. */
type ElementTexts = { first: string; bytes: Uint8Array; cuts: readonly number[]; keys: number };

/** What is cut at commas is a list if and only if each part is an element. @param before how many came before */
function parseElements(texts: ElementTexts, before: number): readonly unknown[] {
  const { first, bytes, cuts, keys } = texts;
  const list = `[${first}${textBetween(bytes, cuts[0], cuts.at(-1))}]`;
  const parsed = parsedIfJson(list);
  const elements = Array.isArray(parsed) && parsed.length === cuts.length ? parsed : oneByOne(texts, before);
  if (countKeys(elements) !== keys) refuseRepeatedKeys(list, before);
  return elements;
}

function oneByOne({ first, bytes, cuts }: ElementTexts, before: number): readonly unknown[] {
  const others = cuts.slice(1).map((end, index) => textBetween(bytes, (cuts[index] ?? 0) + 1, end));
  return [first, ...others].map((text, index) => parseElement(text, before + index + 1));
}

const textBetween = (bytes: Uint8Array, start = 0, end = 0): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString();

/** The reason is reported once it is known which element is at fault. */
function parsedIfJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
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
    throw notJson(`the list ends before offset ${state.offset + from + more}, but more follows`);
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
