/** What the emulator claims of map/reduce scripts. */
import type { Behaviour } from '../behaviour.ts';

export const MAP_REDUCE: readonly Behaviour[] = [
  {
    id: 'mapreduce.shuffle',
    what: 'Text between stages, grouped by key, values in text order',
    evidence: 'D',
    pages: { section_4472721828: '' },
    test: [
      'map-reduce',
      'map, shuffle, reduce and summarize pass on text, grouped by key, values in text order',
    ],
  },
  {
    id: 'mapreduce.retries',
    what: 'retryCount tries again, writes thrown away, records kept',
    evidence: 'D',
    pages: { section_1517279521: '' },
    test: [
      'map-reduce',
      'with retryCount a failed pair is tried again, its writes thrown away, what it did to records kept',
    ],
  },
  {
    id: 'mapreduce.yields',
    what: 'A job yields after 10,000 units, between two calls',
    evidence: 'D',
    pages: { section_4480364878: '' },
    test: [
      'map-reduce',
      'a job that has used 10,000 units yields to another one between two calls, and summarize learns how often',
    ],
  },
  {
    id: 'mapreduce.exit',
    what: 'exitOnError ends the stage',
    evidence: 'D',
    pages: { section_1517279521: '' },
    test: ['map-reduce', 'with exitOnError the stage ends at the first failure'],
  },
  {
    id: 'mapreduce.limits',
    what: 'Keys of 3,000 characters, values of 1 MB (the stricter of two pages)',
    evidence: 'D',
    pages: { section_4480364878: '' },
    test: ['map-reduce', 'a key of more than 3,000 characters and a value of more than 1 MB are refused'],
  },
  {
    id: 'mapreduce.restart',
    what: 'After a restart the interrupted pair runs again, with isRestarted and SSS_APP_SERVER_RESTART',
    evidence: 'D',
    pages: { section_1517279626: '' },
    test: [
      'restarts',
      'the pair that was interrupted runs again, its writes thrown away; summarize hears of it',
    ],
  },
];
