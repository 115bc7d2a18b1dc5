/**
 * The packages of an item fulfillment: a carrier that NetSuite buys labels of has a sublist of its own, whose fields end with its name.
 * HotWax has bought the label already, so none is bought here. Source: docs/contracts.md#fulfilling-in-netsuite.
 */
import type * as record from 'N/record';

const CARRIERS = ['', 'ups', 'fedex', 'usps'] as const;

type PackageSettings = { weight: number; description: string };

/** One package for each tracking number; without any NetSuite's own default stays. */
export function setPackages(
  fulfillment: record.Record,
  trackingNumbers: readonly string[],
  { weight, description }: PackageSettings,
): void {
  const carrier = CARRIERS.find((name) => fulfillment.getLineCount({ sublistId: `package${name}` }) >= 0);
  if (carrier === undefined) return;
  if (carrier !== '') fulfillment.setValue({ fieldId: 'generateintegratedshipperlabel', value: false });
  const sublistId = `package${carrier}`;
  trackingNumbers.forEach((number, line) => {
    const set = (field: string, value: record.FieldValue) =>
      fulfillment.setCurrentSublistValue({ sublistId, fieldId: `${field}${carrier}`, value });
    selectPackage(fulfillment, sublistId, line);
    set('packageweight', weight);
    set('packagetrackingnumber', number);
    set('packagedescr', description);
    fulfillment.commitLine({ sublistId });
  });
}

/** Some accounts have a first package there, empty. */
function selectPackage(fulfillment: record.Record, sublistId: string, line: number): void {
  if (line < fulfillment.getLineCount({ sublistId })) fulfillment.selectLine({ sublistId, line });
  else fulfillment.selectNewLine({ sublistId });
}
