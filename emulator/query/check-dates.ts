/** Refuses what Oracle would do to dates without a word: to compare them with texts and to join them with texts. */
import { NotEmulated } from '../strictness/not-emulated.ts';
import type { Token } from './tokens.ts';

const COMPARISONS = ['=', '<', '>', '<=', '>=', '<>', '!=', 'IN', 'BETWEEN', 'LIKE'];
const CLOCKS = ['SYSDATE', 'CURRENT_DATE'];

export function assertDates(tokens: readonly Token[], dateColumns: ReadonlySet<string>): void {
  tokens.forEach((token, index) => {
    const isDate = token.kind === 'word' && (CLOCKS.includes(token.key) || dateColumns.has(token.key));
    if (isDate) assertDate(tokens, index, token);
  });
}

function assertDate(tokens: readonly Token[], index: number, { text }: Token): void {
  const start = tokens[index - 1]?.key === '.' ? index - 2 : index;
  const [before, after] = [tokens[start - 1]?.key ?? '', tokens[index + 1]?.key ?? ''];
  if (before === '||' || after === '||')
    throw new NotEmulated(`the date ${text} joined with a text in SuiteQL (use TO_CHAR); it`);
  const skipped = after === 'NOT' ? 1 : 0;
  const operator = tokens[index + 1 + skipped]?.key ?? '';
  const value = tokens[index + 2 + skipped + (operator === 'IN' ? 1 : 0)];
  const isBefore = COMPARISONS.includes(before) && isText(tokens[start - 2]);
  if (isBefore || (COMPARISONS.includes(operator) && isText(value)))
    throw new NotEmulated(`the date ${text} compared with a text in SuiteQL (use TO_DATE); it`);
}

const isText = (token: Token | undefined): boolean => token?.kind === 'string' || token?.key === '?';
