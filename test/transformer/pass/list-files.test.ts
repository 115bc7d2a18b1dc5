import { describe, expect, test } from '@jest/globals';
import { sortProcessing, sortWaiting } from '../../../transformer/pass/list-files.ts';
import type { StoreEntry } from '../../../transformer/store/file-store.ts';
import { NOW, smallRoute } from '../small-feed.ts';

const entry = (name: string, kind: StoreEntry['kind']): StoreEntry => ({
  name,
  kind,
  size: 1,
  modified: NOW - 3_600_000,
});

describe('what waits for a pass', () => {
  test.each([
    ['of which the server does not say what it is', 'unknown', 'UNKNOWN_KIND'],
    ['that is a link or a device', 'other', 'NOT_A_PLAIN_FILE'],
  ] as const)('and %s is reported, not dropped silently', (_what, kind, code) => {
    const entries = [entry('one.json', kind), entry('two.json', 'file')];
    const { ready, refused } = sortWaiting(entries, smallRoute, NOW);

    expect(ready.map(({ name }) => name)).toEqual(['two.json']);
    expect(refused.map(({ name, error }) => [name, error.code])).toEqual([['one.json', code]]);
  });

  test('is not one of the transformer’s own folders, on a server that does not tell kinds', () => {
    const own = ['processing', 'archive', 'failed', 'error', '.state'].map((name) => entry(name, 'unknown'));

    expect(sortWaiting(own, smallRoute, NOW)).toEqual({ ready: [], young: [], refused: [] });
  });
});

test('what lies in processing/ and is of no known kind is reported too', () => {
  const { refused, abandoned, underWay } = sortProcessing([entry('one.json', 'unknown')], () => true);

  expect(refused.map(({ error }) => error.code)).toEqual(['UNKNOWN_KIND']);
  expect([...abandoned, ...underWay]).toEqual([]);
});
