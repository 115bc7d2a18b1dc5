/** What is chosen for an account as the project is built for it, by environment variables: all sources ship switched off. */
import { ToolError } from './tool-error.ts';

/** @property notify addresses with commas between; empty to have all administrators told */
export type AccountChoices = { switchedOn: boolean; notify: string };

/** Names of the variables, as pages and workflows write them. */
export const SWITCHED_ON = 'FEEDS_SWITCHED_ON';
export const NOTIFY = 'FEEDS_NOTIFY';

/** What NetSuite keeps of them (SDFxml_1043649243). */
const LONGEST_NOTIFY = 999;

/** @throws ToolError BAD_CHOICE */
export function readChoices(env: NodeJS.ProcessEnv): AccountChoices {
  const switchedOn = env[SWITCHED_ON] ?? '';
  if (!['', 'true', 'false'].includes(switchedOn))
    throw badChoice(`${SWITCHED_ON} is "${switchedOn}". Write true, or leave it out.`);
  const addresses = (env[NOTIFY] ?? '').split(',').map((one) => one.trim());
  const notify = addresses.filter((one) => one !== '').join(',');
  const bad = notify === '' ? undefined : notify.split(',').find((one) => !ADDRESS.test(one));
  if (bad !== undefined) throw badChoice(`${NOTIFY} has "${bad}". Write mail addresses with commas between.`);
  if (notify.length > LONGEST_NOTIFY)
    throw badChoice(`${NOTIFY} has ${notify.length} characters, and NetSuite takes ${LONGEST_NOTIFY}.`);
  return { switchedOn: switchedOn === 'true', notify };
}

const ADDRESS = /^[^\s@<>&"']+@[^\s@<>&"']+$/;

const badChoice = (message: string): ToolError => new ToolError('BAD_CHOICE', message);

/** The definition of a script as it is deployed. */
export function withChoices(script: string, { switchedOn, notify }: AccountChoices): string {
  const scheduled = switchedOn ? script.replace(PREPARED, '<status>SCHEDULED</status>$1') : script;
  if (notify === '') return scheduled;
  return scheduled.replace(
    /<notifyadmins>T<\/notifyadmins>/,
    `<notifyadmins>F</notifyadmins>\n  ${notifyElement(notify)}`,
  );
}

export const notifyElement = (notify: string): string => `<notifyemails>${notify}</notifyemails>`;

/** A deployment whose schedule is prepared: those that run on demand have a single event. */
const PREPARED =
  /<status>NOTSCHEDULED<\/status>((?:(?!<\/scriptdeployment>)[\s\S])*?<recurrence>\s*<daily>)/g;
