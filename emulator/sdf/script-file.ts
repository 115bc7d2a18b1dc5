/** A script file that no project describes: what it is, by its own header, and a script record such as an upload by hand makes. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { ScriptType } from '../platform/governance.ts';
import { NotEmulated } from '../strictness/not-emulated.ts';
import type { Deployment, ScriptParameter, ScriptRecord, SdfProject } from './project.ts';
import { readHeader } from './script-header.ts';

export type ScriptFile = {
  file: string;
  /** Of a user event script: the record type it is deployed on, such as `salesorder`, or `record` for all. */
  record?: string;
  /** The parameters it has and their values: text, as nothing says which type they are of. */
  parameters?: Readonly<Record<string, string>>;
};

const TYPES: Readonly<Record<string, ScriptType>> = {
  scheduledscript: 'scheduled',
  mapreducescript: 'mapreduce',
  usereventscript: 'userevent',
  restlet: 'restlet',
  suitelet: 'suitelet',
};

/** @throws Error SCRIPT, NotEmulated */
export function typeOfScript(file: string): ScriptType {
  if (!existsSync(file) || !statSync(file).isFile())
    throw new Error(`SCRIPT: ${file} is not a file. Give the path of a SuiteScript file.`);
  const text = readFileSync(file, 'utf8');
  const { tag, version } = readHeader(text);
  refuseOtherLanguages(file, text);
  if (tag === undefined || version === undefined)
    throw new Error(
      `SCRIPT: ${file} has no ${tag === undefined ? '@NScriptType' : '@NApiVersion'} in a comment, so nothing says what kind of script it is. NetSuite asks for this at its top:\n${HEADER}${isCompiled(text) ? LOST_HEADER : ''}`,
    );
  const type = TYPES[tag.toLowerCase()];
  if (type) return type;
  throw new NotEmulated(
    `a script of the type ${tag}, as in ${file}, where ScheduledScript, MapReduceScript, Restlet, Suitelet and UserEventScript run,`,
  );
}

/** As TypeScript compiles modules to AMD. */
const isCompiled = (text: string): boolean => /\bdefine\(\["require", "exports"/.test(text);

const LOST_HEADER = '\nTypeScript drops this comment unless an empty line follows it.';

const HEADER = '/**\n * @NApiVersion 2.1\n * @NScriptType ScheduledScript\n */';

/** What NetSuite could not run either, or not as SuiteScript 2. */
function refuseOtherLanguages(file: string, text: string): void {
  const isAmd = /\b(define|require)\s*\(/.test(text);
  if (!isAmd && /\bnlapi[A-Z]/.test(text)) throw new NotEmulated(`SuiteScript 1.0, as in ${file},`);
  if (/\.[cm]?tsx?$/.test(file))
    throw new Error(
      `SCRIPT: ${file} is TypeScript, and NetSuite runs JavaScript. Compile it ("module": "amd" in tsconfig.json), and give the .js file.`,
    );
  if (!isAmd && /^\s*(import\s*[\w{*'"]|export\s)/m.test(text))
    throw new Error(
      `SCRIPT: ${file} is an ES module (import, export), which NetSuite does not load. Write define([...], function), or compile it to AMD.`,
    );
}

/** Its path in the File Cabinet is what comes after FileCabinet or before SuiteScripts; otherwise it lies in SuiteScripts itself. */
export function cabinetPathOf(file: string): string {
  const place = path.resolve(file).replaceAll(path.sep, '/');
  return (
    /.*\/FileCabinet(\/.+)$/.exec(place)?.[1] ??
    /.*(\/SuiteScripts\/.+)$/.exec(place)?.[1] ??
    `/SuiteScripts/${path.basename(file)}`
  );
}

export function scriptRecordOf(file: string, type: ScriptType): ScriptRecord {
  const name = path.basename(file, path.extname(file));
  const id = `customscript_${name.toLowerCase().replace(/[^a-z0-9_]+/g, '_')}`;
  return { id, type, name, file: cabinetPathOf(file), inactive: false, parameters: [], deployments: [] };
}

/** Run by hand, so whether it is scheduled does not matter. */
export const deploymentOf = (script: ScriptRecord, id?: string): Deployment => ({
  id: id ?? script.id.replace(/^customscript/, 'customdeploy'),
  scriptId: script.id,
  title: script.name,
  status: 'NOTSCHEDULED',
  deployed: true,
  logLevel: 'DEBUG',
  concurrencyLimit: 1,
  audience: [],
  parameterValues: {},
});

export const textParameters = (values: Readonly<Record<string, string>>): ScriptParameter[] =>
  Object.entries(values).map(([id, defaultValue]) => ({ id, fieldType: 'CLOBTEXT', defaultValue }));

/** The script from where it lies, and what it loads from around it, after the project's own files. */
export function readerBeside(project: SdfProject, cabinetPath: string, file: string): SdfProject['readFile'] {
  const folder = path.posix.dirname(cabinetPath);
  return (wanted) => {
    if (wanted === cabinetPath) return readFileSync(file, 'utf8');
    const inProject = project.readFile(wanted);
    if (inProject !== undefined) return inProject;
    const beside = path.join(path.dirname(file), path.posix.relative(folder, wanted));
    return existsSync(beside) && statSync(beside).isFile() ? readFileSync(beside, 'utf8') : undefined;
  };
}

/** The project with these scripts, each with the deployment `customdeploy_<file name>`. */
export function withScriptFiles(project: SdfProject, files: readonly (string | ScriptFile)[]): SdfProject {
  return files
    .map((given) => (typeof given === 'string' ? { file: given } : given))
    .reduce(withScriptFile, project);
}

function withScriptFile(project: SdfProject, { file, record, parameters = {} }: ScriptFile): SdfProject {
  const type = typeOfScript(file);
  const script = { ...scriptRecordOf(file, type), parameters: textParameters(parameters) };
  const readFile = readerBeside(project, script.file, file);
  if (type !== 'userevent')
    return {
      ...project,
      readFile,
      scripts: [...project.scripts, { ...script, deployments: [deploymentOf(script)] }],
    };
  if (record === undefined)
    throw new Error(
      `SCRIPT: ${file} is a user event script. Say on which records it is deployed: { file: '${file}', record: 'salesorder' }.`,
    );
  const trigger = { recordType: record.toLowerCase(), eventType: '', contexts: [] };
  const deployment: Deployment = { ...deploymentOf(script), status: 'RELEASED', trigger };
  return {
    ...project,
    readFile,
    userEventScripts: [...project.userEventScripts, { ...script, deployments: [deployment] }],
  };
}
