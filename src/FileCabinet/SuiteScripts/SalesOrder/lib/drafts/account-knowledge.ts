/** What the script has to know of the account besides its orders; each thing is asked for once in a run, when it is first needed. */
import * as config from 'N/config';
import * as format from 'N/format';
import * as log from 'N/log';
import * as search from 'N/search';
import { dayOf } from '../netsuite/dates.ts';
import { asFailure } from '../netsuite/failure.ts';
import { isFeatureOn } from '../netsuite/features.ts';
import { isTrue } from '../netsuite/parameters.ts';
import { allRows, textOf } from '../netsuite/searches.ts';

/** Days are `YYYY-MM-DD`. */
export type Period = { start: string; end: string; closed: boolean };

export type AccountKnowledge = {
  /** `ups` or `nonups`; undefined when NetSuite does not say. 1 unit for each method. */
  carrierOf(shipMethodId: string): string | undefined;
  /** Base periods in order; none where the account has none. 10 units. */
  periods(): readonly Period[];
  /** The day at an instant (epoch ms) by the company's clock. 10 units. */
  companyDay(instant: number): string;
  /** Whether item fulfillments have dates of their own for each step. */
  hasShippedDate(): boolean;
};

export function knowledgeOfAccount(): AccountKnowledge {
  const carriers = new Map<string, string | undefined>();
  let periods: Period[] | undefined;
  let zone: string | undefined;
  return {
    carrierOf: (id) => {
      if (!carriers.has(id)) carriers.set(id, findCarrier(id));
      return carriers.get(id);
    },
    periods: () => {
      periods ??= isFeatureOn('ACCOUNTINGPERIODS') ? findPeriods() : [];
      return periods;
    },
    companyDay: (instant) => {
      zone ??= companyZone();
      return dayIn(zone, instant);
    },
    hasShippedDate: () => isFeatureOn('PICKPACKSHIP'),
  };
}

/** What cannot be found out about a method that may not even exist must not cost the shipment. */
function findCarrier(id: string): string | undefined {
  try {
    return lookUpCarrier(id);
  } catch (thrown) {
    log.audit({
      title: 'Carrier of a shipping method not found',
      details: { id, reason: asFailure(thrown).message },
    });
    return undefined;
  }
}

function lookUpCarrier(id: string): string | undefined {
  const { shipcarrier } = search.lookupFields({ type: 'shipitem', id, columns: ['shipcarrier'] });
  const [chosen] = Array.isArray(shipcarrier) ? (shipcarrier as { value: string }[]) : [];
  return chosen ? textOf(chosen.value) : textOf(shipcarrier) || undefined;
}

function findPeriods(): Period[] {
  const rows = allRows({
    type: 'accountingperiod',
    filters: [
      ['isyear', 'is', 'F'],
      'and',
      ['isquarter', 'is', 'F'],
      'and',
      ['isadjust', 'is', 'F'],
      'and',
      ['isinactive', 'is', 'F'],
    ],
    columns: ['startdate', 'enddate', 'closed'],
  });
  return rows
    .map((row) => ({
      start: dayOf(row.getValue('startdate')),
      end: dayOf(row.getValue('enddate')),
      closed: isTrue(row.getValue('closed')),
    }))
    .sort((one, other) => (one.start < other.start ? -1 : 1));
}

function companyZone(): string {
  const company = config.load({ type: config.Type.COMPANY_INFORMATION });
  return textOf(company.getValue({ fieldId: 'timezone' }));
}

/** The format of date-times begins with that of dates, which may hold spaces, and ends with a time. */
const TIME = /\s+\d{1,2}[:.-]\d{2}(?:[:.-]\d{2})?(?:\s*[ap]\.?\s?m\.?)?\s*$/i;

function dayIn(timezone: string, instant: number): string {
  const options = { value: new Date(instant), type: format.Type.DATETIME, timezone };
  return dayOf(format.format(options as unknown as Parameters<typeof format.format>[0]).replace(TIME, ''));
}
