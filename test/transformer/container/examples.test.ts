import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse, parseAllDocuments } from 'yaml';
import { parseConfiguration } from '../../../transformer/config/load.ts';
import { blocksOf } from './page-blocks.ts';
import { makeTemporaryFolder, type TemporaryFolder } from '../local-files/temporary-folder.ts';

const dockerfile = readFileSync('Dockerfile', 'utf8');
const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));

/** What comes from this project into the last stage, and into the stage that installs. */
const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, names = '']) =>
  names.split(' '),
);

describe('the Dockerfile', () => {
  test('copies only files that exist and that .dockerignore lets through', () => {
    const allowed = readFileSync('.dockerignore', 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1));
    expect(new Set(copied)).toEqual(new Set(allowed));
    for (const name of copied) expect([name, existsSync(name)]).toEqual([name, true]);
  });

  test('runs as an ordinary user, on the Node version that the tests run with', () => {
    expect(dockerfile).toMatch(/^USER 1000:1000$/m);
    const bases = [...dockerfile.matchAll(/^FROM node:([\d.]+)-/gm)].map(([, version]) => version);
    expect(new Set(bases)).toEqual(new Set([manifest.devDependencies.node.replace('^', '')]));
  });

  test('installs nothing but what the program needs, and runs no script of a package', () => {
    expect(dockerfile).toContain('npm ci --omit=dev --ignore-scripts');
    expect(dockerfile).not.toMatch(/apt|apk|curl|gcc|python/);
  });
});

describe('what the Dockerfile puts together', () => {
  let folder: TemporaryFolder;
  beforeAll(async () => {
    folder = await makeTemporaryFolder();
    for (const name of copied) await cp(name, join(folder.path, name), { recursive: true });
    for (const [path, { dev, optional }] of Object.entries<{ dev?: boolean; optional?: boolean }>(
      lock.packages,
    )) {
      if (path === '' || dev || (optional && !existsSync(path))) continue;
      await mkdir(join(folder.path, path), { recursive: true });
      await cp(path, join(folder.path, path), { recursive: true });
    }
  });
  afterAll(() => folder.remove());

  const transformer = (...words: string[]): Promise<{ code: number; out: string; err: string }> =>
    new Promise((end) => {
      const options = { cwd: folder.path, env: { PATH: process.env.PATH } };
      execFile(process.execPath, ['transformer/main.ts', ...words], options, (error, out, err) => {
        end({ code: error ? Number(error.code) : 0, out, err });
      });
    });

  test('is a program that runs, without any development package', async () => {
    expect(await readdir(join(folder.path, 'node_modules'))).not.toContain('typescript');
    expect(await transformer('--help')).toMatchObject({ code: 0, err: '' });
    await mkdir(join(folder.path, 'data'));
    expect(await transformer('init', '--folder', 'data')).toMatchObject({ code: 0, err: '' });
    expect(await transformer('run', '--folder', 'data')).toMatchObject({ code: 0 });
    expect(await transformer('report', '--folder', 'data', '--html', 'pages')).toMatchObject({
      code: 0,
      err: '',
    });
  });
});

describe('the examples of a deployment', () => {
  const text = (name: string) => readFileSync(join('deploy', name), 'utf8');
  const compose = parse(text('compose.yaml'));
  const manifest = parseAllDocuments(text('kubernetes-cronjob.yaml')).map((document) => document.toJS());
  const cronJob = manifest.find(({ kind }) => kind === 'CronJob');
  const pod = cronJob.spec.jobTemplate.spec.template.spec;
  const [container] = pod.containers;

  test('share a configuration that is accepted', () => {
    const [tenant] = parseConfiguration(text('transformer.yaml'), 'deploy');
    const { sftp } = tenant?.configuration.connection ?? {};
    expect(sftp).toMatchObject({ privateKeyFile: '/run/secrets/sftp_key' });
  });

  test('agree with the page, the Dockerfile and the configuration on every path in the container', () => {
    const page =
      readFileSync('docs/operating.md', 'utf8').split('\n## Container\n')[1]?.split('\n## ')[0] ?? '';
    const paths = [...page.matchAll(/^\| `(\/[^`]+)`/gm)].map(([, path]) => path as string).sort();
    expect(paths).toHaveLength(5);
    const [dockerLines = ''] = blocksOf('docs/operating.md', '### Docker');
    const mounts = [...dockerLines.matchAll(/--volume "?(?:[^":\s]+:)?(\/[^":\s]+)/g)];
    expect(mounts.map(([, path]) => path).sort()).toEqual(paths);
    const { transformer } = compose.services;
    const inCompose = transformer.volumes.map((volume: string) => volume.split(':')[1]);
    expect(inCompose.sort()).toEqual(paths);
    // A config map is mounted as a folder with its files.
    const inPod = container.volumeMounts.map(({ mountPath }: { mountPath: string }) =>
      mountPath === '/etc/transformer' ? '/etc/transformer/transformer.yaml' : mountPath,
    );
    expect(inPod.sort()).toEqual(paths);
    // `root` is a folder of the server.
    const configured = [...text('transformer.yaml').matchAll(/(?<!\broot): (\/\S+)/g)].map(
      ([, path]) => path,
    );
    expect(configured.filter((path) => !paths.some((one) => path?.startsWith(`${one}/`)))).toEqual([]);
    for (const path of ['/metrics', '/var/lib/transformer'])
      expect(/install --directory --owner 1000 --group 1000 (.*)/.exec(dockerfile)?.[1]).toContain(path);
    for (const text of [dockerLines, JSON.stringify(transformer), JSON.stringify(container)])
      expect(text).toMatch(/TRANSFORMER_CONFIG\W+(value\W+)?\/etc\/transformer\/transformer\.yaml/);
  });

  test('the cron job never overlaps, runs as an ordinary user on a read-only file system, with secrets as files', () => {
    expect([cronJob.spec.concurrencyPolicy, pod.restartPolicy]).toEqual(['Forbid', 'Never']);
    expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 1000 });
    expect(container.securityContext).toMatchObject({
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
    });
    const mounted = container.volumeMounts.map(({ name }: { name: string }) => name);
    expect(mounted).toEqual(pod.volumes.map(({ name }: { name: string }) => name));
    expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(20);
  });

  test('the cron job mounts nothing that a node may lack: only what the manifest and the page make', () => {
    const claims = manifest
      .filter(({ kind }) => kind === 'PersistentVolumeClaim')
      .map(({ metadata }) => metadata.name);
    expect(pod.volumes.map(({ name, ...source }: { name: string }) => source)).toEqual([
      { configMap: { name: 'transformer' } },
      { secret: { secretName: 'transformer-sftp', defaultMode: 288 } },
      ...claims.map((claimName) => ({ persistentVolumeClaim: { claimName } })),
      { emptyDir: { sizeLimit: '4Gi' } },
    ]);
  });

  test('the compose file does the same', () => {
    const { services, volumes } = compose;
    const { transformer } = services;
    expect(transformer).toMatchObject({ user: '1000:1000', read_only: true, cap_drop: ['ALL'] });
    expect(transformer.volumes.map((volume: string) => volume.split(':')[0])).toEqual([
      './transformer.yaml',
      './secrets',
      ...Object.keys(volumes),
    ]);
    expect(existsSync(join('deploy', transformer.build, 'Dockerfile'))).toBe(true);
  });

  test('the secrets of the examples are never committed, nor sent to the engine', () => {
    expect(readFileSync('.gitignore', 'utf8')).toContain('\n/deploy/secrets/\n');
    expect(readFileSync('.dockerignore', 'utf8')).not.toMatch(/^!deploy/m);
  });
});
