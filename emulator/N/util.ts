/** N/util and the global `util`, which NetSuite loads for every script (section_4569538303, section_4387813290). */
import { isAsyncFunction, isDate, isRegExp } from 'node:util/types';
import type { World } from '../account/account-context.ts';
import { strictProxy } from '../strictness/strict-proxy.ts';

type Callback = (value: unknown, key: unknown, all: unknown) => void;

export function createUtilModule({ clock }: World): object {
  return strictProxy('N/util', {
    each,
    extend: (receiver: object, contributor: object) => Object.assign(receiver, contributor),
    isArray: Array.isArray,
    isAsyncFunction,
    isBoolean: (value: unknown) => kindOf(value) === 'Boolean',
    isDate,
    isFunction: (value: unknown) => typeof value === 'function',
    isNumber: (value: unknown) => kindOf(value) === 'Number',
    isObject: (value: unknown) => kindOf(value) === 'Object',
    isRegExp,
    isString: (value: unknown) => kindOf(value) === 'String',
    /** Since an arbitrary moment. */
    nanoTime: () => clock() * 1_000_000,
  });
}

/** The values of an array with their places, or of an object with their names; it comes back. */
function each(all: unknown, callback: Callback): unknown {
  if (Array.isArray(all)) all.forEach((value, index) => void callback(value, index, all));
  else for (const [key, value] of Object.entries(all as Record<string, unknown>)) callback(value, key, all);
  return all;
}

/** Whatever realm the value is of. */
const kindOf = (value: unknown): string => Object.prototype.toString.call(value).slice(8, -1);
