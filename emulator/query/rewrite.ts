/**
 * Oracle's SQL as SQLite understands it. Where the two would give different results and no rewriting is known, the query is refused by
 * name: SQLite would answer, and answer wrongly.
 */
import { NotEmulated } from '../strictness/not-emulated.ts';
import { assertDates } from './check-dates.ts';
import { assertFunctions } from './functions.ts';
import { withRowLimits } from './row-limits.ts';
import { closingOf, endOfLevel, KEYWORDS, sign, type Token, topLevel, word } from './tokens.ts';

/** What a column shows, as BUILTIN.DF asks for it. */
export const shownColumn = (name: string): string => `${name}__df`;

export function rewrite(tokens: readonly Token[], dateColumns: ReadonlySet<string>): Token[] {
  assertSelect(tokens);
  const displayed = withDisplays(tokens);
  assertFunctions(displayed);
  assertDates(displayed, dateColumns);
  return withNullOrder(withRowLimits(withJoinedTexts(withWords(displayed))));
}

/** Queries only read; which columns a real table has nobody knows here, so none can stand for all of them. */
function assertSelect(tokens: readonly Token[]): void {
  if (tokens[0]?.key !== 'SELECT' && tokens[0]?.key !== 'WITH')
    throw new NotEmulated(`SuiteQL that begins with ${tokens[0]?.text ?? 'nothing'}`);
  tokens.forEach(({ key }, index) => {
    const before = tokens[index - 1]?.key ?? '';
    const isAll = key === '*' && ['SELECT', 'DISTINCT', '.', ','].includes(before);
    const isOfQuery = tokens[index + 1]?.key === 'FROM' && tokens[index + 2]?.key === '(';
    if (isAll && !isOfQuery) throw new NotEmulated('SELECT * in SuiteQL (name the columns); it');
    if (key === '+' && before === '(' && tokens[index + 1]?.key === ')')
      throw new NotEmulated('the outer join (+) in SuiteQL (write LEFT JOIN); it');
    if (key === 'LIMIT') throw new NotEmulated('LIMIT, which SuiteQL does not have,');
  });
}

/** `BUILTIN.DF(a.b)` is a column of its own. */
function withDisplays(tokens: readonly Token[]): Token[] {
  const result: Token[] = [];
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index] as Token;
    if (token.key !== 'BUILTIN' || tokens[index + 1]?.key !== '.') {
      result.push(token);
      continue;
    }
    const called = tokens[index + 2];
    if (called?.key !== 'DF') throw new NotEmulated(`BUILTIN.${called?.text ?? ''} in SuiteQL`);
    const end = closingOf(tokens, index + 3);
    const path = tokens.slice(index + 4, end);
    const name = path.at(-1);
    const isColumn = name?.kind === 'word' && path.every(({ kind, key }) => kind === 'word' || key === '.');
    if (!isColumn) throw new NotEmulated('BUILTIN.DF of anything but a column in SuiteQL');
    result.push(...path.slice(0, -1), word(shownColumn(name.text)));
    index = end;
  }
  return result;
}

/** Quotients of whole numbers are not whole; MINUS and SYSDATE have other names. */
function withWords(tokens: readonly Token[]): Token[] {
  return tokens.flatMap((token, index): Token[] => {
    if (token.key === '/') return [sign('*'), { kind: 'number', text: '1.0', key: '' }, token];
    if (token.key === 'MINUS') return [word('EXCEPT')];
    const isClock = ['SYSDATE', 'CURRENT_DATE'].includes(token.key) && tokens[index + 1]?.key !== '(';
    return isClock && tokens[index - 1]?.key !== '.' ? [word('SYSDATE'), sign('('), sign(')')] : [token];
  });
}

const ARITHMETIC = ['+', '-', '*', '/', '%'];

/** To Oracle null is an empty text beside another one, to SQLite it makes the whole null. */
function withJoinedTexts(tokens: readonly Token[]): Token[] {
  const result: Token[] = [];
  let start = 0;
  for (let index = 0; index < tokens.length; ) {
    if (tokens[index]?.key === '||') {
      const end = endOfOperand(tokens, index + 1);
      const right = withJoinedTexts(tokens.slice(index + 1, end));
      const left = result.splice(start);
      if (ARITHMETIC.includes(result.at(-1)?.key ?? '') || ARITHMETIC.includes(tokens[end]?.key ?? ''))
        throw new NotEmulated('|| beside arithmetic in SuiteQL (use brackets); it');
      result.push(word('CONCAT'), sign('('), ...left, sign(','), ...right, sign(')'));
      index = end;
      continue;
    }
    const end = endOfOperand(tokens, index);
    start = result.length;
    const operand = tokens.slice(index, end);
    result.push(...(operand.length > 1 ? insideOf(operand) : operand));
    index = end;
  }
  return result;
}

/** Brackets and functions are gone through on their own. */
function insideOf(operand: readonly Token[]): Token[] {
  const open = operand.findIndex(({ key }) => key === '(');
  if (open < 0) return [...operand];
  return [
    ...operand.slice(0, open + 1),
    ...withJoinedTexts(operand.slice(open + 1, -1)),
    operand.at(-1) as Token,
  ];
}

/** A literal, a column, a function with its brackets, a bracket, or any single token. */
function endOfOperand(tokens: readonly Token[], from: number): number {
  const first = tokens[from];
  if (first?.key === '(') return closingOf(tokens, from) + 1;
  if (first?.kind !== 'word' || KEYWORDS.has(first.key)) return from + 1;
  let end = from + 1;
  while (tokens[end]?.key === '.' && tokens[end + 1]?.kind === 'word') end += 2;
  return tokens[end]?.key === '(' ? closingOf(tokens, end) + 1 : end;
}

const ENDS_OF_ORDER = ['OFFSET', 'LIMIT', 'ROWS', 'RANGE'];

/** Oracle puts nulls last, and first where it descends. */
function withNullOrder(tokens: readonly Token[]): Token[] {
  const result: Token[] = [];
  for (let index = 0; index < tokens.length; index++) {
    result.push(tokens[index] as Token);
    if (tokens[index]?.key !== 'BY' || tokens[index - 1]?.key !== 'ORDER') continue;
    const level = endOfLevel(tokens, index + 1);
    const stop = topLevel(tokens, index + 1, level).find((at) =>
      ENDS_OF_ORDER.includes(tokens[at]?.key ?? ''),
    );
    const end = stop ?? level;
    result.push(...orderTerms(tokens, index + 1, end));
    index = end - 1;
  }
  return result;
}

function orderTerms(tokens: readonly Token[], from: number, end: number): Token[] {
  const commas = topLevel(tokens, from, end).filter((at) => tokens[at]?.key === ',');
  const starts = [from, ...commas.map((at) => at + 1)];
  return starts.flatMap((start, index) => {
    const term = tokens.slice(start, commas[index] ?? end);
    const keys = term.map(({ key }) => key);
    const nulls = keys.includes('NULLS')
      ? []
      : [word('NULLS'), word(keys.at(-1) === 'DESC' ? 'FIRST' : 'LAST')];
    return [...term, ...nulls, ...(commas[index] === undefined ? [] : [sign(',')])];
  });
}
