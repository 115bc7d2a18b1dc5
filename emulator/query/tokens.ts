/** A SuiteQL text as tokens: comments are left out, quoted names lose their quotes. */
import { NotEmulated } from '../strictness/not-emulated.ts';

export type Token = {
  kind: 'word' | 'string' | 'number' | 'sign';
  /** As it is written into SQL again. */
  text: string;
  /** Words in capitals, signs as they are; empty for texts and numbers. */
  key: string;
};

const PATTERN =
  /\s+|--[^\n]*|\/\*[\s\S]*?\*\/|('(?:[^']|'')*')|"([^"]+)"|(\d+(?:\.\d+)?|\.\d+)|([A-Za-z_]\w*)|(\|\||<=|>=|<>|!=|[-+*/%(),.<>=?])|([\s\S])/gy;

export function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  for (const [, text, quoted, number, word, sign, other] of source.matchAll(PATTERN)) {
    if (other !== undefined) throw new NotEmulated(`${other} in SuiteQL`);
    if (text !== undefined) tokens.push({ kind: 'string', text, key: '' });
    if (number !== undefined) tokens.push({ kind: 'number', text: number, key: '' });
    const name = word ?? quoted;
    if (name !== undefined) tokens.push({ kind: 'word', text: name, key: name.toUpperCase() });
    if (sign !== undefined) tokens.push({ kind: 'sign', text: sign, key: sign });
  }
  return tokens;
}

export const sign = (text: string): Token => ({ kind: 'sign', text, key: text });
export const word = (text: string): Token => ({ kind: 'word', text, key: text.toUpperCase() });

/** Words of SQL are written as they are, names in quotes: `transaction` is a word to SQLite. */
export const textOf = (tokens: readonly Token[]): string =>
  tokens
    .map(({ kind, text, key }) => (kind === 'word' && !KEYWORDS.has(key) ? `"${text.toLowerCase()}"` : text))
    .join(' ');

export const KEYWORDS = new Set(
  'SELECT DISTINCT FROM WHERE AND OR NOT IN EXISTS IS NULL LIKE ESCAPE BETWEEN CASE WHEN THEN ELSE END AS ON INNER LEFT RIGHT FULL OUTER CROSS JOIN GROUP BY HAVING ORDER ASC DESC NULLS FIRST LAST UNION ALL EXCEPT INTERSECT WITH OVER PARTITION LIMIT OFFSET ROWS RANGE UNBOUNDED PRECEDING FOLLOWING CURRENT ROW'.split(
    ' ',
  ),
);

/** The index of the bracket that closes the one at `open`. */
export function closingOf(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let index = open; index < tokens.length; index++) {
    if (tokens[index]?.key === '(') depth++;
    if (tokens[index]?.key === ')' && --depth === 0) return index;
  }
  throw new NotEmulated('SuiteQL whose brackets do not match');
}

/** The first token of what a level of brackets ends with: its own closing bracket, or the end of the text. */
export function endOfLevel(tokens: readonly Token[], from: number): number {
  for (let index = from; index < tokens.length; index++) {
    if (tokens[index]?.key === '(') index = closingOf(tokens, index);
    else if (tokens[index]?.key === ')') return index;
  }
  return tokens.length;
}

/** The places between that stand in no brackets. */
export function topLevel(tokens: readonly Token[], from: number, end: number): number[] {
  const places: number[] = [];
  for (let index = from; index < end; index++) {
    places.push(index);
    if (tokens[index]?.key === '(') index = closingOf(tokens, index);
  }
  return places;
}
