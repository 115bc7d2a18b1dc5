/** Nothing waits, nothing is half done, and the ledger adds up. */
import { join } from 'node:path';
import { type RefusedRow, unfinishedFiles } from '../../../testbed/error-files.ts';
import { ALLOCATIONS, feedFolders, LINE_UPDATES, namesIn, SHIPMENTS } from '../../../testbed/feed-folders.ts';
import { type Difference, when } from './claims.ts';
import type { Evidence } from './evidence.ts';

const UNFINISHED = ['', 'processing', '.tmp', '.state/.tmp', 'error/.tmp'];

export function checkFiles({ world: { home, hotwax }, refused }: Evidence): Difference[] {
  const waiting = unfinishedFiles(home, UNFINISHED);
  const sent = [
    ...hotwax.allocations.map(({ name }) => ({ name, folder: ALLOCATIONS })),
    ...hotwax.shipments.map(({ name, tagged }) => ({ name, folder: tagged ? LINE_UPDATES : SHIPMENTS })),
  ];
  const nowhere = sent.filter(
    ({ name, folder }) =>
      !['archive', 'failed'].some((place) => namesIn(join(home, folder, place)).includes(name)),
  );
  const reasons = refused.filter(({ row, code }) => row === '0' || code === 'RUNS_STOPPED');
  const unexplained = feedFolders.flatMap(({ folder }) =>
    namesIn(join(home, folder, 'failed'))
      .filter(
        (name) => !reasons.some((reason) => reason.errorFile.startsWith(folder) && tellsOf(reason, name)),
      )
      .map((name) => `${folder}/failed/${name}`),
  );
  return [
    ...unexplained.map(
      (path): Difference => ({ claim: 'errorFiles', text: `No error file says why ${path} failed.` }),
    ),
    ...waiting.map((path): Difference => ({ claim: 'nothingWaits', text: `${path} still waits.` })),
    ...nowhere.map(
      ({ name, folder }): Difference => ({ claim: 'nothingWaits', text: `${folder}/${name} is gone.` }),
    ),
  ];
}

/** A file that failed beside another of its name has a mark before its ending. */
const tellsOf = ({ file }: RefusedRow, name: string): boolean =>
  name === file || name.startsWith(`${file.replace(/\.[a-z]+$/, '')}.`);

/** How the runs of a script went is noted beside: one that nothing hands a backlog to any more does not run again. */
const isOfFileOrLock = ({ fields }: Evidence['ledger'][number]): boolean =>
  !String(fields.custrecord_hc_ff_file).startsWith('(failures)/');

const FINAL = ['Done', 'Done with errors', 'Failed', 'Idle'];

export const checkLedger = ({ ledger, refused }: Evidence): Difference[] =>
  ledger.filter(isOfFileOrLock).flatMap(({ fields }) => {
    const of = (name: string): unknown => fields[`custrecord_hc_ff_${name}`];
    const [rows, applied, rejected, skipped] = ['rows', 'applied', 'rejected', 'skipped'].map((name) =>
      Number(of(name) ?? 0),
    ) as [number, number, number, number];
    const file = String(of('file'));
    const status = String(of('status'));
    const listed = refused.filter(
      (row) => row.file === file && row.row !== '0' && row.errorFile.startsWith('netsuite/'),
    ).length;
    return [
      ...when(!FINAL.includes(status), 'ledger', `The ledger has ${file} as ${status}.`),
      ...when(
        rows !== applied + rejected + skipped,
        'ledger',
        `The ledger has ${rows} rows of ${file}, but ${applied} + ${rejected} + ${skipped}.`,
      ),
      ...when(
        of('feed') !== 'item-fulfillments' && rejected !== listed,
        'ledger',
        `The ledger has ${rejected} rejected rows of ${file}, its error file ${listed}.`,
      ),
    ];
  });
