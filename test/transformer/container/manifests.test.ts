/** The manifests for Kubernetes are ones that it accepts, and agree with each other. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { healthOption } from '../../../transformer/cli/health/listen-address.ts';
import { shardOf } from '../../../transformer/cli/turns/shard.ts';
import { type Manifest, manifestsIn, problemsOf } from './check-manifests.ts';

const files = readdirSync('deploy').filter((name) => name.endsWith('.yaml'));
const textOf = (name: string): string => readFileSync(join('deploy', name), 'utf8');
const isForKubernetes = ({ apiVersion, kind }: Manifest): boolean => !!apiVersion && !!kind;
const manifests = files.flatMap((file) =>
  manifestsIn(textOf(file))
    .filter(isForKubernetes)
    .map((manifest) => ({ file, manifest })),
);
const kindsIn = (name: string): unknown[] =>
  manifests.filter(({ file }) => file === name).map(({ manifest }) => manifest.kind);

// biome-ignore lint/suspicious/noExplicitAny: what a manifest holds is checked by the schemas
const manifestOf = (name: string, kind: string): any =>
  manifests.find(({ file, manifest }) => file === name && manifest.kind === kind)?.manifest;

const cronJob = manifestOf('kubernetes-cronjob.yaml', 'CronJob');
const shards = manifestOf('kubernetes-job.yaml', 'CronJob');
const watch = manifestOf('kubernetes-watch.yaml', 'Deployment');

/** What people get wrong, in the text of the manifest. */
const mistakes: readonly (readonly [what: string, file: string, find: string, replacement: string])[] = [
  ['a key with a slip', 'kubernetes-cronjob.yaml', 'concurrencyPolicy:', 'concurencyPolicy:'],
  ['a key of another place', 'kubernetes-job.yaml', '      completions: 2', '      replicas: 2'],
  ['a key in capitals', 'kubernetes-watch.yaml', 'readinessProbe:', 'ReadinessProbe:'],
  [
    'a key one level too deep',
    'kubernetes-watch.yaml',
    '  initialDelaySeconds: 10',
    '    initialDelaySeconds: 10',
  ],
  ['words for a number', 'kubernetes-job.yaml', 'parallelism: 2', 'parallelism: two'],
  ['a number for words', 'kubernetes-job.yaml', 'value: "2"', 'value: 2'],
  ['words for true', 'kubernetes-cronjob.yaml', 'runAsNonRoot: true', 'runAsNonRoot: "yes"'],
  ['one for a list', 'kubernetes-cronjob.yaml', 'args: [run]', 'args: run'],
  [
    'a mapping for a list',
    'kubernetes-watch.yaml',
    '            - name: health',
    '              name: health',
  ],
  ['nothing where something is needed', 'kubernetes-cronjob.yaml', '  schedule: "*/5 * * * *"\n', ''],
  ['a container without a name', 'kubernetes-watch.yaml', '- name: transformer\n', '- stdin: false\n'],
  ['a version that does not have the kind', 'kubernetes-watch.yaml', 'apps/v1', 'batch/v1'],
  ['a kind that there is not', 'kubernetes-job.yaml', 'kind: CronJob', 'kind: Cronjob'],
];

describe('the manifests', () => {
  let wholeOnes: string[][];
  let wrongOnes: string[][];
  beforeAll(async () => {
    const wrong = mistakes.map(([, file, find, replacement]) => {
      const text = textOf(file);
      expect([find, text.split(find).length - 1]).toEqual([find, 1]);
      return manifestsIn(text.replace(find, replacement)).at(-1) as Manifest;
    });
    const problems = await problemsOf([...manifests.map(({ manifest }) => manifest), ...wrong]);
    wholeOnes = problems.slice(0, manifests.length);
    wrongOnes = problems.slice(manifests.length);
  });

  test('are all found, and other files of the folder are not taken for one', () => {
    expect(kindsIn('kubernetes-cronjob.yaml')).toEqual([
      'PersistentVolumeClaim',
      'PersistentVolumeClaim',
      'CronJob',
    ]);
    expect(kindsIn('kubernetes-job.yaml')).toEqual(['CronJob']);
    expect(kindsIn('kubernetes-watch.yaml')).toEqual(['Deployment']);
    const named = files.filter((name) => name.startsWith('kubernetes'));
    expect([...new Set(manifests.map(({ file }) => file))]).toEqual(named);
  });

  test('are accepted by the schemas of Kubernetes', () => {
    expect(wholeOnes.flat()).toEqual([]);
  });

  test.each(mistakes.map(([what, file], index) => ({ what, file, index })))(
    '$what in a copy of $file is refused',
    ({ index }) => {
      expect(wrongOnes[index]).not.toEqual([]);
    },
  );
});

