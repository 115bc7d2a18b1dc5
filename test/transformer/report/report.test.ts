import { describe, expect, test } from '@jest/globals';
import { emptyFeedReport, type PassEvent, type PassReport } from '../../../transformer/report/pass-report.ts';
import { jsonReporter, terminalReporter } from '../../../transformer/report/report.ts';

const report: PassReport = {
  startedAt: '2026-03-01T12:00:00.000Z',
  endedAt: '2026-03-01T12:00:01.000Z',
  stopped: false,
  feeds: [
    {
      ...emptyFeedReport('item-fulfillments'),
      files: 2,
      rows: 1200,
      applied: 1195,
      rejected: 2,
      skipped: { REPEATED_FILE: 3 },
    },
    emptyFeedReport('fulfilled-order-items'),
  ],
};

const feed = 'item-fulfillments';

function written(kind: typeof jsonReporter, events: readonly PassEvent[]): string {
  let text = '';
  const reporter = kind((piece) => {
    text += piece;
  });
  for (const event of events) reporter(event);
  return text;
}

describe('the report on a terminal', () => {
  test('is a table, with the skipped rows by reason below it', () => {
    expect(written(terminalReporter, [{ event: 'pass ended', report, exitCode: 0 }])).toBe(
      [
        'feed                   files  rows  applied  rejected  skipped  failed  left',
        'item-fulfillments          2  1200     1195         2        3       0     0',
        'fulfilled-order-items      0     0        0         0        0       0     0',
        'skipped in item-fulfillments: REPEATED_FILE 3',
        '',
      ].join('\n'),
    );
  });

  test.each([60, 80, 120, 200])('is in no line longer than a terminal of %d columns', (columns) => {
    const text = written(
      (write) => terminalReporter(write, { name: 'acme', columns: () => columns }),
      [
        { event: 'rows rejected', feed, file: 'b.csv', errorFile: 'in/error/b.csv.errors.csv', rejected: 2 },
        { event: 'pass ended', report, exitCode: 0 },
      ],
    );
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(columns);
    for (const words of [/1200\srows|1200 {5}1195/, /REPEATED_FILE 3/]) expect(text).toMatch(words);
  });

  test('tells while it runs what a person should look at, and not what goes well', () => {
    const problem = { code: 'UNREADABLE_FILE', message: 'It is no list.' };
    const text = written(terminalReporter, [
      { event: 'file claimed', feed, file: 'a.csv', size: 9, adopted: false },
      { event: 'file failed', feed, file: 'a.csv', path: 'in/failed/a.csv', problem },
      { event: 'rows rejected', feed, file: 'b.csv', errorFile: 'in/error/b.csv.errors.csv', rejected: 2 },
    ]);
    expect(text).toBe(
      'item-fulfillments: a.csv was moved to in/failed/a.csv: It is no list.\nitem-fulfillments: 2 rows of b.csv rejected, see in/error/b.csv.errors.csv\n',
    );
  });

  test('obeys no control character in a file name', () => {
    const event: PassEvent = {
      event: 'file left',
      feed,
      file: 'a\u001b[2J\u202e.csv',
      reason: 'it is young',
    };
    expect(written(terminalReporter, [event])).toContain(' "a\\u001b[2J\\u202e.csv" ');
  });
});

describe('the report elsewhere', () => {
  test('is one JSON object per line, with level, time and what happened', () => {
    const text = written(jsonReporter, [
      { event: 'file delivered', feed, file: 'a\n.csv', output: 'out/x.json', byEarlierPass: false },
      { event: 'pass ended', report, exitCode: 0 },
    ]);
    const lines = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines[0]).toMatchObject({
      level: 'info',
      msg: 'file delivered',
      feed,
      file: 'a\n.csv',
      output: 'out/x.json',
    });
    expect(lines[1]).toMatchObject({
      level: 'info',
      msg: 'pass ended',
      report: { feeds: [{ rows: 1200 }, {}] },
    });
    expect(lines.every(({ time }) => !Number.isNaN(Date.parse(time)))).toBe(true);
  });

  test('warns of what needs a person, and calls what is not finished an error', () => {
    const problem = { code: 'PERMISSION_DENIED', message: 'x' };
    const text = written(jsonReporter, [
      { event: 'file failed', feed, file: 'a', path: 'p', problem },
      { event: 'file interrupted', feed, file: 'a', problem },
      { event: 'pass ended', report, exitCode: 1, problem },
    ]);
    expect(
      text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).level),
    ).toEqual(['warn', 'error', 'error']);
  });
});
