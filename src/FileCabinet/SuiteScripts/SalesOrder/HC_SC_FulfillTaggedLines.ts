/**
 * Hands lines to the fulfillment feed that HotWax's own scripts have tagged as fulfilled and not fulfilled: run once, on
 * purpose, when this project takes over from them.
 *
 * @NApiVersion 2.1
 * @NScriptType ScheduledScript
 * @NModuleScope SameAccount
 */
import type { EntryPoints } from 'N/types';
import { openFeedFolder } from './lib/feed-files/feed-folder.ts';
import { peekFolder } from './lib/feed-files/peek-folder.ts';
import { foreseeTaggedLines, handOverTaggedLines } from './lib/fulfillments/tagged-lines.ts';
import { taggedParameter as ids } from './lib/netsuite/ids.ts';
import { flagParameter, textParameter } from './lib/netsuite/parameters.ts';
import { connect } from './lib/netsuite/sftp-connection.ts';

export const execute: EntryPoints.Scheduled.execute = () => {
  const folder = textParameter(ids.folder, 'fulfilledsalesorder/export');
  if (flagParameter(ids.dryRun, false)) {
    foreseeTaggedLines(peekFolder(connect(), folder));
    return;
  }
  handOverTaggedLines(openFeedFolder(connect(), 'fulfilled-order-items', folder), Date.now());
};
