/** The day a shipment is dated: where it shipped, by the clock on the wall there; of a closed period the first open day after it. */
import { parseDate } from '#feeds/format/dates.ts';
import type { AccountKnowledge, Period } from './account-knowledge.ts';

/** @property day the transaction's, @property shipped the real one; both `YYYY-MM-DD` */
export type ShipDay = { day: string; shipped: string };

/** Undefined for a shipment of which the feed says no date: NetSuite dates it today. */
export function shipDay(text: string, moveClosed: boolean, account: AccountKnowledge): ShipDay | undefined {
  const shipped = dayWhereShipped(text, account);
  if (shipped === undefined) return undefined;
  return { shipped, day: moveClosed ? firstOpenDay(shipped, account.periods()) : shipped };
}

/** A date in UTC says when it shipped and not where: then the company's clock decides. */
function dayWhereShipped(text: string, account: AccountKnowledge): string | undefined {
  const date = parseDate(text);
  if (!date) return undefined;
  if (/z$/i.test(text.trim())) return account.companyDay(date.wallClock);
  return new Date(date.wallClock).toISOString().slice(0, 10);
}

function firstOpenDay(day: string, periods: readonly Period[]): string {
  const period = periods.find(({ start, end }) => start <= day && day <= end);
  if (!period?.closed) return day;
  return periods.find(({ start, closed }) => start > day && !closed)?.start ?? day;
}

/** Noon is the same day in every zone NetSuite may read the date in, but those more than half a day from UTC. */
export function noonOf(day: string): Date {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date, 12);
}
