/** What the emulator claims of map/reduce scripts. */
import type { Behaviour } from '../behaviour.ts';

export const MAP_REDUCE: readonly Behaviour[] = [
  {
    id: 'mapreduce.shuffle',
    what: 'Text between stages, grouped by key, values in text order',
    evidence: 'D',
    pages: {
      section_4472721828: [
        'This array holds all values for a unique key passed to the reduce stage',
        'These values are listed in lexicographical order',
      ],
    },
    test: [
      'map-reduce',
      'map, shuffle, reduce and summarize pass on text, grouped by key, values in text order',
    ],
  },
  {
    id: 'mapreduce.retries',
    what: 'retryCount tries again, writes thrown away, records kept',
    evidence: 'D',
    pages: {
      section_1517279521:
        'the script invokes the map or reduce function again for that specific key-value pair',
      section_1517279626: 'saved during the invocation by using the context.write() method is discarded',
      section_1490987232:
        'creation of NetSuite records like sales orders), which is never automatically deleted',
    },
    test: [
      'map-reduce',
      'with retryCount a failed pair is tried again, its writes thrown away, what it did to records kept',
    ],
  },
  {
    id: 'mapreduce.yields',
    what: 'A job yields after 10,000 units, between two calls',
    evidence: 'D',
    pages: {
      section_4480364878:
        'If the total usage has surpassed 10,000 units, the job gracefully ends its execution',
    },
    test: [
      'map-reduce',
      'a job that has used 10,000 units yields to another one between two calls, and summarize learns how often',
    ],
  },
  {
    id: 'mapreduce.exit',
    what: 'exitOnError ends the stage',
    evidence: 'D',
    pages: { section_1517279521: 'The script exits the stage and goes immediately to the summarize stage' },
    test: ['map-reduce', 'with exitOnError the stage ends at the first failure'],
  },
  {
    id: 'mapreduce.limits',
    what: 'Keys of 3,000 characters, values of 1 MB (the stricter of two pages)',
    evidence: 'D',
    pages: {
      section_4480364878: 'Keys over 3,000 characters return a KEY_LENGTH_IS_OVER_3000_BYTES error',
      section_4472721828: 'Each value cannot exceed 1 megabyte',
    },
    source: 'the first page allows values of 10 MB',
    test: ['map-reduce', 'a key of more than 3,000 characters and a value of more than 1 MB are refused'],
  },
  {
    id: 'mapreduce.restart',
    what: 'After a restart the interrupted pair runs again, with isRestarted and SSS_APP_SERVER_RESTART',
    evidence: 'D',
    pages: {
      section_1517279521:
        'the system restarts processing for all key-value pairs that were left in an uncertain state',
      section_1517279626: 'the system writes the SSS_APP_SERVER_RESTART error code to the relevant iterators',
      section_1490987232: 'check on the isRestarted property for each entry point function',
    },
    test: [
      'restarts',
      'the pair that was interrupted runs again, its writes thrown away; summarize hears of it',
    ],
  },
];
