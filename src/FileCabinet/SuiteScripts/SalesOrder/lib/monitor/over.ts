/** The mail that says that the failures of a script are over. */
import * as log from 'N/log';
import { readMailSettings, sendMail } from './mail.ts';
import { counted, showTime } from './times.ts';

/** @property since epoch ms of the first failure @property last of the last */
export type Failures = { since: number; last: number; runs: number; message: string };

/** Without addresses on the configuration record it is only logged. 30 units. */
export function tellOver(script: string, { since, last, runs, message }: Failures, now: number): void {
  const subject = `${script} runs again`;
  const when = runs === 1 ? `at ${showTime(last)}` : `between ${showTime(since)} and ${showTime(last)}`;
  const text = [
    `${counted(runs, 'run')} of ${script} failed ${when}. Since then its runs have gone well.`,
    `The last failure was ${message}`,
    `Found at ${showTime(now)}. Nothing is to be done: what waited meanwhile is processed.`,
  ].join('\n\n');
  log.audit({ title: subject, details: text });
  const settings = readMailSettings();
  if (settings) sendMail(settings, subject, text);
}
