/**
 * The packages of an item fulfillment and its carrier: a carrier that NetSuite buys labels of has a sublist of its own.
 * Sources: SuiteTalk's classes ItemFulfillmentPackageUps, …FedEx and …Usps; production code for what a record lacks and for labels.
 */

import type { World } from '../account/account-context.ts';
import type { Draft } from '../account/draft.ts';
import type { StoredRecord, Values } from '../account/store.ts';
import { hasFeature } from '../account/switches.ts';
import { findReferenced } from '../records/references.ts';
import { suiteError } from '../strictness/suite-error.ts';

const CARRIERS = ['', 'ups', 'fedex', 'usps'] as const;
type Carrier = (typeof CARRIERS)[number];

/** Leaves the draft the one sublist of packages that its shipping method has. */
export function newPackages(world: World, draft: Draft): void {
  const carrier = keepPackages(world, draft);
  if (carrier !== '') draft.fields.generateintegratedshipperlabel = true;
}

/** A record has one sublist of packages; those of other carriers go, unless they have lines. */
export function keepPackages(world: World, record: Pick<StoredRecord, 'fields' | 'sublists'>): Carrier {
  const carrier = carrierOf(world, record.fields);
  for (const other of CARRIERS.filter((name) => name !== carrier))
    if (!record.sublists[`package${other}`]?.length) delete record.sublists[`package${other}`];
  return carrier;
}

/**
 * Weight is mandatory in a package (production code writes a dummy one for that reason), the method is one of the carrier's, and an
 * integrated carrier is asked for a label.
 */
export function checkPackages(world: World, draft: Draft, previous: StoredRecord | undefined): void {
  assertCarrier(world, draft.fields, previous);
  const carrier = carrierOf(world, draft.fields);
  for (const other of CARRIERS) {
    const lines = draft.sublists[`package${other}`] ?? [];
    lines.forEach((line, index) => {
      if (Number(line[`packageweight${other}`] ?? 0) > 0) return;
      throw suiteError(
        'USER_ERROR',
        `Please enter value(s) for: Package Weight in line ${index + 1} of package${other}.`,
      );
    });
  }
  if (carrier !== '' && draft.fields.generateintegratedshipperlabel === true && previous === undefined)
    throw noLabel(carrier);
}

/** The tracking numbers of all packages, as a search shows them. */
export function trackingNumbersOf({ sublists }: Pick<StoredRecord, 'sublists'>): string {
  return CARRIERS.flatMap((carrier) =>
    (sublists[`package${carrier}`] ?? []).map((line) => line[`packagetrackingnumber${carrier}`]),
  )
    .filter((number) => number !== null && number !== undefined)
    .join('<BR>');
}

function carrierOf(world: World, { shipmethod }: Values): Carrier {
  if (!hasFeature(world, 'SHIPPINGLABELS') || !shipmethod) return '';
  const item = findReferenced(world, 'shipitem', String(shipmethod));
  return CARRIERS.find((carrier) => carrier !== '' && carrier === item?.fields.integratedcarrier) ?? '';
}

/** A new method has to be one of the carrier's: production code sets the carrier first. */
function assertCarrier(world: World, fields: Values, previous: StoredRecord | undefined): void {
  const { shipmethod, shipcarrier } = fields;
  if (!shipmethod || !hasFeature(world, 'SHIPPINGLABELS') || shipmethod === previous?.fields.shipmethod)
    return;
  const own = findReferenced(world, 'shipitem', String(shipmethod))?.fields.shipcarrier ?? 'nonups';
  if (own === (shipcarrier ?? 'nonups')) return;
  throw suiteError(
    'INVALID_KEY_OR_REF',
    `Invalid shipmethod reference key ${String(shipmethod)} for shipcarrier ${String(shipcarrier ?? 'nonups')}.`,
  );
}

/** No carrier can be reached from here, and an account without credentials meets the same answer. */
const noLabel = (carrier: Carrier): Error =>
  suiteError(
    'USER_ERROR',
    `Authentication Failed: ${carrier.toUpperCase()} was asked for a shipping label (generateintegratedshipperlabel).`,
  );
