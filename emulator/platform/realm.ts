/** The world a script runs in: ECMAScript and nothing else, with the account's clock and the server's time zone. */
import { isNativeError } from 'node:util/types';
import vm from 'node:vm';
import { NotEmulated } from '../strictness/not-emulated.ts';
import { instantOf, offsetAt, SERVER_TIME_ZONE } from './dates.ts';

export type Realm = {
  /** Sets a global of the script. */
  define(name: string, value: unknown): void;
  /** Runs the text of a file. */
  evaluate(text: string, path: string): void;
  /** Calls a function of the script; one that takes longer than `seconds` is ended, when these are given. */
  call<T>(callback: () => T, seconds: number | undefined): T;
  /** Plain data as arrays, objects and dates of the script's own kind. */
  adopt<T>(value: T): T;
  /** An array of the script's own kind that holds these very objects. */
  list<T>(items: readonly T[]): T[];
  date(instant: number): Date;
  /** A promise of the script's own kind; the work is done before it is given. */
  promise(work: () => unknown): unknown;
  /** What a promise of the script comes to, once all it waits for has happened; throws what it was rejected with. */
  settle(promise: object): unknown;
};

/** Present in Node's contexts, but not promised by the engine NetSuite uses (chapter_156042690639). */
const NOT_IN_NETSUITE = ['console', 'Intl', 'WebAssembly', 'SharedArrayBuffer', 'Atomics', 'gc'];

export function createRealm(clock: () => number): Realm {
  const context = vm.createContext(vm.constants.DONT_CONTEXTIFY, { microtaskMode: 'afterEvaluate' });
  for (const name of NOT_IN_NETSUITE) vm.runInContext(`delete globalThis.${name}`, context);
  vm.runInContext(
    REALM_SETUP,
    context,
  )({
    now: clock,
    offset: (instant: number) => offsetAt(instant, SERVER_TIME_ZONE),
    instant: (utc: number) => instantOfShifted(utc),
    refuse: (what: string) => {
      throw new NotEmulated(what);
    },
  });
  const adopt = vm.runInContext(ADOPT, context) as Realm['adopt'];
  const promise = vm.runInContext(PROMISE, context) as Realm['promise'];
  const date = vm.runInContext('(instant) => new Date(instant)', context) as (instant: number) => Date;
  return {
    define: (name, value) => {
      context[name] = value;
    },
    evaluate: (text, path) => {
      compiled(text, path).runInContext(context);
    },
    call: (callback, seconds) => callWithin(context, callback, seconds),
    adopt,
    list: (items) => adopt([] as typeof items).concat(items),
    date,
    promise,
    settle: (given) => settle(context, given),
  };
}

/** A script is loaded anew for every invocation, but its text is read once. */
const scripts = new Map<string, vm.Script>();

function compiled(text: string, path: string): vm.Script {
  const known = scripts.get(text) ?? parsed(text, path);
  scripts.set(text, known);
  return known;
}

/** Node says the line of a syntax error in its stack only. */
function parsed(text: string, path: string): vm.Script {
  try {
    return new vm.Script(text, { filename: path });
  } catch (error) {
    if (isNativeError(error)) error.message += ` (${error.stack?.split('\n')[0]})`;
    throw error;
  }
}

/** The realm of a person at the screen: the emulator's own, with nothing to convert. */
export const HOST_REALM: Pick<Realm, 'adopt' | 'list' | 'date' | 'promise'> = {
  adopt: (value) => value,
  list: (items) => [...items],
  date: (instant) => new Date(instant),
  promise: async (work) => work(),
};

/** Wall time given as if it were UTC, as the instant the server's clock shows it. */
function instantOfShifted(utc: number): number {
  if (Number.isNaN(utc)) return utc;
  const shown = new Date(utc);
  const wall = {
    year: shown.getUTCFullYear(),
    month: shown.getUTCMonth() + 1,
    day: shown.getUTCDate(),
    hour: shown.getUTCHours(),
    minute: shown.getUTCMinutes(),
    second: shown.getUTCSeconds(),
  };
  return instantOf(wall, SERVER_TIME_ZONE) + shown.getUTCMilliseconds();
}

/** Only code started through vm can be stopped by its clock, so the call is made from inside. */
function callWithin<T>(context: vm.Context, callback: () => T, seconds: number | undefined): T {
  context.__call = callback;
  try {
    const limit = seconds === undefined ? {} : { timeout: seconds * 1000 };
    return vm.runInContext('__call()', context, limit) as T;
  } finally {
    delete context.__call;
  }
}

type Outcome = { state?: 'fulfilled' | 'rejected'; value?: unknown };

/** Nothing a script here waits for happens outside it, so running what it has put off brings every promise to its end. */
function settle(context: vm.Context, promise: object): unknown {
  const outcome = vm.runInContext(WATCH, context)(promise) as Outcome;
  vm.runInContext('0', context);
  if (outcome.state === 'rejected') throw outcome.value;
  if (outcome.state === 'fulfilled') return outcome.value;
  throw new NotEmulated('waiting for a promise that nothing settles');
}

/** A rejection nobody waits for is the script's own affair. */
const PROMISE = `((work) => {
  const promise = new Promise((resolve) => resolve(work()));
  promise.catch(() => undefined);
  return promise;
})`;

