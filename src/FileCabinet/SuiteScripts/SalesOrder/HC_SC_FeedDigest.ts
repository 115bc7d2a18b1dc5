/**
 * Mails a digest of the feeds once a day to the addresses of the configuration record: what needs attention, and what was done.
 *
 * @NApiVersion 2.1
 * @NScriptType ScheduledScript
 * @NModuleScope SameAccount
 */
import type { EntryPoints } from 'N/types';
import { type DigestSettings, sendDigest } from './lib/monitor/digest.ts';
import { tellSparingly } from './lib/monitor/failures.ts';
import { digestParameter as ids } from './lib/netsuite/ids.ts';
import { countParameter, textParameter } from './lib/netsuite/parameters.ts';

export const execute: EntryPoints.Scheduled.execute = () =>
  tellSparingly(
    () => Date.now(),
    () => sendDigest(readSettings(), Date.now()),
  );

function readSettings(): DigestSettings {
  const allIsWell = textParameter(ids.allIsWell, 'weekly').toLowerCase();
  return {
    hour: Math.floor(countParameter(ids.hour, 6)) % 24,
    allIsWell: allIsWell === 'never' || allIsWell === 'daily' ? allIsWell : 'weekly',
  };
}
