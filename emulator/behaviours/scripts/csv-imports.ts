/** What the emulator claims of CSV imports. */
import type { Behaviour } from '../behaviour.ts';

export const CSV_IMPORTS: readonly Behaviour[] = [
  {
    id: 'csv.lines',
    what: 'A line id that matches nothing adds a line',
    evidence: 'D',
    pages: {
      section_3751046270: 'that do not match any values in existing rows as new sublist rows',
      section_N451889: 'rows with non-matching key field values are added as new line items',
    },
    test: ['csv-import', 'a line id that matches nothing adds a line'],
  },
  {
    id: 'csv.groups',
    what: 'Only consecutive rows are one record',
    evidence: 'D',
    pages: { section_1534420070: 'the lines that refer to the same record are consecutive' },
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
    pages: {
      section_5594909667: 'This method throws errors resulting from inline validation of CSV file data',
    },
    source: 'whether a missing column is among those errors is undocumented',
    test: ['csv-import', 'an import is refused when submitted if %s'],
  },
  {
    id: 'csv.who',
    what: 'Map/reduce scripts may not submit imports',
    evidence: 'D',
    pages: { section_5594909667: 'only in bundle installation scripts, scheduled scripts, and RESTlets' },
    test: ['map-reduce', 'a map/reduce script may not submit a CSV import'],
  },
  {
    id: 'csv.unknown',
    what: 'An import map nobody has is FAILED_TO_SUBMIT_JOB_REQUEST_1',
    evidence: 'D',
    pages: {
      section_5594909667:
        'FAILED_TO_SUBMIT_JOB_REQUEST_1 | Failed to submit job request: {reason} | Task cannot be submitted',
    },
    test: ['csv-import', 'an import map nobody has is refused'],
    probe: 'task.unknown-map',
  },
];
