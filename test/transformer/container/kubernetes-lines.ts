/** The lines for Kubernetes of docs/operating.md, by the real kubectl, on a server that runs pods as containers of the image. */
import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { describeNeeding } from '../../needs.ts';
import type { Engine } from './engine.ts';
import { blocksOf } from './page-blocks.ts';
import { type Kubernetes, type PodEnd, type PodSpec, startKubernetes } from './kubernetes.ts';

const PAGE = 'docs/operating.md';

const [installing = '', asking = '', pausing = ''] = blocksOf(PAGE, '### Kubernetes');

/** Debian's own is older than cron jobs of batch/v1. */
const OLDEST_MINOR = 21;

const kubectlMissing = (() => {
  const { stdout } = spawnSync('kubectl', ['version', '--client', '--output=json'], { encoding: 'utf8' });
  const minor = Number(/"minor": "(\d+)/.exec(stdout ?? '')?.[1] ?? 0);
  return minor >= OLDEST_MINOR
    ? undefined
    : `kubectl 1.${OLDEST_MINOR} or newer is not installed (https://kubernetes.io/docs/tasks/tools)`;
})();

/** What the server has: nothing, or a file that waits, once there are folders. */
type Server = { empty(): Promise<void>; putFile(): Promise<void> };

/** @param engine with the image built, and the example configured for a server */
export function describeKubernetes(engine: () => Engine, server: Server): void {
  describeNeeding(kubectlMissing)('in Kubernetes', () => {
    let kubernetes: Kubernetes;
    let pods: string[][];
    const environment = (): Record<string, string> => ({ KUBECONFIG: join(engine().folder, 'kubeconfig') });
    const shell = (lines: string) => engine().shell(lines, { environment: environment() });

    beforeAll(async () => {
      await server.empty();
      pods = [];
      kubernetes = await startKubernetes((pod) => {
        pods.push(pod.containers[0]?.args ?? []);
        return runPod(engine(), pod, kubernetes);
      });
      await writeFile(join(engine().folder, 'kubeconfig'), kubeconfig(kubernetes.address));
    });
    afterAll(() => kubernetes.close());

    test('the manifest is applied, and has what it mounts', async () => {
      const { code, output } = await shell(installing);
      expect({ code, output }).toMatchObject({ code: 0, output: expect.stringContaining('cronjob') });
      expect([...kubernetes.objects.keys()].sort()).toEqual([
        'configmaps/transformer',
        'cronjobs/transformer',
        'persistentvolumeclaims/transformer-index',
        'persistentvolumeclaims/transformer-metrics',
        'secrets/transformer-sftp',
      ]);
    });

    test('each question is a job that is removed when it is answered, and none of them starts a pass', async () => {
      for (const line of asking.trim().split('\n')) {
        const { output } = await shell(line);
        expect([line, output]).not.toEqual([
          line,
          expect.stringMatching(/FAIL|error:|INVALID_CONFIGURATION/),
        ]);
      }
      expect(pods.map(([command]) => command)).toEqual([
        'init',
        'check',
        'status',
        'problems',
        'find',
        'replay',
      ]);
      expect(pods).toContainEqual(['find', '#1001']);
      await server.putFile();
      expect((await shell('deploy/ask-kubernetes.sh status')).output).toContain(
        'item-fulfillments: 1 waiting',
      );
      expect([...kubernetes.objects.keys()].filter((key) => key.startsWith('jobs/'))).toEqual([]);
    });

    test('a question ends with the exit code of the transformer, and prints what it said', async () => {
      expect(await shell('deploy/ask-kubernetes.sh find never-seen')).toMatchObject({ code: 1 });
      expect(await shell('deploy/ask-kubernetes.sh check --no-such-option')).toMatchObject({
        code: 2,
        output: expect.stringContaining("unknown option '--no-such-option'"),
      });
      pods.length = 0;
      const note = 'a "quoted" note \\ with $1';
      await shell(`deploy/ask-kubernetes.sh acknowledge p-00000000 --note '${note}'`);
      expect(pods).toEqual([['acknowledge', 'p-00000000', '--note', note]]);
    });

    test('without words nothing is started, and without the cron job neither', async () => {
      pods.length = 0;
      expect(await shell('deploy/ask-kubernetes.sh')).toMatchObject({ code: 2 });
      const [key = ''] = [...kubernetes.objects.keys()].filter((one) => one.startsWith('cronjobs/'));
      const kept = kubernetes.objects.get(key);
      kubernetes.objects.delete(key);
      expect(await shell('deploy/ask-kubernetes.sh check')).toMatchObject({ code: 1 });
      if (kept) kubernetes.objects.set(key, kept);
      expect(pods).toEqual([]);
    });

    test('a pass, as the cron job starts it, leaves its metrics in their claim', async () => {
      expect(await shell('deploy/ask-kubernetes.sh run')).toMatchObject({ code: 0 });
      const path = join(engine().volume('transformer-metrics'), 'transformer.prom');
      expect(await readFile(path, 'utf8')).toContain('transformer_last_pass_exit_code 0\n');
    });

    test('passes are stopped and go on', async () => {
      const [stop = '', goOn = ''] = pausing.trim().split('\n');
      const suspended = () => kubernetes.objects.get('cronjobs/transformer')?.spec?.suspend;
      await shell(stop);
      expect(suspended()).toBe(true);
      await shell(goOn);
      expect(suspended()).toBe(false);
    });
  });
}

const kubeconfig = (server: string): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'here', cluster: { server } }],
    users: [{ name: 'here', user: {} }],
    contexts: [{ name: 'here', context: { cluster: 'here', user: 'here', namespace: 'default' } }],
    'current-context': 'here',
  });

