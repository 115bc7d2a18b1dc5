import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { parseConfiguration } from '../../../transformer/config/load.ts';
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
  });
});

describe('the examples of a deployment', () => {
  const read = (name: string) => parse(readFileSync(join('deploy', name), 'utf8'));

  test('share a configuration that is accepted', () => {
    const [tenant] = parseConfiguration(readFileSync('deploy/transformer.yaml', 'utf8'), 'deploy');
    const { sftp } = tenant?.configuration.connection ?? {};
    expect(sftp).toMatchObject({ privateKeyFile: '/run/secrets/sftp_key' });
  });

  test('the cron job never overlaps, runs as an ordinary user on a read-only file system, with secrets as files', () => {
    const { kind, spec } = read('kubernetes-cronjob.yaml');
    const pod = spec.jobTemplate.spec.template.spec;
    const [container] = pod.containers;
    expect([kind, spec.concurrencyPolicy, pod.restartPolicy]).toEqual(['CronJob', 'Forbid', 'Never']);
    expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 1000 });
    expect(container.securityContext).toMatchObject({
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
    });
    const mounted = container.volumeMounts.map(({ name }: { name: string }) => name);
    expect(mounted).toEqual(pod.volumes.map(({ name }: { name: string }) => name));
    expect(container.volumeMounts.map(({ mountPath }: { mountPath: string }) => mountPath)).toContain('/tmp');
    expect(pod.volumes[1].secret.secretName).toBe('transformer-sftp');
    expect(container.env).toEqual([
      { name: 'TRANSFORMER_CONFIG', value: '/etc/transformer/transformer.yaml' },
    ]);
    expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(20);
  });

  test('the compose file does the same', () => {
    const { services, secrets, volumes } = read('compose.yaml');
    const { transformer } = services;
    expect(transformer).toMatchObject({ user: '1000:1000', read_only: true, cap_drop: ['ALL'] });
    expect(transformer.secrets).toEqual(Object.keys(secrets));
    expect(Object.keys(volumes)).toEqual(['metrics', 'temporary']);
    expect(transformer.volumes).toContain('temporary:/tmp');
    expect(existsSync(join('deploy', transformer.build, 'Dockerfile'))).toBe(true);
  });
});
