/** N/util, which every script has as `util` without loading it. */
import { expect, test } from '@jest/globals';
import { runOnce } from '../tiny-project.ts';

test('scripts have util without loading it: what kind a value is, loops and copies', () => {
  const { told } = runOnce(
    `tell([util.isArray([]), util.isString('a'), util.isNumber(1), util.isDate(new Date()), util.isObject({}), util.isObject([]), util.isFunction(() => 1), util.isBoolean(0), util.isRegExp(/a/)]);
     const seen = []; util.each(['a'], (value, index) => seen.push([value, index])); util.each({ b: 2 }, (value, key) => seen.push([value, key]));
     tell([seen, util.extend({ a: 1, b: 1 }, { b: 2 })]);`,
  );
  expect(told).toEqual([
    [true, true, true, true, true, false, true, false, true],
    [
      [
        ['a', 0],
        [2, 'b'],
      ],
      { a: 1, b: 2 },
    ],
  ]);
});
