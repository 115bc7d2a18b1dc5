/** N/encode: text as bytes in one notation, written in another. Sources: section_4369851165, section_4369865177. */
import { allow, type Execution } from '../../account/execution.ts';
import { type Options, readArguments, textOption } from '../../strictness/arguments.ts';
import { NotEmulated } from '../../strictness/not-emulated.ts';
import { strictProxy } from '../../strictness/strict-proxy.ts';
import { suiteError } from '../../strictness/suite-error.ts';

const ENCODINGS = Object.fromEntries(
  ['UTF_8', 'BASE_16', 'BASE_32', 'BASE_64', 'BASE_64_URL_SAFE', 'HEX'].map((name) => [name, name]),
);

type Notation = {
  isValid: (text: string) => boolean;
  decode: (text: string) => Buffer;
  encode: (bytes: Buffer) => string;
};

const base64 = (valid: RegExp, encode: Notation['encode']): Notation => ({
  isValid: (text) => valid.test(text),
  decode: (text) => Buffer.from(text, 'base64'),
  encode,
});

/** Whether digits above 9 are written as small or as capital letters is not documented. */
const hexadecimal: Notation = {
  isValid: (text) => /^([0-9a-f]{2})*$/i.test(text),
  decode: (text) => Buffer.from(text, 'hex'),
  encode: () => {
    throw new NotEmulated('hexadecimal output of N/encode.convert');
  },
};

const NOTATIONS: Readonly<Record<string, Notation>> = {
  UTF_8: {
    isValid: () => true,
    decode: (text) => Buffer.from(text, 'utf8'),
    encode: (bytes) => bytes.toString('utf8'),
  },
  BASE_64: base64(/^[A-Za-z0-9+/\s]*={0,2}\s*$/, (bytes) => bytes.toString('base64')),
  BASE_64_URL_SAFE: base64(/^[\w\s-]*={0,2}\s*$/, (bytes) =>
    bytes.toString('base64').replaceAll('+', '-').replaceAll('/', '_'),
  ),
  BASE_16: hexadecimal,
  HEX: hexadecimal,
};

export function createEncodeModule(_world: unknown, execution: Execution): object {
  const call = 'N/encode.convert';
  return strictProxy('N/encode', {
    Encoding: strictProxy('N/encode.Encoding', { ...ENCODINGS }),
    convert: (...values: unknown[]) => {
      allow(execution, call);
      const options = readArguments(
        { call, required: ['string', 'inputEncoding', 'outputEncoding'] },
        values,
      );
      const text = textOption(call, options, 'string');
      const input = notationOf(call, options, 'inputEncoding');
      const output = notationOf(call, options, 'outputEncoding');
      if (input.isValid(text)) return output.encode(input.decode(text));
      throw suiteError(
        'FAILED_TO_DECODE_STRING_ENCODED_BINARY_DATA_USING_1_ENCODING',
        `${call}: the text is not encoded as ${String(options.inputEncoding)}.`,
      );
    },
  });
}

function notationOf(call: string, options: Options, name: string): Notation {
  const wanted = textOption(call, options, name);
  const notation = NOTATIONS[wanted];
  if (notation) return notation;
  throw new NotEmulated(`${name} ${wanted} of ${call}`);
}
