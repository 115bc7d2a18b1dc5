/** Loads a built AMD file as NetSuite does: header, `define`, dependencies, and the entry points it hands over. */
import path from 'node:path';
import type { Execution } from '../account/execution.ts';
import type { ScriptType } from '../platform/governance.ts';
import type { Realm } from '../platform/realm.ts';
import type { SdfProject } from '../sdf/project.ts';
import { readHeader } from '../sdf/script-header.ts';
import { tolerate } from '../strictness/leniency.ts';
import { NotEmulated } from '../strictness/not-emulated.ts';
import { suiteError } from '../strictness/suite-error.ts';

export type EntryPoints = Record<string, unknown>;

export type LoadOptions = {
  project: SdfProject;
  realm: Realm;
  execution: Execution;
  /** The N module of that name, or a refusal. */
  moduleOf: (name: string) => unknown;
};

type Definition = { dependencies: readonly string[]; factory: unknown; required?: boolean };

const TYPE_TAGS: Readonly<Record<ScriptType, string>> = {
  scheduled: 'ScheduledScript',
  mapreduce: 'MapReduceScript',
  userevent: 'UserEventScript',
  restlet: 'Restlet',
  suitelet: 'Suitelet',
};

const ENTRY_POINTS: Readonly<Record<ScriptType, readonly string[]>> = {
  scheduled: ['execute'],
  mapreduce: ['getInputData', 'map', 'reduce', 'summarize', 'config'],
  userevent: ['beforeLoad', 'beforeSubmit', 'afterSubmit'],
  restlet: ['get', 'post', 'put', 'delete'],
  suitelet: ['onRequest'],
};

/** The script's entry points, from a fresh run of its file. */
export function loadScript(file: string, type: ScriptType, options: LoadOptions): EntryPoints {
  checkHeader(readCabinet(file, options), file, type);
  const entryPoints = loadModule(file, options, new Map());
  if (isDoneByRequire(entryPoints, file, options))
    return { [ENTRY_POINTS[type][0] as string]: () => undefined };
  if (typeof entryPoints !== 'object' || entryPoints === null) throw noEntryPoints(file, type);
  const known = ENTRY_POINTS[type];
  for (const name of Object.keys(entryPoints)) {
    if (known.includes(name) || name === '__esModule') continue;
    if (!tolerate(`entry point ${name} of ${file} is not known and was ignored`))
      throw new NotEmulated(`entry point ${name} of ${file}`);
  }
  if (!known.some((name) => name in entryPoints)) throw noEntryPoints(file, type);
  return entryPoints as EntryPoints;
}

