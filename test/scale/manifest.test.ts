import { expect, test } from '@jest/globals';
import { deployedSettings, environmentOf, readManifest } from '../../testbed/tenants/manifest.ts';

const manifest = readManifest();

test('processes of many tenants get what the manifest gives a pod, with the folders of the container in a folder of this machine', () => {
  const environment = environmentOf(manifest, '/pod', 1);

  expect(manifest.words[0]).toBe('run');
  expect(environment).toMatchObject({ TRANSFORMER_CONFIG: '/pod/etc/transformer/transformer.yaml' });
  expect(manifest.folders).toEqual(
    expect.arrayContaining(['etc/transformer', 'run/secrets', 'var/lib/transformer', 'metrics']),
  );
});

test('each pod of an indexed job knows which of how many it is', () => {
  const [first, second] = [0, 1].map((index) => environmentOf(manifest, '/pod', index));
  const isIndexed = manifest.isIndexed ? ['0', '1', String(manifest.processes)] : [];

  expect(isIndexed).toEqual(
    [first?.JOB_COMPLETION_INDEX, second?.JOB_COMPLETION_INDEX, first?.TRANSFORMER_SHARDS].filter(
      (value) => value !== undefined,
    ),
  );
});

/** What a pass takes at most to let go of everything, once its time is over. */
const GRACE_SECONDS = 20;

test('with the settings that are deployed a pass beside a silent server has ended before the next job is to begin', () => {
  const { passMinutes } = deployedSettings();

  expect(Number(passMinutes) * 60 + GRACE_SECONDS).toBeLessThan(manifest.periodSeconds);
});
