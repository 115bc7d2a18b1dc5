/**
 * What the emulator claims of NetSuite: each behaviour with its evidence, the test that shows it, and the probe that asks an account.
 *
 * To add behaviours, write `areas/<area>.ts` and name it below. What Oracle's help says is D and gives `pages`: for each page, by the
 * id in its address, the 4 to 14 words that carry the claim, copied word for word (a list, where one passage is not enough).
 * `npm run check:evidence -- <folder>` looks the words up in stored pages. All else gives `source`: where it was seen. What nobody
 * documents is G. Then `npm run docs`.
 */
import { CSV_IMPORTS } from './areas/csv-imports.ts';
import { FEATURE_BEHAVIOURS } from './areas/features.ts';
import { FILES } from './areas/files.ts';
import { FULFILLMENTS } from './areas/fulfillments.ts';
import { LOADER } from './areas/loader.ts';
import { MAP_REDUCE } from './areas/map-reduce.ts';
import { MODULES } from './areas/modules.ts';
import { ORDERS } from './areas/orders.ts';
import { PLATFORM } from './areas/platform.ts';
import { PREFERENCE_BEHAVIOURS } from './areas/preferences.ts';
import { RECORDS } from './areas/records.ts';
import { SEARCHES } from './areas/searches.ts';
import { SFTP } from './areas/sftp.ts';
import { SUBRECORDS } from './areas/subrecords.ts';
import { TASKS } from './areas/tasks.ts';
import type { Behaviour } from './behaviour.ts';

export const BEHAVIOURS: readonly Behaviour[] = [
  ...LOADER,
  ...PLATFORM,
  ...RECORDS,
  ...SUBRECORDS,
  ...FULFILLMENTS,
  ...ORDERS,
  ...PREFERENCE_BEHAVIOURS,
  ...FEATURE_BEHAVIOURS,
  ...SEARCHES,
  ...FILES,
  ...SFTP,
  ...CSV_IMPORTS,
  ...TASKS,
  ...MAP_REDUCE,
  ...MODULES,
];

/** What would mislead most if it were otherwise, first what is likeliest to. */
export const RISKIEST: readonly string[] = [
  'SSS_USAGE_LIMIT_EXCEEDED cannot be caught. Sources disagree; here the run is over either way.',
  'Moving a file onto an existing one fails with FTP_INVALID_MOVE, as plain SFTP renames do. Undocumented.',
  'A second fulfillment with the same external id is DUP_RCRD. Shown for other records only.',
  'Over-fulfillment, packages without weight and empty fulfillments are USER_ERROR. Codes undocumented.',
  'One fulfillment may mix locations. Undocumented.',
  'A partly shipped order is E (pending billing / partially fulfilled) while something shipped is unbilled, else D.',
  'A CSV file without a mapped column is refused when submitted. Undocumented.',
  'A mapped quantity replaces the one on the line; one help page shows it being added.',
  "TO_CHAR and text of a date-time in a formula are in the account's time zone, also inside scripts. Undocumented.",
  'A SuiteScript error is not an instance of Error inside a script, and names of errors without a documented code are ours.',
];