/** A file with `require` and no entry points has done all it does when it was loaded. */
function isDoneByRequire(entryPoints: unknown, file: string, options: LoadOptions): boolean {
  const names = typeof entryPoints === 'object' && entryPoints !== null ? Object.keys(entryPoints) : [];
  return names.length === 0 && /^\s*require\s*\(/m.test(readCabinet(file, options));
}

/** The block comment from which NetSuite knows what the file is (section_4527904430). */
function checkHeader(text: string, file: string, type: ScriptType): void {
  const { version, tag } = readHeader(text);
  if (!/^2\.(0|1|x)$/i.test(version ?? '')) {
    throw new NotEmulated(
      `@NApiVersion ${version ?? '(none)'} in ${file}; only 2.0, 2.x and 2.1 run here. It`,
    );
  }
  if (tag?.toLowerCase() === TYPE_TAGS[type].toLowerCase()) return;
  throw suiteError(
    'SCRIPT_TYPE_MISMATCH',
    `${file} has @NScriptType ${tag ?? '(nothing)'}, but its script record is a ${TYPE_TAGS[type]}. Make them agree.`,
  );
}

function loadModule(file: string, options: LoadOptions, loaded: Map<string, unknown>): unknown {
  if (loaded.has(file)) return loaded.get(file);
  const { dependencies, factory, required } = definitionIn(file, options, loaded);
  const exported: Record<string, unknown> = {};
  const values = dependencies.map((name) => {
    if (name === 'exports') return exported;
    return name === 'require'
      ? (...given: unknown[]) => requireNow(given, file, options, loaded)
      : dependency(name, file, options, loaded);
  });
  if (required && typeof factory === 'function') return factory(...values) ?? exported;
  const result = typeof factory === 'function' ? runFactory(factory, values, options) : factory;
  const module = result ?? exported;
  loaded.set(file, module);
  return module;
}

function dependency(name: string, file: string, options: LoadOptions, loaded: Map<string, unknown>): unknown {
  return name.startsWith('N/') || name === 'N'
    ? options.moduleOf(name)
    : loadModule(resolve(name, file), options, loaded);
}

/**
 * Evaluates the file and returns the one `define` it must contain. A file that calls `require` instead runs its callback at
 * once, with everything allowed; what that returns are its entry points.
 */
function definitionIn(file: string, options: LoadOptions, loaded: Map<string, unknown>): Definition {
  const definitions: Definition[] = [];
  let evaluated = false;
  const define = (...values: unknown[]) => void definitions.push(readDefine(file, values));
  // Libraries for browsers and Node alike look for `amd` before they call it.
  options.realm.define('define', Object.assign(define, { amd: {} }));
  options.realm.define('require', (...values: unknown[]) => {
    if (evaluated || typeof values[0] === 'string') return requireNow(values, file, options, loaded);
    return void definitions.push({ ...readDefine(file, values), required: true });
  });
  options.realm.evaluate(readCabinet(file, options), file);
  evaluated = true;
  const [definition, second] = definitions;
  if (!definition)
    throw suiteError(
      'SSS_NO_DEFINE',
      `${file} never calls define(). Wrap it in define([...], function) or require([...], function).`,
    );
  if (second)
    throw suiteError('SSS_MULTIPLE_DEFINE', `${file} calls define() more than once. Keep one per file.`);
  return definition;
}

/** `require` inside a function: a module by its name, or several for a callback, which runs at once. */
function requireNow(
  values: unknown[],
  file: string,
  options: LoadOptions,
  loaded: Map<string, unknown>,
): unknown {
  const [names, callback] = values;
  if (typeof names === 'string') return dependency(names, file, options, loaded);
  const { dependencies } = readDefine(file, values);
  const modules = dependencies.map((name) => dependency(name, file, options, loaded));
  return typeof callback === 'function' ? callback(...modules) : undefined;
}

function readDefine(file: string, values: unknown[]): Definition {
  const [first, second] = values;
  if (values.length === 3 && typeof first === 'string') return readDefine(file, values.slice(1));
  if (values.length === 1)
    return { dependencies: Array.isArray(first) ? first.map(String) : [], factory: first };
  if (values.length === 2 && Array.isArray(first))
    return { dependencies: first.map(String), factory: second };
  throw new NotEmulated(`this form of define() in ${file}`);
}

function runFactory(factory: unknown, values: unknown[], { execution }: LoadOptions): unknown {
  execution.defining = true;
  try {
    return (factory as (...values: unknown[]) => unknown)(...values);
  } finally {
    execution.defining = false;
  }
}

function readCabinet(file: string, { project }: LoadOptions): string {
  const text = project.readFile(file);
  if (text !== undefined) return text;
  throw suiteError(
    'SSS_FILE_NOT_FOUND',
    `${file} is not in the File Cabinet. Build the project, or correct the path in <scriptfile>, or where it is loaded.`,
  );
}

/** Relative to the file that asks, or absolute in the File Cabinet; `.js` may be left out. */
function resolve(name: string, from: string): string {
  if (!name.startsWith('.') && !name.startsWith('/'))
    throw new NotEmulated(`module ${name}, whose path in ${from} is neither relative nor absolute,`);
  const joined = name.startsWith('/') ? name : path.posix.join(path.posix.dirname(from), name);
  return joined.endsWith('.js') ? joined : `${joined}.js`;
}

function noEntryPoints(file: string, type: ScriptType): Error {
  const wanted = ENTRY_POINTS[type].join(', ');
  return suiteError(
    'SSS_NO_ENTRY_POINT',
    `${file} returns no entry point. Return an object with ${wanted}, or assign to exports.`,
  );
}
