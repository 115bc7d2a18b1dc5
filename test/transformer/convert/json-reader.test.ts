import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  DEEPEST_NESTING,
  jsonElements,
  LARGEST_ELEMENT_BYTES,
} from '../../../transformer/convert/json-reader.ts';
import { utf8Check } from '../../../transformer/convert/utf8.ts';

/** The elements of a text that arrives cut at every so many bytes; the failure when it is none. */
function elementsOf(text: string, pieceBytes: number): unknown {
  const elements: unknown[] = [];
  const bytes = Buffer.from(text);
  const reader = jsonElements((element) => elements.push(element));
  try {
    for (let at = 0; at < bytes.length; at += pieceBytes) reader.push(bytes.subarray(at, at + pieceBytes));
    reader.end();
  } catch {
    return 'refused';
  }
  return elements;
}

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : 'refused';
  } catch {
    return 'refused';
  }
}

/** Some hold many elements, and most are cut in the middle of one. */
const pieces = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 10, max: 300 }));
const awkward = fc.string({
  unit: fc.constantFrom('"', '\\', '[', ']', '{', '}', ',', 'é', '出', '😀', '\n'),
});
const list = fc.array(fc.oneof(fc.jsonValue(), awkward, fc.dictionary(awkward, fc.jsonValue())));

describe('a JSON list cut into its elements', () => {
  test('has the same elements as JSON.parse finds, wherever the pieces are cut and however it is indented', () => {
    fc.assert(
      fc.property(list, pieces, fc.constantFrom(0, 2), (value, pieceBytes, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(elementsOf(text, pieceBytes)).toEqual(JSON.parse(text));
      }),
      { numRuns: 500 },
    );
  });

  test('is refused when an object has a key twice, and only then, wherever the pieces are cut', () => {
    const key = fc.constantFrom('"a"', '"b"', '"\\u0061"', '":"', '"{\\""', '"__proto__"');
    const { value } = fc.letrec<{ value: string }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.constantFrom('1', '"a:,"', 'null'),
        fc.array(tie('value'), { maxLength: 3 }).map((texts) => `[${texts.join(', ')}]`),
        fc
          .array(fc.tuple(key, tie('value')), { maxLength: 3 })
          .map((pairs) => `{${pairs.map((pair) => pair.join(' : ')).join(',')}}`),
      ),
    }));
    fc.assert(
      fc.property(fc.array(value), pieces, (elements, pieceBytes) => {
        const text = `[${elements.join(',')}]`;
        const colons = text.replace(/"(\\.|[^"\\])*"/g, '').split(':').length - 1;
        const isWhole =
          JSON.stringify(JSON.parse(text))
            .replace(/"(\\.|[^"\\])*"/g, '')
            .split(':').length -
            1 ===
          colons;
        expect(elementsOf(text, pieceBytes)).toEqual(isWhole ? JSON.parse(text) : 'refused');
      }),
      { numRuns: 1000 },
    );
  });

  test.each([1, 5, 1000])(
    'names the element and the key that stands twice, in pieces of %p bytes',
    (bytes) => {
      const text = '[{"orderId":"1"},{"orderId":"2","orderItems":[{"a":1}],"orderItems":[]},{"orderId":"3"}]';
      const reader = jsonElements(() => {});
      const read = () => {
        for (let at = 0; at < text.length; at += bytes) reader.push(Buffer.from(text.slice(at, at + bytes)));
        reader.end();
      };
      expect(read).toThrow('Element 2 of the file has an object with the key "orderItems" twice');
    },
  );

  test('is refused where JSON.parse refuses it: cut off, with something changed, or with more behind it', () => {
    const token = fc.constantFrom('[', ']', '{', '}', ',', ':', '"', '\\', '1', 'null', ' ', '"a"', 'e');
    fc.assert(
      fc.property(list, token, fc.nat(), fc.boolean(), pieces, (value, added, at, cutOff, pieceBytes) => {
        const text = JSON.stringify(value);
        const place = at % (text.length + 1);
        const damaged = `[${cutOff ? text.slice(0, place) : text.slice(0, place) + added + text.slice(place)}`;
        expect(elementsOf(damaged, pieceBytes)).toEqual(parsed(damaged));
      }),
      { numRuns: 1000 },
    );
  });

  test.each([1, 5, 1000])('names the first element that is wrong, in pieces of %p bytes', (pieceBytes) => {
    const bytes = Buffer.from('[{"a":1},[2],{"b":3,},{"c":}]');
    const reader = jsonElements(() => {});
    const read = () => {
      for (let at = 0; at < bytes.length; at += pieceBytes) reader.push(bytes.subarray(at, at + pieceBytes));
    };
    expect(read).toThrow(/element 3: .*JSON/);
  });

  test('keeps a key called __proto__ as a key of its own', () => {
    const [element] = elementsOf('[{"__proto__":{"polluted":1}}]', 3) as object[];
    expect(Object.keys(element ?? {})).toEqual(['__proto__']);
    expect('polluted' in {}).toBe(false);
  });

  test('with values nested too deep is refused before the rest of it is read', () => {
    const reader = jsonElements(() => {});
    const deep = Buffer.from('['.repeat(DEEPEST_NESTING + 2));
    expect(() => reader.push(deep)).toThrow(/nested more than 200 levels deep/);
  });

  test('with an element that never ends is refused at the limit', () => {
    const reader = jsonElements(() => {});
    reader.push(Buffer.from('["'));
    const push = () => {
      for (let pushed = 0; pushed <= LARGEST_ELEMENT_BYTES; pushed += 65_536) {
        reader.push(Buffer.alloc(65_536, 'x'));
      }
    };
    expect(push).toThrow(/Element 1 of the file is larger than 8388608 bytes/);
  });
});

describe('what is said of UTF-8', () => {
  test('is what a strict decoder says, wherever the pieces are cut', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc.string({ unit: 'grapheme' }).map((text) => new Uint8Array(Buffer.from(text))),
    );
    fc.assert(
      fc.property(bytes, pieces, (content, pieceBytes) => {
        expect(accepts(content, pieceBytes)).toBe(isStrictUtf8(content));
      }),
      { numRuns: 1000 },
    );
  });
});

function accepts(content: Uint8Array, pieceBytes: number): boolean {
  const check = utf8Check();
  try {
    for (let at = 0; at < content.length; at += pieceBytes) check.push(content.subarray(at, at + pieceBytes));
    check.end();
    return true;
  } catch {
    return false;
  }
}

function isStrictUtf8(content: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(content);
    return true;
  } catch {
    return false;
  }
}
