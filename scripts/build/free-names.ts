/** The names a module uses without declaring them: what it expects its surroundings to provide. */

/** A node of the ESTree syntax tree that Rollup's parser makes. */
export type SyntaxNode = { type: string; start: number; [property: string]: unknown };

/** Names used in a program but declared nowhere around the use, each time they occur. */
export function freeNames(program: SyntaxNode): { name: string; start: number }[] {
  const found: { name: string; start: number }[] = [];
  const visit = (node: SyntaxNode, known: ReadonlySet<string>): void => {
    const name = identifierName(node);
    if (name !== undefined && !known.has(name)) found.push({ name, start: node.start });
    const inside = isScope(node) ? new Set([...known, ...declaredIn(node)]) : known;
    for (const child of usedChildren(node)) visit(child, inside);
  };
  visit(program, new Set());
  return found;
}

/** Every node of a tree, the root first. */
export function* allNodes(node: SyntaxNode): Generator<SyntaxNode> {
  yield node;
  for (const child of children(node)) yield* allNodes(child);
}

/** Functions are the scopes here: a name that is declared in a block counts for its whole function. */
const isScope = (node: SyntaxNode): boolean => node.type === 'Program' || isFunction(node);

const isFunction = (node: SyntaxNode): boolean =>
  node.type === 'FunctionDeclaration' ||
  node.type === 'FunctionExpression' ||
  node.type === 'ArrowFunctionExpression';

function declaredIn(scope: SyntaxNode): string[] {
  const names =
    scope.type === 'FunctionDeclaration' || scope.type === 'FunctionExpression' ? ['arguments'] : [];
  const visit = (node: SyntaxNode): void => {
    names.push(...declaredBy(node));
    if (node === scope || !isFunction(node)) for (const child of children(node)) visit(child);
  };
  visit(scope);
  return names;
}

/** What one node declares, for the scope around it or for itself. */
function declaredBy(node: SyntaxNode): string[] {
  if (isFunction(node)) return [node.id, ...asNodes(node.params)].flatMap(patternNames);
  if (node.type === 'ClassDeclaration' || node.type === 'ClassExpression') return patternNames(node.id);
  if (node.type === 'VariableDeclarator') return patternNames(node.id);
  if (node.type === 'CatchClause') return patternNames(node.param);
  return /^Import\w*Specifier$/.test(node.type) ? patternNames(node.local) : [];
}

function patternNames(pattern: unknown): string[] {
  if (!isNode(pattern)) return [];
  if (pattern.type === 'Identifier') return [String(pattern.name)];
  if (pattern.type === 'ArrayPattern') return asNodes(pattern.elements).flatMap(patternNames);
  if (pattern.type === 'ObjectPattern') return asNodes(pattern.properties).flatMap(patternNames);
  return patternNames(pattern.value ?? pattern.left ?? pattern.argument);
}

const identifierName = (node: SyntaxNode): string | undefined =>
  node.type === 'Identifier' ? String(node.name) : undefined;

/** Nodes whose identifiers are labels, or names in another module. */
const namesOthers = new Set([
  'BreakStatement',
  'ContinueStatement',
  'ExportAllDeclaration',
  'ImportDeclaration',
  'MetaProperty',
]);

/** The children of a node in which an identifier is the use of a name, not a property or a label. */
function usedChildren(node: SyntaxNode): SyntaxNode[] {
  if (namesOthers.has(node.type) || (node.type === 'ExportNamedDeclaration' && node.source)) return [];
  if (node.type === 'ExportSpecifier') return asNodes(node.local);
  if (node.type === 'LabeledStatement') return asNodes(node.body);
  if (node.computed === true || !('computed' in node)) return children(node);
  const property = node.type === 'MemberExpression' ? node.property : node.key;
  return children(node).filter((child) => child !== property || node.shorthand === true);
}

const children = (node: SyntaxNode): SyntaxNode[] => Object.values(node).flatMap(asNodes);

const asNodes = (value: unknown): SyntaxNode[] => (Array.isArray(value) ? value : [value]).filter(isNode);

const isNode = (value: unknown): value is SyntaxNode =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
