/** What lay in `processing/` when the records were replaced by others: it is unknown whether it was delivered. */
import { TransformerError } from '../errors.ts';
import { type Claim, parseClaimedName } from '../folders/claim.ts';
import { processingFolder } from '../folders/folders.ts';
import { hashIfThere } from '../store/if-there.ts';
import { quoteName, storePath } from '../store/store-path.ts';
import { findRecord } from './delivery-record.ts';
import type { FileContext } from './file-context.ts';
import { findLeftovers } from './publish.ts';
import { quarantine } from './quarantine.ts';

type Context = Pick<FileContext, 'store' | 'route' | 'emit'>;

/**
 * Puts those of which the new records say nothing into `failed/`. To begin them anew would deliver a second time what was
 * delivered and not archived.
 * @param mark what no other `init` and no pass has
 * @param claimed names of files in `processing/`
 */
export async function quarantineUnrecorded(
  context: Context,
  mark: Claim,
  claimed: readonly string[],
): Promise<void> {
  for (const entry of claimed) await quarantineIfUnrecorded(context, mark, entry);
}

async function quarantineIfUnrecorded(context: Context, mark: Claim, entry: string): Promise<void> {
  const { store, route } = context;
  const { claim, name } = parseClaimedName(entry) ?? {};
  if (!claim || name === undefined || (await findRecord(store, route.sourceFolder, name))) return;
  const path = storePath(processingFolder(route), entry);
  const sha256 = await hashIfThere(store, path);
  if (sha256 === undefined) return; // a pass that still runs has brought it to its end
  const work = { ...context, leftovers: () => findLeftovers(store, route) };
  await quarantine(work, { name, path, claim: mark, adopted: true }, sha256, recordsReplaced(name));
}

const recordsReplaced = (name: string): TransformerError =>
  new TransformerError(
    'DELIVERY_UNKNOWN',
    `It is unknown whether ${quoteName(name)} was delivered: a pass was processing it when the records in .state/ were replaced by others. If the receiver does not have its rows, replay this file.`,
  );
