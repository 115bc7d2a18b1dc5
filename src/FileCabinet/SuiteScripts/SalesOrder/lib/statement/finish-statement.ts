/** The end of a run: the last part, which makes the statement complete, once all others are there. */
import * as log from 'N/log';
import * as runtime from 'N/runtime';
import { formatManifest, manifestName } from '#feeds/statement/manifest.ts';
import { releaseLease, renewLease } from '../feed-files/feed-lock.ts';
import { failure } from '../netsuite/failure.ts';
import { connect } from '../netsuite/sftp-connection.ts';
import { openRequests, settleRequests } from './requests.ts';
import { statementFolder } from './settings.ts';
import { openStatements } from './plan-statement.ts';
import type { Written } from './write-portion.ts';

/**
 * 250 units and 10 for each request. Nothing when there was nothing to do.
 * @param errors of any call: then no last part is written, and the next run that is asked begins anew
 * @throws STATEMENT_INCOMPLETE
 */
export function finishStatement(written: readonly Written[], errors: readonly string[], now: number): void {
  const [first] = written;
  if (!first) {
    if (errors.length > 0) throw incomplete(errors);
    return;
  }
  const { statement } = first;
  const isWhole = errors.length === 0 && written.length === statement.portions;
  if (!renewLease(statement.lease, now)) throw incomplete([...errors, 'Another deployment took over.']);
  try {
    if (!isWhole) throw incomplete(errors);
    publishManifest(written);
  } finally {
    releaseLease(statement.lease);
  }
}

function publishManifest(written: readonly Written[]): void {
  const sorted = [...written].sort((one, other) => one.number - other.number);
  const parts = sorted.flatMap((one) => one.parts);
  const { statement, finishedAt } = sorted.reduce((last, one) =>
    one.finishedAt > last.finishedAt ? one : last,
  );
  const { at, since, orders, requests } = statement;
  const manifest = {
    version: 1,
    account: runtime.accountId,
    at: new Date(at).toISOString(),
    finishedAt: new Date(finishedAt).toISOString(),
    since: since === null ? null : new Date(since).toISOString(),
    orders,
    rows: parts.reduce((rows, part) => rows + part.rows, 0),
    parts,
  } as const;
  const name = manifestName(at);
  openStatements().publish(name, formatManifest(manifest));
  log.audit({
    title: 'Statement written',
    details: { name, orders, rows: manifest.rows, parts: parts.length },
  });
  if (requests.length > 0) settleRequests(openRequests(connect(), statementFolder()), requests);
}

const incomplete = (errors: readonly string[]): Error =>
  failure(
    'STATEMENT_INCOMPLETE',
    `The statement was not completed, and is not compared. Run HC_MR_SalesOrderStatement again; a request stays where it is. ${errors.join(' ')}`.trim(),
  );
