/** What the tests of draining start from: an account with the made-up feed of counters. */
import { afterAll } from '@jest/globals';
import type { Faults } from '../../../emulator/account/faults.ts';
import { scenario, reopen as startAgain, usuallyOpen } from '../each-scenario.ts';
import { makeCountersProject } from './counters-project.ts';

export { scenario } from '../each-scenario.ts';

const made = await makeCountersProject();
afterAll(() => made.remove());
usuallyOpen({ project: made.project });

export const DRAIN = 'customdeploy_counters';
export const OTHER = 'customdeploy_counters_rest';
export const FOLDER = 'counters';

export const reopen = (faults: Faults): void => startAgain(faults, { project: made.project });

/** With calls whose budget is of some eight rows. */
export const reopenTight = (): void => startAgain({}, { project: made.tight });

export const makeCounters = (...names: readonly string[]): void => {
  for (const name of names) scenario.account.addRecord('customrecord_counter', { name });
};

type Row = readonly [counter: string, amount: number | string, note?: string];

/** Rows are named for their file. */
export const put = (file: string, ...rows: readonly Row[]): void => {
  const lines = rows.map(([counter, amount, note = ''], index) => {
    return `${file}-${index + 1},${counter},${amount},${note}`;
  });
  scenario.put(`${FOLDER}/${file}`, `${['id,counter,amount,note', ...lines].join('\n')}\n`);
};

/** What has been added to each counter, and the ids of the rows that it is of. */
export const totals = (): Record<string, number> =>
  Object.fromEntries(
    counters().map(({ fields }) => [String(fields.name), Number(fields.custrecord_counter_total ?? 0)]),
  );

export const appliedTo = (name: string): string[] => {
  const counter = counters().find(({ fields }) => fields.name === name);
  return String(counter?.fields.custrecord_counter_applied ?? '').split(' ');
};

const counters = () => scenario.account.listRecords('customrecord_counter');

/** As the ledger has it. */
export const outcome = (file: string) => {
  const entry = scenario.ledger(file);
  const number = (field: string) => Number(entry?.[`custrecord_hc_ff_${field}`] ?? 0);
  return {
    status: entry?.custrecord_hc_ff_status,
    rows: number('rows'),
    applied: number('applied'),
    rejected: number('rejected'),
    skipped: number('skipped'),
  };
};

export const messageOf = (file: string): string =>
  String(scenario.ledger(file)?.custrecord_hc_ff_message ?? '');

/** Files that are not settled. */
export const unsettled = (): string[] => [
  ...scenario.files(FOLDER),
  ...scenario.files(`${FOLDER}/processing`),
];

/** Runs what runs have started after each other. @returns how many those were, or more than a hundred */
export function runStarted(): number {
  let jobs = 0;
  while (jobs <= 100 && scenario.account.runNextJob()) jobs += 1;
  return jobs;
}
