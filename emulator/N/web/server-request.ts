/** http.ServerRequest: what a Suitelet is asked (section_4314608702). */
import type { Execution } from '../../account/execution.ts';
import { type HttpRequest, mediaTypeOf } from '../../platform/http.ts';
import { NotEmulated } from '../../strictness/not-emulated.ts';
import { strictProxy } from '../../strictness/strict-proxy.ts';

const ADDRESS = 'https://emulator.app.netsuite.com/app/site/hosting/scriptlet.nl';

const FORM = 'application/x-www-form-urlencoded';

export function createServerRequest({ realm, script }: Execution, given: HttpRequest): object {
  const { method, parameters = {}, headers = {}, body = '' } = given;
  if (body !== '' && (method === 'GET' || method === 'DELETE'))
    throw new NotEmulated(`a ${method} request with a body to a Suitelet`);
  const own = { script: script?.record.id ?? '', deploy: script?.deployment.id ?? '' };
  return strictProxy('http.ServerRequest', {
    method,
    url: ADDRESS,
    parameters: realm.adopt({ ...own, ...parameters, ...formFields(given) }),
    headers: realm.adopt(inBothCases(headers)),
    body,
    files: realm.adopt({}),
  });
}

function formFields(request: HttpRequest): Record<string, string> {
  const mediaType = mediaTypeOf(request)?.toLowerCase();
  if (mediaType?.startsWith('multipart/')) throw new NotEmulated(`a request as ${mediaType}`);
  return mediaType === FORM ? Object.fromEntries(new URLSearchParams(request.body)) : {};
}

/** Each header under two names: in lower case and in title case (section_4314803549). */
const inBothCases = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => {
      const lower = name.toLowerCase();
      return [
        [lower, value],
        [lower.replace(/(^|-)[a-z]/g, (start) => start.toUpperCase()), value],
      ];
    }),
  );
