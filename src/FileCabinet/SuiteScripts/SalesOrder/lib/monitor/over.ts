/** The mail that says that the failures of a script are over. */
import * as log from 'N/log';
import { formatInstant } from '#feeds/format/dates.ts';
import { readMailSettings, sendMail } from './mail.ts';

/** @property since epoch ms of the first failure @property last of the last */
export type Failures = { since: number; last: number; runs: number; message: string };

/** Without addresses on the configuration record it is only logged. 30 units. */
export function tellOver(script: string, { since, last, runs, message }: Failures, now: number): void {
  const subject = `${script} runs again`;
  const text = [
    `Runs of ${script} failed ${runs} times between ${formatInstant(since)} and ${formatInstant(last)}, and have gone well since.`,
    `The last failure was ${message}`,
    `Found at ${formatInstant(now)}. Nothing is to be done: what waited meanwhile is processed.`,
  ].join('\n\n');
  log.audit({ title: subject, details: text });
  const settings = readMailSettings();
  if (settings) sendMail(settings, subject, text);
}
