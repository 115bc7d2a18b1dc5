/** What the emulator claims of CSV imports. */
import type { Behaviour } from '../behaviour.ts';

export const CSV_IMPORTS: readonly Behaviour[] = [
  {
    id: 'csv.lines',
    what: 'A line id that matches nothing adds a line',
    evidence: 'D',
    pages: { section_3751046270: '' },
    test: ['csv-import', 'a line id that matches nothing adds a line'],
  },
  {
    id: 'csv.groups',
    what: 'Only consecutive rows are one record',
    evidence: 'D',
    pages: { section_1534420070: '' },
    test: [
      'csv-import',
      'rows of one order that stand apart are two changes: the second may succeed though the first fails',
    ],
  },
  {
    id: 'csv.failed',
    what: 'A job that fails half-way leaves what it has changed',
    evidence: 'G',
    source: 'undocumented',
    test: ['csv-import', 'one that fails %s, and its status is FAILED'],
  },
  {
    id: 'csv.columns',
    what: 'A file without a mapped column is refused when submitted',
    evidence: 'G',
    source: 'undocumented',
    test: ['csv-import', 'an import is refused when submitted if %s'],
  },
  {
    id: 'csv.who',
    what: 'Map/reduce scripts may not submit imports',
    evidence: 'D',
    pages: { section_4345798668: '' },
    test: ['map-reduce', 'a map/reduce script may not submit a CSV import'],
  },
  {
    id: 'csv.unknown',
    what: 'An import map nobody has is FAILED_TO_SUBMIT_JOB_REQUEST_1',
    evidence: 'G',
    source: 'code of other tasks',
    test: ['csv-import', 'an import map nobody has is refused'],
    probe: 'task.unknown-map',
  },
];
