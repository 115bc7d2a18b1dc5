/**
 * As much of a Kubernetes API server as the kubectl lines of our pages need: it keeps objects, and runs the pod of a job at
 * once. Answers have the form that the API reference gives (kubernetes.io, batch/v1 and core/v1).
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

export type PodSpec = {
  containers: {
    name: string;
    image: string;
    args?: string[];
    env?: { name: string; value: string }[];
    volumeMounts: { name: string; mountPath: string; readOnly?: boolean }[];
    securityContext: Record<string, unknown>;
  }[];
  volumes: {
    name: string;
    configMap?: { name: string };
    secret?: { secretName: string };
    persistentVolumeClaim?: { claimName: string };
    emptyDir?: object;
  }[];
  securityContext: Record<string, unknown>;
};

export type KubernetesObject = {
  apiVersion: string;
  kind: string;
  metadata: { name: string; uid?: string; labels?: Record<string, string>; [more: string]: unknown };
  spec?: { template?: { spec: PodSpec }; selector?: object; [more: string]: unknown };
  status?: object;
};

export type PodEnd = { code: number; output: string };

export type Kubernetes = {
  address: string;
  /** By their path, such as `jobs/transformer-1`. */
  objects: Map<string, KubernetesObject>;
  close(): Promise<void>;
};

const KINDS: Readonly<Record<string, [string, string]>> = {
  configmaps: ['v1', 'ConfigMap'],
  secrets: ['v1', 'Secret'],
  pods: ['v1', 'Pod'],
  persistentvolumeclaims: ['v1', 'PersistentVolumeClaim'],
  cronjobs: ['batch/v1', 'CronJob'],
  jobs: ['batch/v1', 'Job'],
};

/** @param runPod runs the containers of a pod to their end */
export async function startKubernetes(runPod: (pod: PodSpec) => Promise<PodEnd>): Promise<Kubernetes> {
  const objects = new Map<string, KubernetesObject>();
  const logs = new Map<string, string>();

  async function runJob(job: KubernetesObject): Promise<void> {
    const { name, uid } = job.metadata;
    const spec = job.spec?.template?.spec;
    if (!spec) throw new Error(`The job ${name} has no pod.`);
    const labels = { 'job-name': name, 'controller-uid': uid as string };
    job.spec = { ...job.spec, selector: { matchLabels: { 'controller-uid': uid } } };
    const { code, output } = await runPod(spec);
    job.status = code === 0 ? { succeeded: 1 } : { failed: 1 };
    const ended = { name: spec.containers[0]?.name, state: { terminated: { exitCode: code } } };
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: `${name}-pod`, namespace: 'default', labels },
    };
    logs.set(`${name}-pod`, output);
    objects.set(`pods/${name}-pod`, {
      ...pod,
      spec: { ...spec },
      status: { phase: code === 0 ? 'Succeeded' : 'Failed', containerStatuses: [ended] },
    });
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://here');
    const json = (body: unknown, code = 200): void => {
      response.writeHead(code, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    const found = discovery(pathname);
    if (found) return json(found);
    // An empty document: kubectl then leaves validation to the server.
    if (pathname === '/openapi/v2') {
      response.writeHead(200, {
        'content-type': 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf',
      });
      response.end();
      return;
    }
    const [, kind = '', name, part] =
      /\/namespaces\/default\/(\w+)(?:\/([\w.-]+))?(?:\/(\w+))?$/.exec(pathname) ?? [];
    const key = `${kind}/${name}`;
    if (part === 'log') {
      response.writeHead(200, { 'content-type': 'text/plain' });
      response.end(logs.get(name ?? ''));
      return;
    }
    if (request.method === 'POST') {
      const made = objectOf(kind, await bodyOf(request));
      objects.set(`${kind}/${made.metadata.name}`, made);
      if (kind === 'jobs') await runJob(made);
      return json(made, 201);
    }
    if (name === undefined) return json(listOf(kind, [...objects], searchParams.get('labelSelector')));
    const object = objects.get(key);
    if (!object) return json(notFound(kind, name), 404);
    if (request.method === 'DELETE') objects.delete(key);
    if (request.method === 'PATCH')
      object.spec = { ...object.spec, ...JSON.parse((await bodyOf(request)).toString()).spec };
    json(object);
  }

  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const place = server.address();
  const port = typeof place === 'object' ? place?.port : undefined;
  return {
    address: `http://127.0.0.1:${port}`,
    objects,
    close: () => {
      server.closeAllConnections();
      return new Promise((closed) => server.close(() => closed()));
    },
  };
}

function discovery(path: string): unknown {
  if (path === '/version') return { major: '1', minor: '32', gitVersion: 'v1.32.0' };
  if (path === '/api') return { kind: 'APIVersions', versions: ['v1'] };
  const batch = { groupVersion: 'batch/v1', version: 'v1' };
  if (path === '/apis')
    return {
      kind: 'APIGroupList',
      apiVersion: 'v1',
      groups: [{ name: 'batch', versions: [batch], preferredVersion: batch }],
    };
  const group = /^\/(?:api|apis)\/(v1|batch\/v1)$/.exec(path)?.[1];
  if (group === undefined) return undefined;
  const resources = Object.entries(KINDS)
    .filter(([, [version]]) => version === group)
    .map(([name, [, kind]]) => ({
      name,
      singularName: '',
      namespaced: true,
      kind,
      verbs: ['create', 'delete', 'get', 'list', 'patch'],
    }));
  return { kind: 'APIResourceList', groupVersion: group, resources };
}

/** kubectl sends what it makes itself in Protocol Buffers, of which only the name is wanted here. */
function objectOf(plural: string, body: Buffer): KubernetesObject {
  const [apiVersion, kind] = KINDS[plural] as [string, string];
  const object: KubernetesObject = body.subarray(0, 3).equals(Buffer.from('k8s'))
    ? { apiVersion, kind, metadata: { name: /transformer[\w-]*/.exec(body.toString('latin1'))?.[0] ?? '' } }
    : JSON.parse(body.toString());
  object.metadata = { ...object.metadata, namespace: 'default', uid: `uid-of-${object.metadata.name}` };
  return object;
}

function listOf(
  plural: string,
  objects: readonly (readonly [string, KubernetesObject])[],
  selector: string | null,
): unknown {
  const [apiVersion, kind] = KINDS[plural] ?? ['v1', 'Unknown'];
  const wanted = (selector ?? '').split(',').filter(Boolean);
  const has = ({ metadata: { labels = {} } }: KubernetesObject): boolean =>
    wanted.every((one) => labels[one.split('=')[0] ?? ''] === one.split('=')[1]);
  const items = objects
    .filter(([path, one]) => path.startsWith(`${plural}/`) && has(one))
    .map(([, one]) => one);
  return { apiVersion, kind: `${kind}List`, metadata: { resourceVersion: '1' }, items };
}

const notFound = (plural: string, name: string): unknown => ({
  apiVersion: 'v1',
  kind: 'Status',
  status: 'Failure',
  reason: 'NotFound',
  code: 404,
  message: `${plural} "${name}" not found`,
});

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