const WATCH = `((promise) => {
  const outcome = {};
  promise.then(
    (value) => Object.assign(outcome, { state: 'fulfilled', value }),
    (value) => Object.assign(outcome, { state: 'rejected', value }),
  );
  return outcome;
})`;

/**
 * Runs inside the script's context: `Date` without arguments asks the account's clock, and local time is the
 * server's time, whatever the machine's own zone is.
 */
const REALM_SETUP = `(({ now, offset, instant, refuse }) => {
  const Native = Date;
  const prototype = Native.prototype;
  const native = {};
  for (const name of Object.getOwnPropertyNames(prototype)) native[name] = prototype[name];
  const shifted = (date) => {
    const time = native.getTime.call(date);
    return new Native(Number.isNaN(time) ? time : time + offset(time));
  };
  const method = (name, value) =>
    Object.defineProperty(prototype, name, { value, writable: true, configurable: true, enumerable: false });
  for (const part of ['FullYear', 'Month', 'Date', 'Day', 'Hours', 'Minutes', 'Seconds']) {
    method('get' + part, function () { return native['getUTC' + part].call(shifted(this)); });
  }
  for (const part of ['FullYear', 'Month', 'Date', 'Hours', 'Minutes', 'Seconds', 'Milliseconds']) {
    method('set' + part, function (...values) {
      const local = shifted(this);
      native['setUTC' + part].apply(local, values);
      return native.setTime.call(this, instant(native.getTime.call(local)));
    });
  }
  method('getTimezoneOffset', function () { return -offset(native.getTime.call(this)) / 60000; });
  const pad = (value, width = 2) => String(Math.abs(value)).padStart(width, '0');
  method('toDateString', function () { return native.toUTCString.call(shifted(this)).replace(/^(\\w+), (\\d+) (\\w+) (\\d+).*/, '$1 $3 $2 $4'); });
  method('toTimeString', function () {
    const local = shifted(this);
    const minutes = offset(native.getTime.call(this)) / 60000;
    const zone = 'GMT' + (minutes < 0 ? '-' : '+') + pad(Math.trunc(minutes / 60)) + pad(minutes % 60);
    const name = minutes === -480 ? 'PST' : 'PDT';
    return native.toISOString.call(local).slice(11, 19) + ' ' + zone + ' (' + name + ')';
  });
  method('toString', function () {
    return Number.isNaN(native.getTime.call(this)) ? 'Invalid Date' : this.toDateString() + ' ' + this.toTimeString();
  });
  const american = (name, show) => method(name, function (locale, options) {
    if (locale !== undefined && locale !== 'en-US') refuse('Date.' + name + ' for the locale ' + String(locale));
    if (options !== undefined) refuse('Date.' + name + ' with options');
    return Number.isNaN(native.getTime.call(this)) ? 'Invalid Date' : show(shifted(this));
  });
  const day = (local) => (local.getUTCMonth() + 1) + '/' + local.getUTCDate() + '/' + local.getUTCFullYear();
  const time = (local) => {
    const hour = local.getUTCHours();
    return (hour % 12 || 12) + ':' + pad(local.getUTCMinutes()) + ':' + pad(local.getUTCSeconds()) + (hour < 12 ? ' AM' : ' PM');
  };
  american('toLocaleDateString', day);
  american('toLocaleTimeString', time);
  american('toLocaleString', (local) => day(local) + ', ' + time(local));
  const showNumber = Number.prototype.toLocaleString;
  Object.defineProperty(Number.prototype, 'toLocaleString', {
    value: function (locale = 'en-US', options) { return showNumber.call(this, locale, options); },
    writable: true, configurable: true, enumerable: false,
  });
  const saysItsZone = (text) => /(?:z|gmt|utc|[+-]\\d\\d:?\\d\\d)(?:\\s*\\(.*\\))?\\s*$/i.test(text) || /^\\d{4}(?:-\\d\\d){0,2}$/.test(text.trim());
  const parse = (text) => {
    const parsed = Native.parse(text);
    if (Number.isNaN(parsed) || saysItsZone(text)) return parsed;
    const machine = new Native(parsed);
    return instant(Native.UTC(
      native.getFullYear.call(machine), native.getMonth.call(machine), native.getDate.call(machine), native.getHours.call(machine),
      native.getMinutes.call(machine), native.getSeconds.call(machine), native.getMilliseconds.call(machine)));
  };
  const make = (values) => {
    if (values.length === 0) return now();
    if (values.length > 1) return instant(Native.UTC(...values));
    const value = values[0];
    return typeof value === 'string' ? parse(value) : value;
  };
  const ServerDate = new Proxy(Native, {
    construct: (target, values, newTarget) => Reflect.construct(target, [make(values)], newTarget),
    apply: () => new ServerDate().toString(),
    get: (target, key, receiver) => (key === 'now' ? () => now() : key === 'parse' ? parse : Reflect.get(target, key, receiver)),
  });
  method('constructor', ServerDate);
  globalThis.Date = ServerDate;
})`;

const ADOPT = `(() => {
  const adopt = (value) => {
    if (Array.isArray(value)) return value.map(adopt);
    if (Object.prototype.toString.call(value) === '[object Date]') return new Date(Number(value));
    if (typeof value !== 'object' || value === null) return value;
    const copy = {};
    for (const key of Object.keys(value)) copy[key] = adopt(value[key]);
    return copy;
  };
  return (value) => (Array.isArray(value) ? Array.from(value, adopt) : adopt(value));
})()`;
