/** Whether bytes that arrive in pieces are UTF-8, and where they stop being so. */
import { isUtf8 } from 'node:buffer';
import { TransformerError } from '../errors.ts';

export type Utf8Check = { push(bytes: Uint8Array): void; end(): void };

/** Replacing what is not UTF-8 would change names and ids without a word, so it is refused: both throw UNREADABLE_FILE. */
export function utf8Check(): Utf8Check {
  let offset = 0;
  let line = 1;
  let unfinished: Uint8Array = new Uint8Array();
  const refuse = (bytes: Uint8Array): never => {
    const at = firstInvalid(bytes);
    throw notUtf8(offset + at, line + lineEnds(bytes.subarray(0, at)));
  };
  return {
    push: (piece) => {
      const bytes = unfinished.length === 0 ? piece : Buffer.concat([unfinished, piece]);
      const whole = bytes.subarray(0, wholeCharacters(bytes));
      if (!isUtf8(whole)) refuse(whole);
      offset += whole.length;
      line += lineEnds(whole);
      unfinished = Uint8Array.from(bytes.subarray(whole.length));
    },
    end: () => {
      if (unfinished.length > 0) refuse(unfinished);
    },
  };
}

/** How many bytes there are before a character that the end of a piece may have cut. */
function wholeCharacters(bytes: Uint8Array): number {
  const earliest = Math.max(0, bytes.length - 3);
  for (let at = bytes.length - 1; at >= earliest; at -= 1) {
    const length = lengthByLead(bytes[at] ?? 0);
    if (length > 0) return at + length > bytes.length ? at : bytes.length;
  }
  return bytes.length;
}

/** How long the character is that a byte begins; 0 for a byte from the middle of one. */
function lengthByLead(byte: number): number {
  if (byte < 0x80) return 1;
  if (byte < 0xc0) return 0;
  return byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
}

function firstInvalid(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length) {
    const length = lengthByLead(bytes[at] ?? 0) || 1;
    if (at + length > bytes.length || !isUtf8(bytes.subarray(at, at + length))) return at;
    at += length;
  }
  return at;
}

const LINE_FEED = 0x0a;

function lineEnds(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(LINE_FEED); at !== -1; at = bytes.indexOf(LINE_FEED, at + 1)) count += 1;
  return count;
}

const notUtf8 = (offset: number, line: number): TransformerError =>
  new TransformerError(
    'UNREADABLE_FILE',
    `The file is not UTF-8: line ${line} contains an invalid byte, at offset ${offset} of the file. Export the file again as UTF-8.`,
  );
