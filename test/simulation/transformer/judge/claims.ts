/** What is promised, in sentences. */

export const claims = {
  lost: 'Every row that entered a feed is delivered, or is in an error file.',
  twice: 'No row is delivered twice.',
  both: 'No row is both delivered and in an error file.',
  changed: 'A row is delivered as it was sent.',
  refused: 'No row is refused that could have been delivered.',
  byRule: 'Rows that are to be refused or skipped by rule are.',
  told: 'An error file names file, row, field and code.',
  stale: 'The receiver ends with the newest allocation of each line.',
  overtaken: 'No allocation arrives before an older one, unless an error was reported.',
  waits: 'On an honest server nothing waits in the end.',
  silent: 'What waits forever is reported by exit code 1 or 3.',
  delayed: 'What waits for an hour is reported by exit code 1 or 3.',
  kept: 'Every source file is in archive/ or failed/ in the end.',
  ends: 'Every pass ends with an exit code, and left alone the passes come to rest.',
  lateUpload:
    'What comes late of a file that was taken too early is delivered, refused, or at least reported.',
} as const;

export type Claim = keyof typeof claims;

export type Difference = { claim: Claim; text: string };
