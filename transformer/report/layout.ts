/** Lays answers out for a terminal of any width: lines end between words, and a word that is too long is cut. */

const [USUAL_COLUMNS, FEWEST_COLUMNS] = [80, 40];

export type Terminal = {
  columns?: number | undefined;
  environment: Readonly<Record<string, string | undefined>>;
};

export function columnsOf({ columns, environment }: Terminal): number {
  const asked = columns ?? Number(environment.COLUMNS);
  return Number.isInteger(asked) && asked >= FEWEST_COLUMNS ? asked : USUAL_COLUMNS;
}

/** For answers: no limit where no terminal shows them, as other programs look for lines, and people copy names, as a whole. */
export const answerColumnsOf = (terminal: Terminal): number =>
  terminal.columns === undefined && terminal.environment.COLUMNS === undefined
    ? Number.POSITIVE_INFINITY
    : columnsOf(terminal);

/** A space at which no line ends, in texts that are laid out here. */
export const UNBROKEN = '\u00a0';

/**
 * A paragraph, each line indented; what others have written cannot move the cursor.
 * @param hang by how much more the lines after the first
 */
export function paragraph(text: string, columns: number, indent = 0, hang = 0): string[] {
  const clean = singleLine(text);
  if (columns === Number.POSITIVE_INFINITY)
    return [`${' '.repeat(indent)}${clean.replaceAll(UNBROKEN, ' ')}`];
  const room = columns - indent - hang;
  const lines: string[] = [];
  let line = '';
  for (const word of clean.split(' ').flatMap((one) => cutWord(one, room))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (widthOf(longer) <= (lines.length === 0 ? room + hang : room)) line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line].map((one, at) =>
    `${' '.repeat(at === 0 ? indent : indent + hang)}${one}`.trimEnd().replaceAll(UNBROKEN, ' '),
  );
}

/** What a line of a terminal can show without going on in the next one; tenants and feeds can have long names. */
export function cutLine(text: string, columns: number): string {
  const room = columns - 1;
  if (widthOf(text) <= room) return text;
  const [shown = ''] = cutWord(text, room);
  return shown;
}

/** A message on one line: names in it come from others, and a terminal obeys some characters. */
export const singleLine = (text: string): string => text.replace(/\p{C}/gu, '?');

/** Between characters, not inside one. */
function cutWord(word: string, room: number): string[] {
  const parts = [''];
  for (const character of word) {
    const last = parts.length - 1;
    if (widthOf(`${parts[last]}${character}`) <= room) parts[last] += character;
    else parts.push(character);
  }
  return parts;
}

/** Characters of East Asian scripts take two columns. */
const widthOf = (text: string): number =>
  [...text].reduce(
    (sum, character) =>
      sum +
      (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(
        character,
      )
        ? 2
        : 1),
    0,
  );

/** `2026-03-01 12:00 UTC`: seconds and zone of ISO 8601 are for programs. */
export const shortTime = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
