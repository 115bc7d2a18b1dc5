/** Every golden case: what becomes of a file, byte for byte. `npm run test:accept` rewrites the expectations. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { feeds } from '#feeds/catalogue.ts';
import { FeedError, feedErrorCodes } from '#feeds/errors.ts';
import { parseCsv } from '#feeds/format/csv.ts';
import { rejectCodes } from '#feeds/rows/reject.ts';
import { skipReasons } from '#feeds/rows/tally.ts';
import { TransformerError } from '../../transformer/errors.ts';
import { accept, type Expectations, expectationsOf, type GoldenCase, goldenCases, heldBy } from './golden.ts';
import { readWhole } from './source-reading.ts';

const cases = goldenCases();
const accepting = process.env.ACCEPT === '1';

describe.each(feeds.map(({ name }) => name))('%s', (feedName) => {
  const ofFeed = cases.filter(({ feed }) => feed.name === feedName);

  test.each(ofFeed.map((golden) => [golden.name, golden] as const))('%s', (_, golden) => {
    const expectations = expectationsOf(golden);
    if (accepting) accept(golden, expectations);
    expectHeld(golden, expectations);
  });
});

/** The hint stands in both halves, so that a difference is printed with it. */
function expectHeld(golden: GoldenCase, expectations: Expectations): void {
  const hint = `${golden.folder}: if the difference is right, "npm run test:accept" writes it`;
  const { held, strangers } = heldBy(golden);
  expect({ hint, files: expectations, strangers: [] }).toEqual({ hint, files: held, strangers });
}

const conversions = cases.filter(({ source }) => source === 'hotwax.json' || source === 'netsuite.csv');

describe('a file read as the transformer reads it becomes the same', () => {
  test.each(conversions.map((golden) => [golden.feed.name, golden.name, golden] as const))(
    '%s %s',
    async (...[, , golden]) => {
      const read = await asRead(golden);
      const own = expectationsOf(golden);
      expect(failureCode(read) ?? read).toEqual(failureCode(own) ?? own);
    },
  );
});

/** Its reader has one code for all that cannot be read. */
async function asRead(golden: GoldenCase): Promise<Expectations> {
  const bytes = readFileSync(join(golden.folder, golden.source));
  try {
    const records = await readWhole(bytes, golden.feed.source.format);
    return expectationsOf(golden, () => records);
  } catch (failure) {
    if (failure instanceof TransformerError)
      return { 'failure.txt': `${codeOf(failure)}: ${failure.message}` };
    throw failure;
  }
}

const codeOf = ({ cause }: Error): string => (cause instanceof FeedError ? cause.code : 'none');

/** Both readers refuse the same files. */
const failureCode = (expectations: Expectations): string | undefined =>
  expectations['failure.txt']?.split(':')[0];

describe('the catalogue of reasons', () => {
  const produced = cases.map((golden) => expectationsOf(golden));

  test('every code for refusing a row is in some case, and no other', () => {
    const codes = produced.flatMap((files) => column(files['rejects.csv'], 'code'));
    expect([...new Set(codes)].sort()).toEqual(Object.keys(rejectCodes).sort());
  });

  test('every reason for skipping a row is in some case, but those that only the NetSuite scripts can tell', () => {
    const reasons = produced.flatMap((files) =>
      Object.keys(JSON.parse(files['tally.json'] ?? '{}').skipped ?? {}),
    );
    expect([...new Set(reasons), 'ALREADY_APPLIED', 'SUPERSEDED'].sort()).toEqual(
      Object.keys(skipReasons).sort(),
    );
  });

  test('every code for refusing a file is in some case, but the one for which a file must be large', () => {
    const codes = produced.flatMap((files) => failureCode(files) ?? []);
    expect([...new Set(codes), 'ROW_TOO_LONG'].sort()).toEqual(Object.keys(feedErrorCodes).sort());
  });

  test('every refused row names its row, field, code and reason', () => {
    for (const files of produced) {
      for (const name of ['row', 'field', 'code', 'message']) {
        expect(column(files['rejects.csv'], name)).not.toContain('');
      }
    }
  });
});

function column(csv: string | undefined, name: string): string[] {
  const { header, rows } = parseCsv(csv ?? '');
  return rows.map((cells) => cells[header.indexOf(name)] ?? '');
}