describe('the job of several pods', () => {
  const job = shards.spec.jobTemplate.spec;
  const pod = job.template.spec;

  test('tells each pod which one it is of how many, as the command understands it', () => {
    expect(job).toMatchObject({ completionMode: 'Indexed', backoffLimitPerIndex: 0 });
    expect(job.parallelism).toBe(job.completions);
    const [container] = pod.containers;
    const given = Object.fromEntries(
      container.env.map(({ name, value }: Record<string, string>) => [name, value]),
    );
    for (let index = 0; index < job.completions; index += 1) {
      const environment = { ...given, JOB_COMPLETION_INDEX: `${index}` };
      expect(shardOf(undefined, environment)).toEqual({ index, count: job.completions });
    }
  });

  test('has a name of its own, so that questions are asked by the template of the other', () => {
    expect(shards.metadata.name).not.toBe(cronJob.metadata.name);
    expect(readFileSync('deploy/ask-kubernetes.sh', 'utf8')).toContain(
      `--from=cronjob/${cronJob.metadata.name} `,
    );
  });
});

describe('pods that share claims of one node', () => {
  test.each([
    ['kubernetes-cronjob.yaml', cronJob.spec.jobTemplate.spec.template],
    ['kubernetes-job.yaml', shards.spec.jobTemplate.spec.template],
    ['kubernetes-watch.yaml', watch.spec.template],
  ])('of %s go where the first one of them is', (_, { metadata, spec }) => {
    const [term] = spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution;
    expect(term.topologyKey).toBe('kubernetes.io/hostname');
    expect(term.labelSelector.matchLabels).toEqual({ app: 'transformer' });
    expect(metadata.labels).toMatchObject({ app: 'transformer' });
  });

  test('have the rights, the mounts and the time to end of the cron job', () => {
    const pods = [cronJob, shards].map(({ spec }) => spec.jobTemplate.spec.template.spec);
    const common = [...pods, watch.spec.template.spec].map(({ containers, volumes, ...rest }) => {
      const [{ image, securityContext, resources, volumeMounts }] = containers;
      const { affinity, restartPolicy, ...more } = rest;
      return { image, securityContext, resources, volumeMounts, volumes, ...more };
    });
    for (const one of common) expect(one).toEqual(common[0]);
  });
});

describe('the deployment of watch', () => {
  const [container] = watch.spec.template.spec.containers;

  test('listens where its probes and Prometheus look', () => {
    const { args, ports, livenessProbe, readinessProbe } = container;
    const address = healthOption().parseArg?.(args[args.indexOf('--health') + 1], undefined);
    const [port] = ports;
    expect(address).toEqual({ host: '0.0.0.0', port: port.containerPort });
    expect([livenessProbe, readinessProbe].map(({ httpGet }) => httpGet)).toEqual([
      { path: '/healthz', port: port.name },
      { path: '/readyz', port: port.name },
    ]);
    expect(watch.spec.template.metadata.annotations).toMatchObject({
      'prometheus.io/port': `${port.containerPort}`,
      'prometheus.io/path': '/metrics',
    });
  });

  test('selects its own pods', () => {
    expect(watch.spec.template.metadata.labels).toMatchObject(watch.spec.selector.matchLabels);
  });
});
