/** N/encode: from one notation into another. */
import { expect, test } from '@jest/globals';
import { runOnce } from '../tiny-project.ts';

const run = (code: string) => runOnce(code, { uses: ['N/encode'] });

const convert = (text: string, from: string, to: string) =>
  `encode.convert({ string: ${JSON.stringify(text)}, inputEncoding: encode.Encoding.${from}, outputEncoding: '${to}' })`;

test.each([
  ['Tést ?>', 'UTF_8', 'BASE_64', 'VMOpc3QgPz4='],
  ['Tést ?>>', 'UTF_8', 'BASE_64_URL_SAFE', 'VMOpc3QgPz4-'],
  ['VMOpc3QgPz4=', 'BASE_64', 'UTF_8', 'Tést ?>'],
  ['VMOpc3QgPz4-', 'BASE_64_URL_SAFE', 'UTF_8', 'Tést ?>>'],
  ['C3A9', 'HEX', 'UTF_8', 'é'],
  ['/w==', 'BASE_64', 'UTF_8', '\uFFFD'],
])('%s from %s into %s', (text, from, to, result) => {
  expect(run(`tell(${convert(text, from, to)});`).told).toEqual([result]);
});

test('what is not in the notation it is said to be in', () => {
  expect(run(`tell(codeOf(() => ${convert('a?', 'BASE_64', 'UTF_8')}));`).told).toEqual([
    'FAILED_TO_DECODE_STRING_ENCODED_BINARY_DATA_USING_1_ENCODING',
  ]);
});

test.each(['HEX', 'BASE_16', 'BASE_32'])('%s is not written', (to) => {
  expect(run(`${convert('a', 'UTF_8', to)};`).report.error).toMatchObject({ name: 'NOT_EMULATED' });
});
