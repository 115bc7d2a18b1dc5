/**
 * What the emulator claims of NetSuite: each behaviour with its evidence, the test that shows it, and the probe that asks an account.
 *
 * To add behaviours, write `records/<area>.ts` or `scripts/<area>.ts` and name it below. What Oracle's help says is D and gives `pages`: for each page, by the
 * id in its address, the 4 to 14 words that carry the claim, copied word for word (a list, where one passage is not enough).
 * `npm run check:evidence -- <folder>` looks the words up in stored pages. All else gives `source`: where it was seen. What nobody
 * documents is G. Then `npm run docs`.
 */

import type { Behaviour } from './behaviour.ts';
import { EVENTS } from './records/events.ts';
import { FEATURE_BEHAVIOURS } from './records/features.ts';
import { FULFILLMENTS } from './records/fulfillments.ts';
import { LINE_CHANGES } from './records/line-changes.ts';
import { ORDERS } from './records/orders.ts';
import { PREFERENCE_BEHAVIOURS } from './records/preferences.ts';
import { RECORDS } from './records/records.ts';
import { SUBRECORDS } from './records/subrecords.ts';
import { CSV_IMPORTS } from './scripts/csv-imports.ts';
import { FILES } from './scripts/files.ts';
import { LOADER } from './scripts/loader.ts';
import { MAP_REDUCE } from './scripts/map-reduce.ts';
import { MODULES } from './scripts/modules.ts';
import { PAGES } from './scripts/pages.ts';
import { PLATFORM } from './scripts/platform.ts';
import { RESTLETS } from './scripts/restlets.ts';
import { SEARCH_SIDE } from './scripts/search-side.ts';
import { SEARCHES } from './scripts/searches.ts';
import { SFTP } from './scripts/sftp.ts';
import { TASKS } from './scripts/tasks.ts';

export const BEHAVIOURS: readonly Behaviour[] = [
  ...LOADER,
  ...PLATFORM,
  ...RECORDS,
  ...SUBRECORDS,
  ...FULFILLMENTS,
  ...PREFERENCE_BEHAVIOURS,
  ...FEATURE_BEHAVIOURS,
  ...ORDERS,
  ...LINE_CHANGES,
  ...EVENTS,
  ...SEARCHES,
  ...SEARCH_SIDE,
  ...FILES,
  ...SFTP,
  ...CSV_IMPORTS,
  ...TASKS,
  ...MAP_REDUCE,
  ...MODULES,
  ...PAGES,
  ...RESTLETS,
];

/** What would mislead most if it were otherwise, first what is likeliest to. */
export const RISKIEST: readonly string[] = [
  'SSS_USAGE_LIMIT_EXCEEDED cannot be caught. Sources disagree; here the run is over either way.',
  'Moving a file onto an existing one fails with FTP_INVALID_MOVE, as plain SFTP renames do. Undocumented.',
  'A second fulfillment with the same external id is DUP_RCRD. Shown for other records only.',
  'Over-fulfillment, packages without weight and empty fulfillments are USER_ERROR. Codes undocumented.',
  'One fulfillment may mix locations. Undocumented.',
  'A partly shipped order is E (pending billing / partially fulfilled) while something shipped is unbilled, else D.',
  'A script may move a line that is fulfilled in part: NetSuite’s form does not let people.',
  'A mapped quantity replaces the one on the line; one help page shows it being added.',
  "TO_CHAR and text of a date-time in a formula are in the account's time zone, also inside scripts. Undocumented.",
  'A SuiteScript error is not an instance of Error inside a script, and names of errors without a documented code are ours.',
];
