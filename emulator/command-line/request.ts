/** The request to a RESTlet or Suitelet, from the words of the command line. */
import { readFileSync } from 'node:fs';
import { HTTP_METHODS, type HttpMethod, type HttpRequest, headerOf } from '../platform/http.ts';

/** As it was given; undefined where nothing was. */
export type RequestArguments = {
  method: string | undefined;
  /** The text itself, or `@` and the name of a file. */
  body: string | undefined;
  query: Record<string, string>;
  headers: Record<string, string>;
};

export function isAsked({ method, body, query, headers }: RequestArguments): boolean {
  return [method, body].some((given) => given !== undefined) || hasAny(query) || hasAny(headers);
}

const hasAny = (values: object): boolean => Object.keys(values).length > 0;

/** GET, or POST with a body; as JSON unless the body is none. */
export function requestFrom(given: RequestArguments, place: (file: string) => string): HttpRequest {
  const body = given.body?.startsWith('@') ? readFileSync(place(given.body.slice(1)), 'utf8') : given.body;
  const method = (given.method ?? (body === undefined ? 'GET' : 'POST')) as HttpMethod;
  const request = { method, parameters: given.query, headers: given.headers, ...(body && { body }) };
  if (headerOf(request, 'content-type') !== undefined) return request;
  const mediaType = body === undefined || isJson(body) ? 'application/json' : 'text/plain';
  return { ...request, headers: { ...given.headers, 'Content-Type': mediaType } };
}

export const isMethod = (text: string): boolean => HTTP_METHODS.some((method) => method === text);

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
