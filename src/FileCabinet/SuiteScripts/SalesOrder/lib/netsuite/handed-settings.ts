/** Settings of a scheduled script, as it hands them to the map/reduce script that goes on with its backlog. */
import { failure } from './failure.ts';
import { textParameter } from './parameters.ts';

export const handedOver = (parameter: string, settings: object): Record<string, string> => ({
  [parameter]: JSON.stringify(settings),
});

/**
 * @param by name of the script that hands over
 * @returns what a version of it before this one may have handed over
 * @throws NOT_HANDED_OVER when an administrator started the script instead of the one that hands over to it
 */
export function readHanded<Settings extends object>(parameter: string, by: string): Settings {
  const handed = textParameter(parameter, '');
  if (handed !== '') return JSON.parse(handed) as Settings;
  throw failure(
    'NOT_HANDED_OVER',
    `${by} starts this script when there is more work than one run can do. Start a deployment of that script instead.`,
  );
}
