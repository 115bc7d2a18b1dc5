/** Whether passes skip a tenant for a while, as it is shown. */
import { pauseAt } from '../../config/growing-pauses.ts';
import { shortTime, singleLine } from '../../report/layout.ts';
import type { ChosenTenant } from '../tenants.ts';

/** @property since when the last of the failures was */
export type Paused = { until: string; failures: number; since: string; code: string; message: string };

export async function pausedOf({ failures }: ChosenTenant, now: number): Promise<Paused | null> {
  const pause = await pauseAt(failures, now);
  if (!pause) return null;
  const { until, times, at, code, message } = pause;
  return {
    until: new Date(until).toISOString(),
    failures: times,
    since: new Date(at).toISOString(),
    code,
    message,
  };
}

export const pausedLine = ({ until, failures, since, code, message }: Paused): string =>
  singleLine(
    `passes skip this tenant until ${shortTime(until)}: ${failures === 1 ? 'the last one' : `the last ${failures}`} failed, at ${shortTime(since)} with ${code}: ${message} "transformer check" makes them go on as soon as it succeeds.`,
  );
