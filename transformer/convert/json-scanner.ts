/** Where the elements of a JSON list end: only strings and brackets are distinguished. */

/** What is known in the middle of an element. @property keys how many it has so far, each before a colon */
export type ScannerState = { inString: boolean; escaped: boolean; depth: number; keys: number };

/**
 * @property cuts where commas between elements stand, and the end of the list
 * @property ended whether the last one is that end
 * @property keys how many there are in the elements that end at the cuts
 */
export type ElementEnds = { cuts: number[]; ended: boolean; keys: number };

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/** @param onDeeper receives where a list or an object opens, and after how many cuts */
export function findElementEnds(
  inside: ScannerState,
  bytes: Uint8Array,
  from: number,
  onDeeper: (at: number, cuts: number) => void,
): ElementEnds {
  const cuts: number[] = [];
  let keys = 0;
  for (let at = inside.inString ? passString(inside, bytes, from) : from; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === QUOTE) at = passString(inside, bytes, at + 1) - 1;
    else if (byte === COLON) inside.keys += 1;
    else if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
      inside.depth += 1;
      onDeeper(at, cuts.length);
    } else if ((byte === CLOSE_OBJECT || byte === CLOSE_LIST) && inside.depth > 0) inside.depth -= 1;
    else if (inside.depth === 0 && (byte === COMMA || byte === CLOSE_LIST)) {
      cuts.push(at);
      keys += inside.keys;
      inside.keys = 0;
      if (byte === CLOSE_LIST) return { cuts, ended: true, keys };
    }
  }
  return { cuts, ended: false, keys };
}

/** @returns where what follows the string begins */
function passString(inside: ScannerState, bytes: Uint8Array, from: number): number {
  let at = inside.escaped ? from + 1 : from;
  for (; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === BACKSLASH) at += 1;
    else if (byte === QUOTE) {
      inside.inString = false;
      inside.escaped = false;
      return at + 1;
    }
  }
  inside.inString = true;
  inside.escaped = at > bytes.length;
  return bytes.length;
}
