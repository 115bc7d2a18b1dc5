/** A call of a RESTlet from outside: whether it is there, released and for this role; then it runs with that role's permissions. */
import type { World } from '../account/account-context.ts';
import type { ExecutionReport } from '../account/account-events.ts';
import { type HttpRequest, type HttpResponse, mediaTypeOf } from '../platform/http.ts';
import type { RunOptions } from './start-run.ts';

/** @property role id of the role; permissions are looked at if the project has it */
export type RestletCall = { scriptId: string; deploymentId: string; role: string; request: HttpRequest };

export function callRestlet(
  { project }: World,
  { scriptId, deploymentId, role, request }: RestletCall,
  run: (deploymentId: string, options: RunOptions) => ExecutionReport,
): HttpResponse {
  const script = project.scripts.find(({ id, type }) => id === scriptId && type === 'restlet');
  const deployment = script?.deployments.find(({ id }) => id === deploymentId);
  if (!script || !deployment || script.inactive || !deployment.deployed)
    return refusal(request, 404, 'SSS_INVALID_SCRIPTLET_ID', `There is no RESTlet ${scriptId}.`);
  const { status, audience } = deployment;
  if (status !== 'RELEASED' || (audience !== 'all' && !audience.includes(role)))
    return refusal(request, 403, 'INSUFFICIENT_PERMISSION', 'You do not have permissions to view this page.');
  const { response, error } = run(deploymentId, { scriptId, request, role });
  if (response) return response;
  throw new Error(
    `NO_RESPONSE: ${scriptId} gave no response: ${error?.message ?? 'nothing is known of why'}`,
  );
}

/** In the format of the request, as errors of the script itself. */
function refusal(request: HttpRequest, status: number, code: string, message: string): HttpResponse {
  const type = mediaTypeOf(request) === 'application/json' ? 'application/json' : 'text/plain';
  const body =
    type === 'application/json'
      ? JSON.stringify({ error: { code, message } })
      : `error code: ${code}\nerror message: ${message}`;
  return { status, headers: { 'Content-Type': type }, body };
}
