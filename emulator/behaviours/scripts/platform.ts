/** What the emulator claims of time, units, parameters, formats and logs. */
import type { Behaviour } from '../behaviour.ts';

export const PLATFORM: readonly Behaviour[] = [
  {
    id: 'time.zone-name',
    what: 'The text of a date ends with (PST) or (PDT)',
    evidence: 'G',
    source: 'undocumented; engines write a name of the zone there',
    test: ['scripts', 'the text of a date names the zone, in summer too, and reads as the same date'],
  },
  {
    id: 'time.pacific',
    what: 'Local time in scripts is Pacific',
    evidence: 'D',
    pages: {
      section_4388843892: 'the string returned is based on the current time in the Pacific Time Zone',
    },
    test: [
      'scripts',
      "the clock of the account is the script's clock, in Pacific time whatever this machine's zone is",
    ],
    probe: 'time.server-zone',
  },
  {
    id: 'units.calls',
    what: 'Units per call and record class',
    evidence: 'D',
    pages: {
      section_157072844224: 'custom records is lower than for standard records',
      section_4267258715: 'Transaction records: 10 units Custom records: 2 units',
    },
    test: ['governance', '%s costs what the help page says'],
    probe: 'units.record',
  },
  {
    id: 'units.over',
    what: 'SSS_USAGE_LIMIT_EXCEEDED cannot be caught',
    evidence: 'C',
    source: 'sources disagree',
    test: ['governance', 'a script that has used its units is over, even if it catches the error'],
  },
  {
    id: 'format.seconds',
    what: 'Formatted date-times have seconds',
    evidence: 'P',
    source: 'a production script strips them',
    test: ['runtime-and-format', 'text in the format of the account is read, with and without seconds'],
    probe: 'format.datetime',
  },
  {
    id: 'runtime.parameters',
    what: 'Parameters have the type of their field',
    evidence: 'P',
    source: 'published scripts',
    test: ['runtime-and-format', 'parameters have the type of their field, and their default'],
    probe: 'runtime.parameter',
  },
  {
    id: 'log.levels',
    what: 'Lines below the log level are not kept',
    evidence: 'D',
    pages: { section_4574548135: 'act as a filter on the amount of information logged' },
    test: ['scripts', 'lines below the log level of the deployment are not kept'],
  },
  {
    id: 'util.object',
    what: 'Every script has `util` without loading it; N/util is the same',
    evidence: 'D',
    pages: {
      section_4387813290: 'is loaded by default for all script types',
      section_4569538303: 'These methods can also be accessed using the global util object',
    },
    test: ['util', 'scripts have util without loading it: what kind a value is, loops and copies'],
  },
];
