/** Reads a formula of a search, the SQL expressions that published scripts and saved searches use, into a tree. */
import { suiteError } from '../strictness/suite-error.ts';

export type Formula =
  | { kind: 'literal'; value: string | number | null }
  | { kind: 'field'; name: string }
  | { kind: 'call'; name: string; parts: Formula[] }
  | { kind: 'operation'; operator: string; left: Formula; right: Formula }
  | { kind: 'not'; part: Formula }
  | { kind: 'isnull'; part: Formula }
  | { kind: 'in'; part: Formula; list: Formula[] }
  | { kind: 'case'; branches: { when: Formula; value: Formula }[]; otherwise: Formula };

type Token = { kind: 'text' | 'number' | 'field' | 'word' | 'sign'; text: string };

type Reader = { tokens: Token[]; place: number; source: string };

const TOKEN =
  /\s*(?:'((?:[^']|'')*)'|(\d+(?:\.\d+)?|\.\d+)|\{([^{}]+)\}|([A-Za-z_][A-Za-z_0-9]*)|(\|\||<>|!=|<=|>=|[-+*/(),=<>]))/y;

const KINDS: readonly Token['kind'][] = ['text', 'number', 'field', 'word', 'sign'];

/** Weakest first; what stands on one level is read from left to right. */
const LEVELS: readonly (readonly string[])[] = [
  ['OR'],
  ['AND'],
  ['=', '!=', '<>', '<', '<=', '>', '>=', 'LIKE'],
  ['+', '-', '||'],
  ['*', '/'],
];

const COMPARING = 2;

export function parseFormula(source: string): Formula {
  const reader = { tokens: tokensOf(source), place: 0, source };
  const formula = readLevel(reader, 0);
  if (reader.place < reader.tokens.length) throw invalid(reader);
  return formula;
}

/** The fields a formula names, each once. */
export function fieldsIn(source: string): string[] {
  return [
    ...new Set(
      tokensOf(source)
        .filter(({ kind }) => kind === 'field')
        .map(({ text }) => text),
    ),
  ];
}

function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  let place = 0;
  while (source.slice(place).trim() !== '') {
    TOKEN.lastIndex = place;
    const match = TOKEN.exec(source);
    if (!match) throw invalid({ tokens, place: tokens.length, source });
    place = TOKEN.lastIndex;
    const index = match.slice(1).findIndex((part) => part !== undefined);
    const text = match[index + 1] ?? '';
    tokens.push({
      kind: KINDS[index] as Token['kind'],
      text: index === 0 ? text.replaceAll("''", "'") : text.trim(),
    });
  }
  return tokens;
}

function readLevel(reader: Reader, level: number): Formula {
  const operators = LEVELS[level];
  if (!operators) return readPrimary(reader);
  if (operators.includes('AND') && takeWord(reader, 'NOT'))
    return { kind: 'not', part: readLevel(reader, level) };
  let left = readLevel(reader, level + 1);
  for (;;) {
    const test = level === COMPARING ? readTest(reader, left) : undefined;
    const operator = test ? undefined : take(reader, operators);
    if (!test && !operator) return left;
    left = test ?? {
      kind: 'operation',
      operator: operator as string,
      left,
      right: readLevel(reader, level + 1),
    };
  }
}

/** `is [not] null`, `[not] in (...)`, `[not] like`, `[not] between ... and ...`. */
function readTest(reader: Reader, left: Formula): Formula | undefined {
  if (takeWord(reader, 'IS')) {
    const negated = takeWord(reader, 'NOT');
    expectWord(reader, 'NULL');
    return negatedIf(negated, { kind: 'isnull', part: left });
  }
  const negated = takeWord(reader, 'NOT');
  if (takeWord(reader, 'IN')) {
    expect(reader, '(');
    return negatedIf(negated, { kind: 'in', part: left, list: readList(reader) });
  }
  if (takeWord(reader, 'BETWEEN')) return negatedIf(negated, readBetween(reader, left));
  if (!negated) return undefined;
  expectWord(reader, 'LIKE');
  return negatedIf(true, {
    kind: 'operation',
    operator: 'LIKE',
    left,
    right: readLevel(reader, COMPARING + 1),
  });
}

