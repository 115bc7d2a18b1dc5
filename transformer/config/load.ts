/** Reads the configuration file and reports every error in it with its line. */
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { type Document, LineCounter, parseDocument } from 'yaml';
import { describe, TransformerError } from '../errors.ts';
import type { Environment } from './environment.ts';
import type { ProcessSettings } from './schema.ts';
import { checkFile, type SettingError, type Tenant } from './tenants.ts';

/** @property process what holds for the whole process; @property folder what relative paths in the file are relative to */
export type ConfigurationFile = { tenants: Tenant[]; process: ProcessSettings; folder: string };

/**
 * @param path undefined when there is no file: then the environment alone says what is not usual
 * @throws TransformerError INVALID_CONFIGURATION
 */
export async function readConfiguration(
  path: string | undefined,
  environment: Environment,
): Promise<ConfigurationFile> {
  if (path === undefined) {
    return { ...parseFile('', undefined, environment), folder: process.cwd() };
  }
  return { ...parseFile(await readText(path), path, environment), folder: dirname(resolve(path)) };
}

/** @param path for messages */
export const parseConfiguration = (
  text: string,
  path: string | undefined,
  environment: Environment = {},
): Tenant[] => parseFile(text, path, environment).tenants;

function parseFile(
  text: string,
  path: string | undefined,
  environment: Environment,
): Omit<ConfigurationFile, 'folder'> {
  const lines = new LineCounter();
  const document = parseDocument(text, { schema: 'failsafe', lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  if (error) {
    const { line } = lines.linePos(error.pos[0]);
    throw invalid(path, [`line ${line}: ${error.message}${quotesWanted(error)}`]);
  }
  const checked = checkFile(plainValue(document, path), environment);
  if ('tenants' in checked) return checked;
  throw invalid(
    path,
    checked.errors.map((error) => sentence(error, lineOf(document, lines, error.path))),
  );
}

/** The reader names its tokens, which say nothing to most people: nearly always a value has a mark of YAML in it. */
const quotesWanted = ({ code }: Document['errors'][number]): string =>
  ['UNEXPECTED_TOKEN', 'MISSING_CHAR', 'BLOCK_AS_IMPLICIT_KEY', 'MULTILINE_IMPLICIT_KEY'].includes(code)
    ? '. A value that has { } [ ] , : or # in it must be in quotes'
    : '';

async function readText(path: string): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path));
  } catch (cause) {
    throw new TransformerError(
      'INVALID_CONFIGURATION',
      `Cannot read the configuration file ${path}. Check that it exists, that this user may read it, and that it is UTF-8 text.`,
      { cause },
    );
  }
}

/** An empty file sets nothing. Aliases that multiply without end are refused by the reader. */
function plainValue(document: Document, path: string | undefined): unknown {
  try {
    return document.toJS() ?? {};
  } catch (cause) {
    throw invalid(path, [describe(cause)]);
  }
}

function lineOf(document: Document, lines: LineCounter, path: readonly string[]): number | undefined {
  for (let length = path.length; length > 0; length -= 1) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined;
    if (Array.isArray(range)) return lines.linePos(Number(range[0])).line;
  }
  return undefined;
}

function sentence({ path, message }: SettingError, line: number | undefined): string {
  const where = path.length === 0 ? 'the configuration' : path.join('.');
  return `${line === undefined ? '' : `line ${line}: `}${where} ${message}`;
}

function invalid(path: string | undefined, errors: readonly string[]): TransformerError {
  const count = errors.length === 1 ? '1 error' : `${errors.length} errors`;
  const list = errors.map((error) => `  - ${error}`).join('\n');
  return new TransformerError(
    'INVALID_CONFIGURATION',
    `The configuration ${path === undefined ? 'from the environment' : `file ${path}`} has ${count}:\n${list}`,
  );
}
