/** What the scripts say of each row of a file is what they have done, and says of each row something once. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RecordView } from '../../../emulator/account.ts';
import { LINE_UPDATES, LINES_TO_FULFILL, namesIn } from '../../../testbed/feed-folders.ts';
import { type OutcomeRow, parseOutcomeRows } from '#feeds/rows/outcome-file.ts';
import { type Difference, when } from './claims.ts';
import type { Evidence } from './evidence.ts';

const FOLDERS: Readonly<Record<string, string>> = {
  'brokered-order-items': LINE_UPDATES,
  'fulfilled-order-items': LINES_TO_FULFILL,
};

export const checkOutcomes = (evidence: Evidence): Difference[] =>
  evidence.ledger.flatMap((entry) => checkFile(evidence, entry));

function checkFile(evidence: Evidence, { fields }: RecordView): Difference[] {
  const text = (name: string): string => String(fields[`custrecord_hc_ff_${name}`] ?? '');
  const folder = FOLDERS[text('feed')];
  const file = text('file');
  if (folder === undefined || file.startsWith('(')) return [];
  const told = readOutcomes(evidence.world.home, folder, file);
  const counted = ['rows', 'applied', 'rejected', 'skipped'].map((name) => Number(text(name))).join();
  return [
    ...when(
      countsOf(told) !== counted,
      'outcomes',
      `The ledger counts ${counted} rows of ${file}, its outcome file ${countsOf(told)}.`,
    ),
    ...when(
      told.some(({ row }, index) => row !== index + 1),
      'outcomes',
      `The outcome file of ${file} has not each row once, in order.`,
    ),
    ...checkRefused(evidence, folder, file, told),
    ...checkRecords(evidence, folder, file, told),
  ];
}

function readOutcomes(home: string, folder: string, file: string): OutcomeRow[] {
  const path = join(home, folder, 'outcome');
  const parts = namesIn(path).filter((name) => name.startsWith(`${file}.outcome`));
  return parts.flatMap((name) => parseOutcomeRows(readFileSync(join(path, name), 'utf8')));
}

function countsOf(told: readonly OutcomeRow[]): string {
  const count = (...kinds: readonly OutcomeRow['outcome'][]): number =>
    told.filter(({ outcome }) => kinds.includes(outcome)).length;
  return [told.length, count('applied', 'handed on'), count('refused'), count('skipped')].join();
}

function checkRefused(
  { refused }: Evidence,
  folder: string,
  file: string,
  told: readonly OutcomeRow[],
): Difference[] {
  const inErrors = refused
    .filter((one) => one.file === file && one.row !== '0' && one.errorFile.startsWith(folder))
    .map(({ row, code }) => `${row} ${code}`);
  const inOutcomes = told
    .filter(({ outcome }) => outcome === 'refused')
    .map(({ row, code }) => `${row} ${code}`);
  return when(
    inErrors.sort().join() !== inOutcomes.sort().join(),
    'outcomes',
    `The error file of ${file} has ${inErrors.join() || 'nothing'}, its outcome file ${inOutcomes.join() || 'nothing'}.`,
  );
}

/** Of what was applied: a sales order for an allocation, an item fulfillment for a shipment. */
function checkRecords(
  { world, fulfillments }: Evidence,
  folder: string,
  file: string,
  told: readonly OutcomeRow[],
): Difference[] {
  const records =
    folder === LINES_TO_FULFILL ? fulfillments : world.netsuite.account.listRecords('salesorder');
  const ids = new Set(records.map(({ id }) => String(id)));
  return told
    .filter(({ outcome, record }) => ['applied', 'handed on'].includes(outcome) && !ids.has(record))
    .flatMap(({ row, record }) =>
      when(
        true,
        'outcomes',
        `The outcome file of ${file} has row ${row} with the record "${record}", which is not there.`,
      ),
    );
}
