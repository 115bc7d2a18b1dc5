/** The project a script is run in: the SDF project given, and the script itself, whether the project knows it or not. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { readHeader } from '../jobs/load-script.ts';
import type { ScriptType } from '../platform/governance.ts';
import {
  type Deployment,
  EMPTY_PROJECT,
  readSdfProject,
  type ScriptRecord,
  type SdfProject,
} from '../sdf/project.ts';
import { NotEmulated } from '../strictness/not-emulated.ts';

export type ScriptProject = { project: SdfProject; type: ScriptType; scriptId: string; deploymentId: string };

type Wanted = {
  /** Path on this disk. */
  script: string;
  project: string | undefined;
  deployment: string | undefined;
  parameters: Readonly<Record<string, string>>;
};

const TYPES: Readonly<Record<string, ScriptType>> = {
  scheduledscript: 'scheduled',
  mapreducescript: 'mapreduce',
  restlet: 'restlet',
  suitelet: 'suitelet',
};

export function projectWith(wanted: Wanted): ScriptProject {
  const type = typeOf(wanted.script);
  const given = wanted.project === undefined ? EMPTY_PROJECT : readSdfProject(sdfFolder(wanted.project));
  const known = knownScript(given, wanted, type);
  const script = known ?? scriptOutsideProject(wanted, type);
  const deployment = deploymentOf(script, wanted.deployment);
  const own: ScriptRecord = {
    ...script,
    parameters: [...script.parameters, ...newParameters(script, wanted.parameters)],
    deployments: [...script.deployments.filter(({ id }) => id !== deployment.id), deployment],
  };
  const scripts = [...given.scripts.filter(({ id }) => id !== own.id), own];
  return {
    project: { ...given, scripts, readFile: reader(given, own.file, wanted.script) },
    type,
    scriptId: own.id,
    deploymentId: deployment.id,
  };
}

function typeOf(script: string): ScriptType {
  if (!existsSync(script) || !statSync(script).isFile())
    throw new Error(`SCRIPT: ${script} is not a file. Give the path of a SuiteScript file.`);
  const text = readFileSync(script, 'utf8');
  const { tag } = readHeader(text);
  if (tag === undefined && /\bnlapi[A-Z]/.test(text))
    throw new NotEmulated(`SuiteScript 1.0, as in ${script}; it`);
  if (tag === undefined)
    throw new Error(`SCRIPT: ${script} has no @NScriptType in a comment. Add the header NetSuite asks for.`);
  const type = TYPES[tag.toLowerCase()];
  if (type) return type;
  throw new NotEmulated(
    `the script type ${tag} of ${script}; ScheduledScript, MapReduceScript, Restlet and Suitelet run here. It`,
  );
}

/** The folder itself, or the `src` below it, as SuiteCloud projects have it. */
function sdfFolder(folder: string): string {
  const source = path.join(folder, 'src');
  return !existsSync(path.join(folder, 'manifest.xml')) && existsSync(path.join(source, 'manifest.xml'))
    ? source
    : folder;
}

/** By its place in the File Cabinet, else by its deployment, else by its file name; scripts of other files are never guessed at. */
function knownScript(project: SdfProject, wanted: Wanted, type: ScriptType): ScriptRecord | undefined {
  const { script, deployment } = wanted;
  const mine = project.scripts.filter((candidate) => candidate.type === type);
  const place = path.resolve(script).replaceAll(path.sep, '/');
  const isDeployed = ({ deployments }: ScriptRecord) => deployments.some(({ id }) => id === deployment);
  const isNamed = ({ file }: ScriptRecord) => path.posix.basename(file) === path.basename(script);
  const groups = [
    mine.filter(({ file }) => place.endsWith(`/FileCabinet${file}`)),
    mine.filter((candidate) => isDeployed(candidate) && isNamed(candidate)),
    mine.filter(isDeployed),
    mine.filter(isNamed),
  ];
  const found = groups.find((candidates) => candidates.length > 0) ?? [];
  if (new Set(found.map(({ file }) => file)).size < 2) return found.find(isDeployed) ?? found[0];
  throw new Error(
    `SCRIPT: ${script} may be ${found.map(({ id, file }) => `${id} (${file})`).join(' or ')}. Give its path below FileCabinet.`,
  );
}

/** A script record as NetSuite would have it after an upload by hand. */
function scriptOutsideProject({ script }: Wanted, type: ScriptType): ScriptRecord {
  const name = path.basename(script, path.extname(script));
  const id = `customscript_${name.toLowerCase().replace(/[^a-z0-9_]+/g, '_')}`;
  return {
    id,
    type,
    name,
    file: `/SuiteScripts/${path.basename(script)}`,
    inactive: false,
    parameters: [],
    deployments: [],
  };
}

/** Run by hand, so whether it is marked as deployed does not matter. */
function deploymentOf(script: ScriptRecord, wanted: string | undefined): Deployment {
  const found =
    wanted === undefined ? script.deployments[0] : script.deployments.find(({ id }) => id === wanted);
  if (found) return { ...found, deployed: true };
  return {
    id: wanted ?? script.id.replace(/^customscript/, 'customdeploy'),
    scriptId: script.id,
    title: script.name,
    status: 'NOTSCHEDULED',
    deployed: true,
    logLevel: 'DEBUG',
    concurrencyLimit: 1,
    parameterValues: {},
  };
}

/** Parameters nobody has defined are free text. */
function newParameters({ parameters }: ScriptRecord, given: Readonly<Record<string, string>>) {
  return Object.keys(given)
    .filter((name) => !parameters.some(({ id }) => id === name))
    .map((id) => ({ id, fieldType: 'CLOBTEXT', defaultValue: '' }));
}

/** The script from where it lies, and what it loads from beside it, before the project's own files. */
function reader(project: SdfProject, file: string, script: string): SdfProject['readFile'] {
  const cabinetFolder = path.posix.dirname(file);
  return (wanted) => {
    const beside = path.posix.relative(cabinetFolder, wanted);
    if (wanted === file) return readFileSync(script, 'utf8');
    const inProject = project.readFile(wanted);
    if (inProject !== undefined || beside.startsWith('..') || path.posix.isAbsolute(beside)) return inProject;
    const own = path.join(path.dirname(script), beside);
    return existsSync(own) && statSync(own).isFile() ? readFileSync(own, 'utf8') : undefined;
  };
}
