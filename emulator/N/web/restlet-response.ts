/** N/scriptTypes/restlet: a response with a content type of its own (article_4130555042). */
import { allow, type Execution } from '../../account/execution.ts';
import { readArguments, textOption } from '../../strictness/arguments.ts';
import { NotEmulated } from '../../strictness/not-emulated.ts';
import { strictProxy } from '../../strictness/strict-proxy.ts';

type RestletResponse = { content: string; contentType: string };

const responses = new WeakMap<object, RestletResponse>();

export function createRestletModule(_world: unknown, execution: Execution): object {
  if (execution.script?.record.type !== 'restlet')
    throw new NotEmulated('module N/scriptTypes/restlet outside RESTlets');
  return strictProxy('N/scriptTypes/restlet', {
    createResponse: (...values: unknown[]) => {
      const call = 'N/scriptTypes/restlet.createResponse';
      allow(execution, call);
      const options = readArguments({ call, required: ['content', 'contentType'] }, values);
      const made = {
        content: textOption(call, options, 'content'),
        contentType: textOption(call, options, 'contentType'),
      };
      const response = strictProxy('restlet.Response', { ...made });
      responses.set(response, made);
      return response;
    },
  });
}

/** What a RESTlet made with `createResponse`, undefined for anything else it may return. */
export const restletResponseOf = (returned: unknown): RestletResponse | undefined =>
  typeof returned === 'object' && returned !== null ? responses.get(returned) : undefined;
