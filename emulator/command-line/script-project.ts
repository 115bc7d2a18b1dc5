/** The project a script is run in: the SDF project given, and the script itself, whether the project knows it or not. */
import path from 'node:path';
import type { ScriptType } from '../platform/governance.ts';
import {
  type Deployment,
  EMPTY_PROJECT,
  readSdfProject,
  type ScriptRecord,
  type SdfProject,
} from '../sdf/project.ts';
import { deploymentOf, readerBeside, scriptRecordOf, typeOfScript } from '../sdf/script-file.ts';

export type ScriptProject = { project: SdfProject; type: ScriptType; scriptId: string; deploymentId: string };

type Wanted = {
  /** Path on this disk. */
  script: string;
  project: string | undefined;
  deployment: string | undefined;
  parameters: Readonly<Record<string, string>>;
  /** For a user event script: the type of the record that is saved. */
  record?: string | undefined;
};

export function projectWith(wanted: Wanted): ScriptProject {
  const type = typeOfScript(wanted.script);
  const given = wanted.project === undefined ? EMPTY_PROJECT : readSdfProject(wanted.project);
  const known = knownScript(given, wanted, type);
  const script = known ?? scriptRecordOf(wanted.script, type);
  const deployment = { ...deploymentIn(script, wanted.deployment), ...triggerOn(wanted.record) };
  const others = type === 'userevent' ? [] : script.deployments;
  const own: ScriptRecord = {
    ...script,
    parameters: [...script.parameters, ...newParameters(script, wanted.parameters)],
    deployments: [...others.filter(({ id }) => id !== deployment.id), deployment],
  };
  const kind = type === 'userevent' ? 'userEventScripts' : 'scripts';
  const scripts = [...given[kind].filter(({ id }) => id !== own.id), own];
  return {
    project: { ...given, [kind]: scripts, readFile: readerBeside(given, own.file, wanted.script) },
    type,
    scriptId: own.id,
    deploymentId: deployment.id,
  };
}

/** By its place in the File Cabinet, else by its deployment, else by its file name; scripts of other files are never guessed at. */
function knownScript(project: SdfProject, wanted: Wanted, type: ScriptType): ScriptRecord | undefined {
  const { script, deployment } = wanted;
  const mine = [...project.scripts, ...project.userEventScripts].filter(
    (candidate) => candidate.type === type,
  );
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

/** Run by hand, so whether it is marked as deployed does not matter. */
function deploymentIn(script: ScriptRecord, wanted: string | undefined): Deployment {
  const found =
    wanted === undefined ? script.deployments[0] : script.deployments.find(({ id }) => id === wanted);
  return found ? { ...found, deployed: true } : deploymentOf(script, wanted);
}

/** Named on the command line, a user event script runs whatever records and events its deployment is for. */
const triggerOn = (record: string | undefined): Partial<Deployment> =>
  record === undefined
    ? {}
    : { status: 'RELEASED', trigger: { recordType: record.toLowerCase(), eventType: '', contexts: [] } };

/** Parameters nobody has defined are free text. */
function newParameters({ parameters }: ScriptRecord, given: Readonly<Record<string, string>>) {
  return Object.keys(given)
    .filter((name) => !parameters.some(({ id }) => id === name))
    .map((id) => ({ id, fieldType: 'CLOBTEXT', defaultValue: '' }));
}
