/** How many rows a query gives: TOP, FETCH and ROWNUM as Oracle has them, LIMIT as SQLite has it. */
import { NotEmulated } from '../strictness/not-emulated.ts';
import { closingOf, endOfLevel, sign, type Token, topLevel, word } from './tokens.ts';

export const withRowLimits = (tokens: readonly Token[]): Token[] =>
  withRowNumbers(withTop(withFetch(tokens)));

/** `OFFSET m ROWS FETCH NEXT n ROWS ONLY`, either part alone. */
function withFetch(tokens: readonly Token[]): Token[] {
  const result: Token[] = [];
  let offset: Token | undefined;
  for (let index = 0; index < tokens.length; index++) {
    const [first, second, third, fourth, fifth] = tokens.slice(index, index + 5);
    if (first?.key === 'OFFSET' && second?.kind === 'number') {
      offset = second;
      index += 2;
      if (tokens[index + 1]?.key !== 'FETCH') throw new NotEmulated('OFFSET without FETCH in SuiteQL');
    } else if (first?.key === 'FETCH') {
      const isPlain =
        /^(FIRST|NEXT)$/.test(second?.key ?? '') &&
        third?.kind === 'number' &&
        /^ROWS?$/.test(fourth?.key ?? '') &&
        fifth?.key === 'ONLY';
      if (!isPlain) throw new NotEmulated('this form of FETCH in SuiteQL');
      result.push(word('LIMIT'), third, ...(offset ? [word('OFFSET'), offset] : []));
      index += 4;
    } else result.push(first as Token);
  }
  return result;
}

function withTop(tokens: readonly Token[]): Token[] {
  const at = tokens.findIndex(({ key }, index) => key === 'TOP' && isSelect(tokens[index - 1]));
  const number = tokens[at + 1];
  if (at < 0) return [...tokens];
  if (number?.kind !== 'number') throw new NotEmulated('this form of TOP in SuiteQL');
  const rest = [...tokens.slice(0, at), ...tokens.slice(at + 2)];
  const end = endOfLevel(rest, at);
  return withTop([...rest.slice(0, end), word('LIMIT'), number, ...rest.slice(end)]);
}

const isSelect = (token: Token | undefined): boolean => token?.key === 'SELECT' || token?.key === 'DISTINCT';

/** Rows are numbered before they are ordered or grouped: only where they are neither is a number a limit. */
function withRowNumbers(tokens: readonly Token[]): Token[] {
  const at = tokens.findIndex(({ key }) => key === 'ROWNUM');
  if (at < 0) return [...tokens];
  const [before, , operator, number, after] = tokens.slice(at - 1, at + 4);
  const start = startOfLevel(tokens, at);
  const end = endOfLevel(tokens, at);
  const level = topLevel(tokens, start, end).map((place) => tokens[place]?.key);
  const isCondition = /^(WHERE|AND)$/.test(before?.key ?? '') && /^<=?$/.test(operator?.key ?? '');
  const isAlone = after === undefined || /^(AND|\)|)$/.test(after.key);
  const isPlain = !['ORDER', 'GROUP', 'OR', 'UNION', 'LIMIT', 'DISTINCT'].some((key) => level.includes(key));
  if (!isCondition || !isAlone || !isPlain || number?.kind !== 'number')
    throw new NotEmulated('this use of ROWNUM in SuiteQL');
  const most = operator?.key === '<' ? Number(number.text) - 1 : Number(number.text);
  const always = ['1', '=', '1'].map((text): Token => (text === '=' ? sign(text) : literal(text)));
  const limited = [
    ...tokens.slice(0, at),
    ...always,
    ...tokens.slice(at + 3, end),
    word('LIMIT'),
    literal(String(most)),
  ];
  return withRowNumbers([...limited, ...tokens.slice(end)]);
}

const literal = (text: string): Token => ({ kind: 'number', text, key: '' });

function startOfLevel(tokens: readonly Token[], at: number): number {
  let start = 0;
  for (let index = 0; index < at; index++)
    if (tokens[index]?.key === '(' && closingOf(tokens, index) > at) start = index + 1;
  return start;
}
