/** Loads a built AMD file as NetSuite does: header, `define`, dependencies, and the entry points it hands over. */
import path from 'node:path';
import type { Execution } from './execution.ts';
import type { ScriptType } from './governance.ts';
import { NotEmulated } from './not-emulated.ts';
import type { Realm } from './realm.ts';
import type { SdfProject } from './sdf-project.ts';
import { suiteError } from './suite-error.ts';

export type EntryPoints = Record<string, unknown>;

export type LoadOptions = {
  project: SdfProject;
  realm: Realm;
  execution: Execution;
  /** The N module of that name, or a refusal. */
  moduleOf: (name: string) => unknown;
};

type Definition = { dependencies: readonly string[]; factory: unknown };

const TYPE_TAGS: Readonly<Record<ScriptType, string>> = {
  scheduled: 'ScheduledScript',
  mapreduce: 'MapReduceScript',
};

const ENTRY_POINTS: Readonly<Record<ScriptType, readonly string[]>> = {
  scheduled: ['execute'],
  mapreduce: ['getInputData', 'map', 'reduce', 'summarize', 'config'],
};

/** The script's entry points, from a fresh run of its file. */
export function loadScript(file: string, type: ScriptType, options: LoadOptions): EntryPoints {
  checkHeader(readCabinet(file, options), file, type);
  const entryPoints = loadModule(file, options, new Map());
  if (typeof entryPoints !== 'object' || entryPoints === null) throw noEntryPoints(file, type);
  const known = ENTRY_POINTS[type];
  const unknown = Object.keys(entryPoints).find((name) => !known.includes(name) && name !== '__esModule');
  if (unknown) throw new NotEmulated(`entry point ${unknown} of ${file}`);
  if (!known.some((name) => name in entryPoints)) throw noEntryPoints(file, type);
  return entryPoints as EntryPoints;
}

/** The block comment that tells NetSuite what the file is (bridgehead_4387808259). */
function checkHeader(text: string, file: string, type: ScriptType): void {
  const header = /^\uFEFF?\s*\/\*\*[\s\S]*?\*\//.exec(text)?.[0] ?? '';
  const version = /@NApiVersion\s+(\S+)/.exec(header)?.[1];
  const tag = /@NScriptType\s+(\S+)/i.exec(header)?.[1];
  if (version !== '2.1') {
    throw new NotEmulated(`@NApiVersion ${version ?? '(none)'} in ${file}; only 2.1 runs here. The version`);
  }
  if (tag?.toLowerCase() === TYPE_TAGS[type].toLowerCase()) return;
  throw suiteError(
    'SCRIPT_TYPE_MISMATCH',
    `${file} says @NScriptType ${tag ?? '(nothing)'}, its script record is a ${TYPE_TAGS[type]}. Make them agree.`,
  );
}

function loadModule(file: string, options: LoadOptions, loaded: Map<string, unknown>): unknown {
  if (loaded.has(file)) return loaded.get(file);
  const { dependencies, factory } = definitionIn(file, options);
  const exported: Record<string, unknown> = {};
  const values = dependencies.map((name) => {
    if (name === 'exports') return exported;
    return name.startsWith('N/') || name === 'N'
      ? options.moduleOf(name)
      : loadModule(resolve(name, file), options, loaded);
  });
  const result = typeof factory === 'function' ? runFactory(factory, values, options) : factory;
  const module = result ?? exported;
  loaded.set(file, module);
  return module;
}

/** Evaluates the file and returns the one `define` it must contain. */
function definitionIn(file: string, options: LoadOptions): Definition {
  const definitions: Definition[] = [];
  options.realm.define('define', (...values: unknown[]) => {
    definitions.push(readDefine(file, values));
  });
  options.realm.evaluate(readCabinet(file, options), file);
  const [definition, second] = definitions;
  if (!definition)
    throw suiteError('SSS_NO_DEFINE', `${file} never calls define(). Wrap it in define([...], function).`);
  if (second)
    throw suiteError('SSS_MULTIPLE_DEFINE', `${file} calls define() more than once. Keep one per file.`);
  return definition;
}

function readDefine(file: string, values: unknown[]): Definition {
  const [first, second] = values;
  if (values.length === 1) return { dependencies: [], factory: first };
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
    `${file} is not in the File Cabinet. Build the project, or correct <scriptfile>.`,
  );
}

/** Relative to the file that asks, or absolute in the File Cabinet; `.js` may be left out. */
function resolve(name: string, from: string): string {
  if (!name.startsWith('.') && !name.startsWith('/')) throw new NotEmulated(`module ${name}`);
  const joined = name.startsWith('/') ? name : path.posix.join(path.posix.dirname(from), name);
  return joined.endsWith('.js') ? joined : `${joined}.js`;
}

function noEntryPoints(file: string, type: ScriptType): Error {
  const wanted = ENTRY_POINTS[type].join(', ');
  return suiteError(
    'SSS_NO_ENTRY_POINT',
    `${file} hands over no entry point. Return an object with ${wanted}, or assign to exports.`,
  );
}
