/** After each failure that cost time in vain the pause grows; whatever gets done ends it. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  type FailureMemory,
  forgetFailures,
  notePassed,
  pauseAt,
} from '../../../transformer/config/growing-pauses.ts';
import { makeTemporaryFolder, type TemporaryFolder } from '../local-files/temporary-folder.ts';

const MINUTE = 60_000;
const START = Date.parse('2026-03-01T12:00:00Z');

let folder: TemporaryFolder;
beforeEach(async () => {
  folder = await makeTemporaryFolder();
});
afterEach(() => folder.remove());

const path = (): string => join(folder.path, 'rows.sqlite.failures.json');
const account = 'hotwax at sftp.example.com:22';
const timedOut = { code: 'TIMED_OUT', message: 'Connecting took too long.' };
const nothing = { feeds: [{ files: 0 }] };

/** A pass each minute that fails when it tries. @returns at which minutes it has tried */
async function triesIn(minutes: number, memoryOf: () => FailureMemory): Promise<number[]> {
  const tries: number[] = [];
  for (let minute = 0; minute < minutes; minute += 1) {
    const now = START + minute * MINUTE;
    if (await pauseAt(memoryOf(), now)) continue;
    tries.push(minute);
    const pass = { startedAt: now, endedAt: now, problem: timedOut, report: nothing };
    await notePassed(memoryOf(), pass);
  }
  return tries;
}

describe('a tenant is tried after 1, 2, 4, 8, 16 and then every 30 minutes', () => {
  const expected = [0, 1, 3, 7, 15, 31, 61, 91, 121];

  test('by one process, which needs no file for it', async () => {
    const memory: FailureMemory = { path: undefined, account };
    expect(await triesIn(122, () => memory)).toEqual(expected);
  });

  test('by a new process each time, which reads it beside the row index', async () => {
    expect(await triesIn(122, () => ({ path: path(), account }))).toEqual(expected);
  });
});

describe('it is tried at once', () => {
  const memory = (of = account): FailureMemory => ({ path: path(), account: of });
  beforeEach(async () => {
    await triesIn(10, memory);
    expect(await pauseAt(memory(), START + 10 * MINUTE)).toMatchObject({
      times: 4,
      code: 'TIMED_OUT',
      until: START + 15 * MINUTE,
    });
  });

  const at10 = { startedAt: START + 10 * MINUTE, endedAt: START + 10 * MINUTE };

  test.each([
    ['has succeeded', undefined, nothing],
    ['has finished a file, whatever it failed of later', timedOut, { feeds: [{ files: 0 }, { files: 1 }] }],
  ])('when a pass %s', async (_, problem, report) => {
    await notePassed(memory(), { ...at10, ...(problem && { problem }), report });
    expect(await pauseAt(memory(), START + 10 * MINUTE)).toBeUndefined();
  });

  test('when it was forgotten, when it is about another account, and when the clock was set back', async () => {
    expect(await pauseAt(memory('other at sftp.example.com:22'), START + 10 * MINUTE)).toBeUndefined();
    expect(await pauseAt(memory(), START)).toBeUndefined();
    await forgetFailures(memory());
    expect(await pauseAt(memory(), START + 10 * MINUTE)).toBeUndefined();
  });

  test('when what is remembered cannot be read', async () => {
    await writeFile(path(), '{"account":');
    expect(await pauseAt(memory(), START + 10 * MINUTE)).toBeUndefined();
  });
});

test('failures that cost no time cause no pause, and end none', async () => {
  const memory: FailureMemory = { path: undefined, account };
  const denied = { code: 'PERMISSION_DENIED', message: 'No.' };
  const pass = { startedAt: START, endedAt: START, report: nothing };
  await notePassed(memory, { ...pass, problem: denied });
  expect(await pauseAt(memory, START)).toBeUndefined();
  await notePassed(memory, { ...pass, problem: timedOut });
  await notePassed(memory, { ...pass, startedAt: START + 1, problem: denied });
  expect(await pauseAt(memory, START)).toMatchObject({ times: 1 });
});

test('two passes at the same time that fail count as one', async () => {
  const memory = (): FailureMemory => ({ path: path(), account });
  for (const endedAt of [START + 100, START + 200])
    await notePassed(memory(), { startedAt: START, endedAt, problem: timedOut, report: undefined });
  expect(await pauseAt(memory(), START + 300)).toMatchObject({ times: 1, at: START + 100 });
});

test('a failure of a clock that was ahead counts as nothing: the pauses begin anew', async () => {
  const memory: FailureMemory = { path: path(), account };
  const ahead = START + 365 * 24 * 60 * MINUTE;
  const at = (now: number) => ({ startedAt: now, endedAt: now, problem: timedOut, report: nothing });
  await notePassed(memory, at(ahead));
  await notePassed(memory, at(ahead + MINUTE));

  await notePassed(memory, at(START));

  expect(await pauseAt(memory, START + 1)).toMatchObject({ times: 1, until: START + MINUTE });
});
