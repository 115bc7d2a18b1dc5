/** A request to a RESTlet or a Suitelet, and what came back. */

export const HTTP_METHODS = ['GET', 'POST', 'PUT', 'DELETE'] as const;

export type HttpMethod = (typeof HTTP_METHODS)[number];

export type HttpRequest = {
  method: HttpMethod;
  /** Of the address, besides `script` and `deploy`. */
  parameters?: Readonly<Record<string, string>>;
  headers?: Readonly<Record<string, string>>;
  body?: string;
};

export type HttpResponse = {
  status: number;
  /** Those that the script or its type decides; a list for a header that was added more than once. */
  headers: Record<string, string | string[]>;
  body: string;
};

/** By name, whatever its case. */
export function headerOf({ headers = {} }: HttpRequest, wanted: string): string | undefined {
  const name = Object.keys(headers).find((key) => key.toLowerCase() === wanted.toLowerCase());
  return name === undefined ? undefined : headers[name];
}

/** Of a header such as `application/json; charset=utf-8`. */
export const mediaTypeOf = (request: HttpRequest): string | undefined =>
  headerOf(request, 'content-type')?.split(';')[0]?.trim();
