/** Wraps what scripts hold, so that a member nobody emulates is refused by name instead of being `undefined`. */
import { NotEmulated } from './not-emulated.ts';
import { suiteError } from './suite-error.ts';

/** Asked of any object by the language, by JSON and by module loaders; never a NetSuite member. */
const ASKED_BY_THE_LANGUAGE = new Set([
  'then',
  'toJSON',
  '__esModule',
  'constructor',
  'valueOf',
  'toString',
  'nodeType',
]);

/** `writable` names the properties a script may set; setting others that exist is NetSuite's own error. */
export function strictProxy<T extends object>(name: string, target: T, writable: readonly string[] = []): T {
  return new Proxy(target, {
    get: (object, key, receiver) => {
      if (key in object) return Reflect.get(object, key, receiver);
      if (typeof key === 'symbol' || ASKED_BY_THE_LANGUAGE.has(key)) return undefined;
      throw new NotEmulated(`${name}.${key}`);
    },
    set: (object, key, value) => {
      if (writable.includes(String(key))) return Reflect.set(object, key, value);
      if (key in object)
        throw suiteError('READ_ONLY_PROPERTY', `You cannot set ${name}.${String(key)}: it is read only.`);
      throw new NotEmulated(`setting ${name}.${String(key)}`);
    },
    defineProperty: (object, key, descriptor) => Reflect.defineProperty(object, key, descriptor),
  });
}
