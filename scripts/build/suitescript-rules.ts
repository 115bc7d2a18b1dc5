/** What a module must not do if NetSuite is to load it: found in its syntax before anything is bundled. */
import { allNodes, freeNames, type SyntaxNode } from './free-names.ts';

/** A rule that was broken: where, and what to do about it, in one line. */
export type Violation = { start: number; message: string };

/** The rules a module breaks, in the order of its text. */
export const findViolations = (program: SyntaxNode): Violation[] =>
  [...[...allNodes(program)].flatMap(violationOf), ...freeNames(program).flatMap(globalViolation)].sort(
    (one, other) => one.start - other.start,
  );

function violationOf(node: SyntaxNode): Violation[] {
  const message = importRule(node) ?? asyncRule(node);
  return message === undefined ? [] : [{ start: node.start, message }];
}

/** Rollup's interop for AMD is right for namespaces only; other forms find members undefined in NetSuite. */
function importRule(node: SyntaxNode): string | undefined {
  if (node.type === 'ImportExpression')
    return 'import() does not exist in NetSuite; import at the top of the file';
  const source = netsuiteModule(node);
  if (source === undefined) return undefined;
  const local = source.slice(source.lastIndexOf('/') + 1);
  const namespace = node.type === 'ImportDeclaration' && specifierTypes(node) === 'ImportNamespaceSpecifier';
  return namespace ? undefined : `write: import * as ${local} from '${source}' (types: import type)`;
}

function netsuiteModule(node: SyntaxNode): string | undefined {
  const source = node.source as { value?: unknown } | null | undefined;
  return isNetsuiteModule(source?.value) ? source.value : undefined;
}

export const isNetsuiteModule = (name: unknown): name is string =>
  typeof name === 'string' && /^N(\/|$)/.test(name);

const specifierTypes = (node: SyntaxNode): string =>
  (node.specifiers as SyntaxNode[]).map((specifier) => specifier.type).join();

/** N/sftp, N/record, N/task and N/file have no promises on the server, and AMD has no top-level await. */
function asyncRule(node: SyntaxNode): string | undefined {
  if (node.async === true) return 'NetSuite cannot run async functions: its modules are synchronous';
  if (node.type === 'AwaitExpression' || node.await === true) return 'NetSuite cannot run await';
  const member = node.type === 'MemberExpression' ? (node.property as SyntaxNode).name : undefined;
  if (node.computed !== true && (member === 'then' || member === 'promise'))
    return `.${member} is a promise, which NetSuite cannot run: call the synchronous form`;
  return undefined;
}

const globalViolation = ({ name, start }: { name: string; start: number }): Violation[] =>
  promisedGlobals.has(name)
    ? []
    : [
        {
          start,
          message: `"${name}" is not part of SuiteScript 2.1; use the language itself, N/* or #feeds/*`,
        },
      ];

/**
 * What the language itself has, without Intl, Promise, eval and globalThis. NetSuite's engine documents no other
 * global, and an accidental one (setTimeout, console, Buffer, URL) fails only in the account.
 */
const promisedGlobals = new Set(
  `undefined NaN Infinity isFinite isNaN parseFloat parseInt decodeURI decodeURIComponent encodeURI
   encodeURIComponent Object Boolean Symbol Number BigInt Math Date String RegExp JSON Reflect Proxy
   Array Map Set WeakMap WeakSet Error AggregateError EvalError RangeError ReferenceError SyntaxError TypeError
   URIError ArrayBuffer DataView Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array
   Uint32Array Float32Array Float64Array BigInt64Array BigUint64Array`.split(/\s+/),
);
