/** What becomes of a file, from what is known of its name: one decision, for the pass and for the dry run. */
import { TransformerError } from '../errors.ts';
import { quoteName } from '../store/store-path.ts';
import type { DeliveryRecord } from './delivery-record.ts';

/** @property archived the hash of what has its name in the archive */
export type PriorState = { record: DeliveryRecord | undefined; archived: string | undefined };

/** `finish` what was decided before, be it by a pass that died or for an earlier file of its name and content. */
export type Fate =
  | { kind: 'convert' }
  | { kind: 'finish'; record: DeliveryRecord }
  | { kind: 'quarantine'; reason: TransformerError };

export function fateOf(name: string, sha256: string, { record, archived }: PriorState): Fate {
  const known = record?.source.sha256 ?? archived;
  if (known !== undefined && known !== sha256) return { kind: 'quarantine', reason: nameReused(name) };
  if (record) return { kind: 'finish', record };
  if (known !== undefined) return { kind: 'quarantine', reason: deliveryUnrecorded(name) };
  return { kind: 'convert' };
}

/** Whether a file that was decided before was taken before, and only comes again. */
export const isRepeat = (fate: Fate, adopted: boolean): boolean => fate.kind === 'finish' && !adopted;

export const nameReused = (name: string): TransformerError =>
  new TransformerError(
    'NAME_REUSED',
    `An earlier file named ${quoteName(name)} had different content and was processed. A file name can be used only once: send this file again under a new name.`,
  );

const deliveryUnrecorded = (name: string): TransformerError =>
  new TransformerError(
    'DELIVERY_UNKNOWN',
    `archive/ has a file ${quoteName(name)} with the same content but without a delivery record, so it is unknown whether it was delivered. If it was not, replay this file.`,
  );
