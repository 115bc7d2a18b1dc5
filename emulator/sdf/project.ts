/** An SDF project as the emulator needs it: scripts and deployments, custom fields and records, CSV import maps, files. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { ScriptType } from '../platform/governance.ts';
import { NotEmulated } from '../strictness/not-emulated.ts';
import {
  type CustomField,
  type CustomList,
  type CustomRecordType,
  readCustomList,
  readCustomRecordType,
  readStandardField,
} from './fields.ts';
import { type CsvImportMap, readCsvImportMap } from './import-map.ts';
import { type Role, readRole } from './roles.ts';
import { child, childrenIn, flagOf, parseXml, reference, textOf, type XmlElement } from './xml.ts';

export type LogLevel = 'DEBUG' | 'AUDIT' | 'ERROR' | 'EMERGENCY';

export type ScriptParameter = { id: string; fieldType: string; defaultValue: string };

export type Deployment = {
  id: string;
  scriptId: string;
  title: string;
  status: string;
  deployed: boolean;
  logLevel: LogLevel;
  /** Of a map/reduce: the processors it may take. */
  concurrencyLimit: number;
  /** Values set on the deployment itself; they come before the parameter's default. */
  parameterValues: Readonly<Record<string, string>>;
  /** The role it runs as, of those of the project; others run as whoever starts them, or as the system. */
  runAsRole?: string;
  /** Roles that may call it, of what answers requests; `all` for every internal role. */
  audience: readonly string[] | 'all';
  /** Of user event scripts: on which records and events they run. */
  trigger?: Trigger;
};

export type Trigger = {
  recordType: string;
  /** The one event it runs on, such as `create`; empty for all. */
  eventType: string;
  /** Empty for all. */
  contexts: readonly string[];
};

export type ScriptRecord = {
  id: string;
  type: ScriptType;
  name: string;
  /** Path in the File Cabinet, `/SuiteScripts/...`. */
  file: string;
  inactive: boolean;
  parameters: readonly ScriptParameter[];
  deployments: readonly Deployment[];
};

export type SdfProject = {
  /** Those that are started by themselves: scheduled and map/reduce scripts, and those that answer a request. */
  scripts: readonly ScriptRecord[];
  userEventScripts: readonly ScriptRecord[];
  customFields: readonly CustomField[];
  customRecordTypes: readonly CustomRecordType[];
  customLists: readonly CustomList[];
  roles: readonly Role[];
  csvImportMaps: readonly CsvImportMap[];
  /** Import maps with something the emulator does not know, by id, and what it is. */
  unknownImportMaps: ReadonlyMap<string, string>;
  /** Definitions of the project's saved searches by script id, decoded when a script asks for one. */
  savedSearches: ReadonlyMap<string, string>;
  /** Features the manifest says the project cannot do without. */
  requiredFeatures: readonly string[];
  /** The text of a File Cabinet file, undefined when the project has none at that path. */
  readFile(path: string): string | undefined;
  /** Paths of its File Cabinet files, `SuiteScripts/...`. */
  listFiles(): string[];
};

export const EMPTY_PROJECT: SdfProject = {
  scripts: [],
  userEventScripts: [],
  customFields: [],
  customRecordTypes: [],
  customLists: [],
  roles: [],
  csvImportMaps: [],
  unknownImportMaps: new Map(),
  savedSearches: new Map(),
  requiredFeatures: [],
  readFile: () => undefined,
  listFiles: () => [],
};

const SCRIPT_TAGS: Readonly<Record<string, ScriptType>> = {
  scheduledscript: 'scheduled',
  mapreducescript: 'mapreduce',
  restlet: 'restlet',
  suitelet: 'suitelet',
};

const USER_EVENT_TAG = 'usereventscript';

/** Reads a project folder; objects of other kinds than those above are left alone. */
export function readSdfProject(given: string): SdfProject {
  const folder = sdfFolder(given);
  const objects = readObjects(join(folder, 'Objects'));
  return {
    scripts: objects.filter((object) => object.tag in SCRIPT_TAGS).map(readScript),
    userEventScripts: objects.filter(({ tag }) => tag === USER_EVENT_TAG).map(readScript),
    customFields: objects.map(readStandardField).filter((field) => field !== undefined),
    customRecordTypes: objects
      .filter((object) => object.tag === 'customrecordtype')
      .map(readCustomRecordType),
    customLists: objects.filter((object) => object.tag === 'customlist').map(readCustomList),
    roles: objects.filter(({ tag }) => tag === 'role').map(readRole),
    ...readImportMaps(objects),
    savedSearches: new Map(
      objects
        .filter(({ tag }) => tag === 'savedsearch')
        .map((object) => [object.scriptid.toLowerCase(), textOf(object, 'definition')]),
    ),
    requiredFeatures: readRequiredFeatures(folder),
    readFile: (path) => readCabinetFile(folder, path),
    listFiles: () => listCabinetFiles(folder),
  };
}

