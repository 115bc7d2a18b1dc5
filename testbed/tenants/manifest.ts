/** The environment of the transformer's processes as the Kubernetes manifest gives it, so that what is tried is what is deployed. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';

const DEPLOY = join(import.meta.dirname, '../../deploy');
/** The one for several processes; the other is for one, whose pods differ in nothing. */
const MANIFESTS = ['kubernetes-job.yaml', 'kubernetes-cronjob.yaml'];

/**
 * @property file its name in `deploy/`
 * @property processes how many pods the job has
 * @property periodSeconds how often the job begins
 * @property folders where the container has what is mounted, without the slash at the beginning
 */
export type Manifest = {
  file: string;
  periodSeconds: number;
  words: readonly string[];
  variables: readonly Variable[];
  folders: readonly string[];
  processes: number;
  isIndexed: boolean;
};

type Variable = { name: string; value?: string; valueFrom?: { fieldRef?: { fieldPath?: string } } };

type Container = { args?: string[]; env?: Variable[]; volumeMounts?: { mountPath: string }[] };
type JobSpec = {
  completions?: number;
  completionMode?: string;
  template: { spec: { containers: Container[] } };
};

export function readManifest(): Manifest {
  const file = MANIFESTS.find((name) => existsSync(join(DEPLOY, name))) ?? '';
  const documents = parseAllDocuments(readFileSync(join(DEPLOY, file), 'utf8')).map((one) => one.toJS());
  const found = documents.find(({ kind }) => kind === 'CronJob' || kind === 'Job');
  const spec: JobSpec = found.spec.jobTemplate?.spec ?? found.spec;
  const [container = {}] = spec.template.spec.containers;
  const { args = [], env = [], volumeMounts = [] } = container;
  return {
    file,
    periodSeconds: periodOf(String(found.spec.schedule)),
    words: args,
    variables: env,
    folders: volumeMounts.map(({ mountPath }) => mountPath.slice(1)),
    processes: spec.completions ?? 1,
    isIndexed: spec.completionMode === 'Indexed',
  };
}

/** Every so many minutes, as the schedule says it in the first of its fields. */
function periodOf(schedule: string): number {
  const [, minutes] = /^\*\/(\d+) \* \* \* \*$/.exec(schedule) ?? [];
  if (minutes === undefined) throw new Error(`The schedule ${schedule} is not known here.`);
  return Number(minutes) * 60;
}

const PLACES = ['connection', 'metricsFile', 'index', 'notify', 'tenants'];

/** What the configuration says that is deployed with it, but for where files are: that is each world's own. */
export function deployedSettings(): Record<string, unknown> {
  const settings = parse(readFileSync(join(DEPLOY, 'transformer.yaml'), 'utf8'));
  return Object.fromEntries(Object.entries(settings).filter(([name]) => !PLACES.includes(name)));
}

/** The image has one of its own. */
const COMPILED = join(import.meta.dirname, '../../node_modules/.cache/compiled');

const INDEX = 'JOB_COMPLETION_INDEX';
const INDEX_FIELD = "metadata.annotations['batch.kubernetes.io/job-completion-index']";

/**
 * What a pod of this index has: the manifest's variables, the one that Kubernetes adds to those of an indexed job, and those of
 * the image. Instead of the container's root there is a folder of this machine.
 */
export function environmentOf(manifest: Manifest, root: string, index: number): Record<string, string> {
  const { PATH = '' } = process.env;
  const image = { PATH, NODE_ENV: 'production', NODE_COMPILE_CACHE: COMPILED };
  const set = manifest.variables.map((variable) => [variable.name, valueIn(variable, manifest, root, index)]);
  return {
    ...image,
    TMPDIR: join(root, 'tmp'),
    ...(manifest.isIndexed && { [INDEX]: String(index) }),
    ...Object.fromEntries(set),
  };
}

function valueIn(
  { name, value, valueFrom }: Variable,
  manifest: Manifest,
  root: string,
  index: number,
): string {
  if (value !== undefined)
    return manifest.folders.some((folder) => value.startsWith(`/${folder}/`)) ? join(root, value) : value;
  if (valueFrom?.fieldRef?.fieldPath === INDEX_FIELD) return String(index);
  throw new Error(`${manifest.file} sets ${name} from a source that is not known here.`);
}
