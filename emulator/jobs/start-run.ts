/** Finds what is to be run: the script and the deployment, with the parameters of this run. */

import type { World } from '../account/account-context.ts';
import { NotEmulated } from '../strictness/not-emulated.ts';
import type { Run } from './run-script.ts';

/** Parameters come before those of the deployment. */
export type RunOptions = {
  scriptId?: string | undefined;
  invocationType?: string | undefined;
  parameters?: Readonly<Record<string, string>>;
};

/** Parameters given to the task come before those of the deployment. */
export function startRun(
  world: World,
  deploymentId: string,
  { scriptId, invocationType, parameters = {} }: RunOptions,
): Run {
  const { script, found } = deployed(world, deploymentId, scriptId);
  if (script.inactive || !found.deployed)
    throw new Error(
      `NOT_DEPLOYED: ${deploymentId} is not deployed or ${script.id} is inactive. Set isdeployed to T.`,
    );
  const deployment = { ...found, parameterValues: { ...found.parameterValues, ...parameters } };
  const defaults = found.status === 'SCHEDULED' ? 'SCHEDULED' : 'ON_DEMAND';
  return { world, script, deployment, invocationType: invocationType ?? defaults, executions: [] };
}

/** The one deployment of that id; which of several is not guessed. */
function deployed({ project }: World, deploymentId: string, scriptId: string | undefined) {
  const mine = project.scripts.filter(({ id }) => scriptId === undefined || id === scriptId);
  const candidates = mine.flatMap((script) => {
    const found = script.deployments.find(({ id }) => id === deploymentId);
    return found ? [{ script, found }] : [];
  });
  const [only, ...others] = candidates;
  if (!only) {
    const known = mine.flatMap(({ deployments }) => deployments.map(({ id }) => id)).join(', ');
    throw new NotEmulated(`deployment ${deploymentId} (${scriptId ?? 'the project'} has ${known || 'none'})`);
  }
  if (others.length === 0) return only;
  throw new Error(
    `SEVERAL_DEPLOYMENTS: ${candidates.map(({ script }) => script.id).join(', ')} each have a deployment ${deploymentId}. Give the scriptId too.`,
  );
}