/** The folder itself, or the `src` below it, as SuiteCloud projects have it. */
function sdfFolder(given: string): string {
  const found = [given, join(given, 'src')].find((folder) => existsSync(join(folder, 'manifest.xml')));
  if (found !== undefined) return found;
  throw new Error(
    `SDF_PROJECT: ${given} has no manifest.xml, nor has src below it. Give the folder of a built SDF project.`,
  );
}

/** A map nobody uses does no harm: what is not known of it is said when a script submits it. */
function readImportMaps(
  objects: readonly XmlElement[],
): Pick<SdfProject, 'csvImportMaps' | 'unknownImportMaps'> {
  const csvImportMaps: CsvImportMap[] = [];
  const unknownImportMaps = new Map<string, string>();
  for (const object of objects.filter(({ tag }) => tag === 'savedcsvimport')) {
    try {
      csvImportMaps.push(readCsvImportMap(object));
    } catch (error) {
      if (!(error instanceof NotEmulated)) throw error;
      unknownImportMaps.set(object.scriptid, error.what);
    }
  }
  return { csvImportMaps, unknownImportMaps };
}

function readObjects(folder: string): XmlElement[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.xml'))
    .sort()
    .map((path) => parseXml(readFileSync(join(folder, path), 'utf8'), `Objects/${path}`));
}

function readScript(object: XmlElement): ScriptRecord {
  const id = object.scriptid;
  const parameters = childrenIn(object, 'scriptcustomfields', 'scriptcustomfield').map(readParameter);
  return {
    id,
    type: SCRIPT_TAGS[object.tag] ?? 'userevent',
    name: textOf(object, 'name'),
    file: reference(textOf(object, 'scriptfile')),
    inactive: flagOf(object, 'isinactive'),
    parameters,
    deployments: childrenIn(object, 'scriptdeployments', 'scriptdeployment').map((deployment) =>
      readDeployment(deployment, id, parameters),
    ),
  };
}

function readParameter(field: XmlElement): ScriptParameter {
  return {
    id: field.scriptid,
    fieldType: textOf(field, 'fieldtype') || 'TEXT',
    // A checkbox has its default in an element of its own.
    defaultValue: textOf(field, 'defaultchecked') || textOf(field, 'defaultvalue'),
  };
}

/** Documented defaults: status TESTING, deployed, log level DEBUG (SDFxml_27094036). */
function readDeployment(element: XmlElement, scriptId: string, parameters: ScriptParameter[]): Deployment {
  const own = parameters
    .map(({ id }) => child(element, id))
    .filter((value) => value !== undefined)
    .map((value) => [value.tag, value.text] as const);
  return {
    id: element.scriptid,
    scriptId,
    title: textOf(element, 'title'),
    status: textOf(element, 'status') || 'TESTING',
    deployed: flagOf(element, 'isdeployed', true),
    logLevel: (textOf(element, 'loglevel') || 'DEBUG') as LogLevel,
    concurrencyLimit: Number(textOf(element, 'concurrencylimit') || 1),
    parameterValues: Object.fromEntries(own),
    audience: flagOf(element, 'allroles') ? 'all' : rolesIn(textOf(element, 'audslctrole')),
    ...(child(element, 'runasrole') && { runAsRole: reference(textOf(element, 'runasrole')) }),
    ...(child(element, 'recordtype') && { trigger: readTrigger(element) }),
  };
}

/** With a bar between them (SDFxml_2909147388). */
const rolesIn = (text: string): string[] => text.split('|').filter(Boolean).map(reference);

/** What a user event script is deployed on (SDFxml_1334137041). */
const readTrigger = (element: XmlElement): Trigger => ({
  recordType: reference(textOf(element, 'recordtype')).toLowerCase(),
  eventType: textOf(element, 'eventtype').toLowerCase(),
  contexts: textOf(element, 'executioncontext').split('|').filter(Boolean),
});

function readRequiredFeatures(folder: string): string[] {
  const manifest = parseXml(readFileSync(join(folder, 'manifest.xml'), 'utf8'), 'manifest.xml');
  const dependencies = child(manifest, 'dependencies');
  if (!dependencies) return [];
  return childrenIn(dependencies, 'features', 'feature')
    .filter((feature) => feature.attributes.required === 'true')
    .map((feature) => feature.text);
}

function readCabinetFile(folder: string, path: string): string | undefined {
  const segments = path.split('/').filter((segment) => segment !== '');
  if (segments.includes('..')) return undefined;
  const file = join(folder, 'FileCabinet', ...segments);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

function listCabinetFiles(folder: string): string[] {
  const root = join(folder, 'FileCabinet');
  if (!existsSync(root)) return [];
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.endsWith('.attributes'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort();
}
