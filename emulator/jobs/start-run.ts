/** Finds what is to be run: the script and the deployment, with the parameters of this run. */

import type { World } from '../account/account-context.ts';
import type { HttpRequest } from '../platform/http.ts';
import { NotEmulated } from '../strictness/not-emulated.ts';
import type { Run } from './run-script.ts';

/** Parameters come before those of the deployment. */
export type RunOptions = {
  scriptId?: string | undefined;
  invocationType?: string | undefined;
  parameters?: Readonly<Record<string, string>>;
  /** To a RESTlet or Suitelet: a GET without parameters when left out. */
  request?: HttpRequest | undefined;
  /** Of the project: whose permissions it has, whatever its deployment says, as with what another script triggers (chapter_N2997500). */
  role?: string | undefined;
};

/** Parameters given to the task come before those of the deployment. */
export function startRun(
  world: World,
  deploymentId: string,
  { scriptId, invocationType, parameters = {}, request, role }: RunOptions,
): Run {
  const { script, found } = deployed(world, deploymentId, scriptId);
  if (script.inactive || !found.deployed)
    throw new Error(
      `NOT_DEPLOYED: ${deploymentId} is not deployed or ${script.id} is inactive. Set isdeployed to T.`,
    );
  if (request && script.type !== 'restlet' && script.type !== 'suitelet')
    throw new Error(
      `NO_REQUEST_POSSIBLE: ${script.id} is a ${script.type} script. Run it without a request.`,
    );
  const deployment = {
    ...found,
    parameterValues: { ...found.parameterValues, ...parameters },
    ...(role === undefined ? {} : { runAsRole: role }),
  };
  const defaults = found.status === 'SCHEDULED' ? 'SCHEDULED' : 'ON_DEMAND';
  return {
    world,
    script,
    deployment,
    invocationType: invocationType ?? (request?.method || defaults),
    request,
    executions: [],
  };
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
