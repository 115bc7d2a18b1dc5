/** A SuiteScript source file as text: its header block, and its JavaScript once the types are gone. */
import { stripTypeScriptTypes } from 'node:module';

/** The block NetSuite reads a script's type from. Undefined for a file that is no script of its own. */
export function headerOf(source: string): string | undefined {
  const first = leadingBlock(source);
  return first !== undefined && scriptTypeTag.test(first) ? first : undefined;
}

/** What is wrong with where a file has its header, or with what the header says. */
export function headerProblem(source: string): string | undefined {
  const header = headerOf(source);
  if (header === undefined)
    return anyScriptTypeTag.test(source)
      ? 'has @NScriptType, but not on a line of its own in its first comment, where NetSuite reads it'
      : undefined;
  const type = scriptTypeTag.exec(header)?.[1] ?? '';
  if (!scriptTypes.has(type)) return `has @NScriptType ${type}, which NetSuite does not know`;
  return /^ \* @NApiVersion 2\.1$/m.test(header)
    ? undefined
    : 'needs the line " * @NApiVersion 2.1" in its header';
}

/** JavaScript with the comments and line numbers of the source. The header is left to the caller to put first. */
export function stripTypes(source: string): string {
  const header = headerOf(source) ?? '';
  const body = blankLines(header) + source.slice(header.length);
  return stripTypeScriptTypes(body.replace(commentOfType, blankLines));
}

const scriptTypeTag = /^ \* @NScriptType (\S+)$/m;

const anyScriptTypeTag = /^\s*(?:\/\*)?\*+\s*@NScriptType\b/m;

const scriptTypes = new Set([
  'BundleInstallationScript',
  'ClientScript',
  'MapReduceScript',
  'MassUpdateScript',
  'Portlet',
  'Restlet',
  'ScheduledScript',
  'SDFInstallationScript',
  'Suitelet',
  'UserEventScript',
  'WorkflowActionScript',
]);

const leadingBlock = (source: string): string | undefined => /^\/\*\*[\s\S]*?\*\//.exec(source)?.[0];

/** The comment of a type would otherwise stay behind and describe whatever comes next. */
const commentOfType =
  /(?<=\n)\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n(?=(?:export )?(?:declare )?(?:type|interface) \w)/g;

/** Blank lines in place of text keep the line numbers of what follows. */
const blankLines = (text: string): string => text.replace(/[^\n]/g, '');
