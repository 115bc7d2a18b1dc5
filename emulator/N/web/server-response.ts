/** http.ServerResponse: what a Suitelet answers. Sources: section_4315325840, section_4316493873, section_4296361104 (headers), section_4426014272 (pages). */
import { allow, type Execution } from '../../account/execution.ts';
import type { HttpResponse } from '../../platform/http.ts';
import type { Page } from '../../platform/pages/page.ts';
import { type Options, readArguments, textOption } from '../../strictness/arguments.ts';
import { NotEmulated } from '../../strictness/not-emulated.ts';
import { strictProxy } from '../../strictness/strict-proxy.ts';
import { suiteError } from '../../strictness/suite-error.ts';
import { bytesOf } from '../file.ts';
import { pageOf } from '../widgets/page.ts';
import { renderPage } from '../widgets/render-page.ts';

/** What is set here is discarded. */
const DISCARDED = words('Connection Content-Length Host JSESSIONID Trailer Transfer-Encoding Upgrade Via');

/** Setting these is an error. */
const BLOCKED = words(
  `Allow Content-Location Content-MD5 Content-Range Date Location Proxy-Authenticate Public-Key-Pins Public-Key-Pins-Report-Only
   Retry-After Server Strict-Transport-Security Upgrade-Insecure-Requests Warning WWW-Authenticate`,
);

type Headers = Map<string, { name: string; values: string[] }>;

export type ServerResponse = {
  /** What the script holds. */
  response: object;
  /** What was written to it. */
  written: () => HttpResponse;
  /** The page it wrote, as data. */
  page: () => Page | undefined;
};

export function createServerResponse(execution: Execution): ServerResponse {
  const headers: Headers = new Map();
  const parts: string[] = [];
  let hasFile = false;
  let page: Page | undefined;
  const write = (call: string, end: string, values: readonly unknown[]) => {
    allow(execution, call);
    if (hasFile || page) throw new NotEmulated(`${call} after ${page ? 'writePage' : 'writeFile'}`);
    parts.push(`${outputOf(call, values)}${end}`);
  };
  const response = strictProxy('http.ServerResponse', {
    write: (...values: unknown[]) => write('ServerResponse.write', '', values),
    writeLine: (...values: unknown[]) => write('ServerResponse.writeLine', '\n', values),
    writeFile: (...values: unknown[]) => {
      const call = 'ServerResponse.writeFile';
      allow(execution, call);
      if (parts.length > 0 || page) throw new NotEmulated(`${call} after other output`);
      hasFile = true;
      parts.push(fileOf(call, values, headers));
    },
    writePage: (...values: unknown[]) => {
      const call = 'ServerResponse.writePage';
      allow(execution, call);
      if (parts.length > 0 || page) throw new NotEmulated(`${call} after other output`);
      page = pageFrom(call, values, headers);
    },
    addHeader: (...values: unknown[]) => {
      const { name, value } = headerFrom('ServerResponse.addHeader', execution, values);
      put(headers, name, [...(headers.get(name.toLowerCase())?.values ?? []), value]);
    },
    setHeader: (...values: unknown[]) => {
      const { name, value } = headerFrom('ServerResponse.setHeader', execution, values);
      put(headers, name, [value]);
    },
    getHeader: (...values: unknown[]) => {
      const call = 'ServerResponse.getHeader';
      allow(execution, call);
      const options = readArguments({ call, required: ['name'] }, values);
      const found = headers.get(textOption(call, options, 'name').toLowerCase());
      return found ? execution.realm.adopt(oneOrMany(found.values)) : null;
    },
    get headers(): object {
      return execution.realm.adopt(plain(headers));
    },
  });
  const body = () => (page ? renderPage(page) : parts.join(''));
  return {
    response,
    written: () => ({ status: 200, headers: plain(headers), body: body() }),
    page: () => page,
  };
}

/** Oracle's samples hand over the page itself, too. A copy: what the script does with it later is not on the page. */
function pageFrom(call: string, values: readonly unknown[], headers: Headers): Page {
  const page =
    pageOf(values[0]) ?? pageOf(readArguments({ call, required: ['pageObject'] }, values).pageObject);
  if (!page) throw wrongType(call, 'pageObject', 'serverWidget.Form or serverWidget.List');
  put(headers, 'Content-Type', ['text/html; charset=utf-8']);
  return structuredClone(page);
}

function outputOf(call: string, values: readonly unknown[]): string {
  const { output } = readArguments({ call, required: ['output'] }, values);
  if (typeof output === 'string') return output;
  throw wrongType(call, 'output', 'string');
}

/** The contents, with the headers a browser needs (a guess). */
function fileOf(call: string, values: readonly unknown[], headers: Headers): string {
  const { file, isInline = false } = readArguments(
    { call, required: ['file'], optional: ['isInline'] },
    values,
  );
  const bytes = bytesOf(file);
  if (!bytes) throw wrongType(call, 'file', 'file.File');
  const kind = isInline === true ? 'inline' : 'attachment';
  put(headers, 'Content-Disposition', [`${kind}; filename="${String((file as { name: unknown }).name)}"`]);
  return new TextDecoder().decode(bytes);
}

function headerFrom(call: string, execution: Execution, values: readonly unknown[]) {
  allow(execution, call);
  const options: Options = readArguments({ call, required: ['name', 'value'] }, values);
  const [name, value] = [String(options.name), String(options.value)];
  if (name.includes('_')) throw new NotEmulated(`${call} of ${name}, a name with an underscore,`);
  if (/^[!#$%&'*+.^`|~0-9A-Za-z-]+$/.test(name) && !/[\r\n]/.test(value) && !BLOCKED.has(name.toLowerCase()))
    return { name, value };
  throw suiteError('SSS_INVALID_HEADER', `One or more headers are not valid: ${name}.`);
}

function put(headers: Headers, name: string, values: string[]): void {
  const key = name.toLowerCase();
  if (!DISCARDED.has(key)) headers.set(key, { name: headers.get(key)?.name ?? name, values });
}

const oneOrMany = (values: string[]): string | string[] =>
  values.length === 1 ? (values[0] as string) : [...values];

const plain = (headers: Headers): HttpResponse['headers'] =>
  Object.fromEntries([...headers.values()].map(({ name, values }) => [name, oneOrMany(values)]));

const wrongType = (call: string, name: string, type: string): Error =>
  suiteError('WRONG_PARAMETER_TYPE', `${call}: Wrong parameter type: ${name} is expected as ${type}.`);

function words(list: string): ReadonlySet<string> {
  return new Set(list.toLowerCase().split(/\s+/));
}
