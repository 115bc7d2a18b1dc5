/** Ids in scripts and ids in objects: each one used is defined, and each one defined is used. */
import { parseAst } from 'rollup/parseAst';
import { allNodes, type SyntaxNode } from '../build/free-names.ts';
import { memoizeByText, type ProjectFault, type SdfProject } from './sdf-project.ts';

const ID =
  /\b(?:cust(?:body|col|record|script|import|tab|entity|item|list|event)|custom(?:record|script|deploy|search|list|role))_[a-z0-9_]+|\bcustcolisbopis\b/g;

/** Filled and read by HotWax's other scripts; kept in the project because every flow expects them on the forms. */
const USED_BY_OTHERS = ['custbody_hc_sales_channel', 'custbody_hc_shopify_order_id'];

/** Nothing has to name these for NetSuite to use them. */
const USED_BY_NETSUITE = [
  'scheduledscript',
  'mapreducescript',
  'restlet',
  'suitelet',
  'scriptdeployment',
  'role',
];

export function checkUsedIds(project: SdfProject): ProjectFault[] {
  const used = idsInScripts(project);
  const defined = new Set(project.elements.map(({ scriptid }) => scriptid));
  const unknown = [...used].filter(([id]) => !defined.has(id));
  const named = new Set(project.elements.flatMap(({ text }) => text.match(ID) ?? []));
  const unused = project.elements.filter(
    ({ scriptid, tag }) =>
      scriptid !== '' &&
      !USED_BY_NETSUITE.includes(tag) &&
      !used.has(scriptid) &&
      !named.has(scriptid) &&
      !USED_BY_OTHERS.includes(scriptid),
  );
  return [
    ...unknown.map(([id, file]) => ({
      file,
      problem: `it uses ${id}, and no object of the project defines it`,
      fix: `Add ${id} to Objects, or correct the id in lib/ids.ts`,
    })),
    ...unused.map(({ scriptid, file }) => ({
      file,
      problem: `${scriptid} is defined, and neither a script nor an object uses it`,
      fix: 'Remove it, or use it',
    })),
  ];
}

/** Comments do not count: only texts of the program. */
function idsInScripts({ files }: SdfProject): Map<string, string> {
  const scripts = [...files].filter(([file]) => file.endsWith('.js'));
  return new Map(
    scripts.flatMap(([file, text]) =>
      textsIn(text).flatMap((one) => (one.match(ID) ?? []).map((id) => [id, file] as const)),
    ),
  );
}

/** The check of scripts reports a script that cannot be parsed. */
const textsIn = memoizeByText((text): string[] => {
  try {
    const nodes = [...allNodes(parseAst(text) as unknown as SyntaxNode)];
    return nodes.flatMap(({ value }) => (typeof value === 'string' ? [value] : []));
  } catch {
    return [];
  }
});