function readBetween(reader: Reader, left: Formula): Formula {
  const low = readLevel(reader, COMPARING + 1);
  expectWord(reader, 'AND');
  const high = readLevel(reader, COMPARING + 1);
  const compare = (operator: string, right: Formula): Formula => ({
    kind: 'operation',
    operator,
    left,
    right,
  });
  return { kind: 'operation', operator: 'AND', left: compare('>=', low), right: compare('<=', high) };
}

const negatedIf = (negated: boolean, part: Formula): Formula => (negated ? { kind: 'not', part } : part);

function readPrimary(reader: Reader): Formula {
  const token = reader.tokens[reader.place];
  if (!token) throw invalid(reader);
  reader.place++;
  if (token.kind === 'text') return { kind: 'literal', value: token.text };
  if (token.kind === 'number') return { kind: 'literal', value: Number(token.text) };
  if (token.kind === 'field') return { kind: 'field', name: token.text };
  if (token.kind === 'word') return readWord(reader, token.text.toUpperCase());
  if (token.text === '-')
    return {
      kind: 'operation',
      operator: '-',
      left: { kind: 'literal', value: 0 },
      right: readPrimary(reader),
    };
  if (token.text !== '(') throw invalid(reader);
  const inner = readLevel(reader, 0);
  expect(reader, ')');
  return inner;
}

function readWord(reader: Reader, word: string): Formula {
  if (word === 'NULL') return { kind: 'literal', value: null };
  if (word === 'CASE') return readCase(reader);
  if (!take(reader, ['('])) return { kind: 'call', name: word, parts: [] };
  return { kind: 'call', name: word, parts: take(reader, [')']) ? [] : readList(reader) };
}

/** `case when a then b ... end` and `case a when b then c ... end`. */
function readCase(reader: Reader): Formula {
  const subject = isWord(reader, 'WHEN') ? undefined : readLevel(reader, 0);
  const branches: { when: Formula; value: Formula }[] = [];
  while (takeWord(reader, 'WHEN')) {
    const wanted = readLevel(reader, 0);
    expectWord(reader, 'THEN');
    const when: Formula = subject
      ? { kind: 'operation', operator: '=', left: subject, right: wanted }
      : wanted;
    branches.push({ when, value: readLevel(reader, 0) });
  }
  const otherwise: Formula = takeWord(reader, 'ELSE')
    ? readLevel(reader, 0)
    : { kind: 'literal', value: null };
  expectWord(reader, 'END');
  return { kind: 'case', branches, otherwise };
}

function readList(reader: Reader): Formula[] {
  const parts = [readLevel(reader, 0)];
  while (take(reader, [','])) parts.push(readLevel(reader, 0));
  expect(reader, ')');
  return parts;
}

/** The next sign or word when it is one of those wanted. */
function take(reader: Reader, wanted: readonly string[]): string | undefined {
  const token = reader.tokens[reader.place];
  if (token?.kind !== 'sign' && token?.kind !== 'word') return undefined;
  const text = token.text.toUpperCase();
  if (!wanted.includes(text)) return undefined;
  reader.place++;
  return text;
}

function isWord(reader: Reader, word: string): boolean {
  const token = reader.tokens[reader.place];
  return token?.kind === 'word' && token.text.toUpperCase() === word;
}

function takeWord(reader: Reader, word: string): boolean {
  if (!isWord(reader, word)) return false;
  reader.place++;
  return true;
}

function expect(reader: Reader, sign: string): void {
  if (!take(reader, [sign])) throw invalid(reader);
}

function expectWord(reader: Reader, word: string): void {
  if (!takeWord(reader, word)) throw invalid(reader);
}

function invalid({ tokens, place, source }: Reader): Error {
  const found = tokens[place]?.text ?? 'its end or an unknown sign';
  return suiteError(
    'SSS_INVALID_SRCH_FORMULA',
    `ERROR: Invalid Expression: ${source} cannot be read at ${found}.`,
  );
}