/** The pod's one container, as a container engine of a node would be called for it. */
async function runPod(engine: Engine, pod: PodSpec, kubernetes: Kubernetes): Promise<PodEnd> {
  const [container] = pod.containers;
  if (!container || pod.containers.length > 1) throw new Error('The pod has not exactly one container.');
  const rights = { ...pod.securityContext, ...container.securityContext };
  const options = [
    ...(rights.readOnlyRootFilesystem === true ? ['--read-only'] : []),
    ...(rights.allowPrivilegeEscalation === false ? ['--security-opt no-new-privileges'] : []),
    `--user ${rights.runAsUser}:${rights.runAsGroup}`,
    ...(container.env ?? []).map(({ name, value }) => `--env '${name}=${value}'`),
    ...container.volumeMounts.map(({ name, mountPath, readOnly }) => {
      const source = sourceOf(engine, pod, name, kubernetes);
      return `--volume '${source === '' ? '' : `${source}:`}${mountPath}${readOnly ? ':ro' : ''}'`;
    }),
  ];
  const image = container.image.replace(/^.*\//, '').replace(/:.*$/, '');
  const words = (container.args ?? []).map((word) => `'${word.replaceAll("'", "'\\''")}'`);
  const { code, output } = await engine.shell(
    `exec docker run ${options.join(' ')} ${image} ${words.join(' ')}`,
  );
  return { code: code ?? 1, output };
}

/** What is mounted for a volume of the pod: only what has been made before. */
function sourceOf(engine: Engine, { volumes }: PodSpec, name: string, { objects }: Kubernetes): string {
  const volume = volumes.find((one) => one.name === name);
  if (volume?.emptyDir) return '';
  const claim = volume?.persistentVolumeClaim?.claimName;
  if (claim !== undefined && objects.has(`persistentvolumeclaims/${claim}`)) return claim;
  const configMap = volume?.configMap?.name;
  if (configMap !== undefined && objects.has(`configmaps/${configMap}`)) return filesOf(engine, configMap);
  const secret = volume?.secret?.secretName;
  if (secret !== undefined && objects.has(`secrets/${secret}`)) return filesOf(engine, secret);
  throw new Error(`The volume ${name} is of nothing that the page makes.`);
}

/** The files that the page puts into a config map or a secret, in a folder of their own. */
function filesOf(engine: Engine, name: string): string {
  const line = installing.split('\n').find((one) => one.includes(` ${name} `)) ?? '';
  const files = [...line.matchAll(/--from-file=(\S+)/g)].map(([, file = '']) => join(engine.folder, file));
  const folder = join(engine.folder, 'mounted', name);
  spawnSync('sh', [
    '-ec',
    'mkdir -p "$0"; for file in "$@"; do if [ -d "$file" ]; then cp "$file"/* "$0"; else cp "$file" "$0"; fi; done',
    folder,
    ...files,
  ]);
  return folder;
}
