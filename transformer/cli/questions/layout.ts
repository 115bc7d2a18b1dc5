/** Lays answers out for a terminal of any width: lines end between words, and a word that is too long is cut. */
import type { RetryState } from '../../answers/retries.ts';
import { singleLine } from '../../report/report.ts';
import type { CliContext } from '../context.ts';

const [USUAL_COLUMNS, FEWEST_COLUMNS] = [80, 40];

export function columnsOf({ columns, environment }: CliContext): number {
  const asked = columns ?? Number(environment.COLUMNS);
  return Number.isInteger(asked) && asked >= FEWEST_COLUMNS ? asked : USUAL_COLUMNS;
}

/** A paragraph, each line indented; what others have written cannot move the cursor. */
export function paragraph(text: string, columns: number, indent = 0): string[] {
  const room = columns - indent;
  const lines: string[] = [];
  let line = '';
  for (const word of singleLine(text)
    .split(' ')
    .flatMap((one) => cutWord(one, room))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (widthOf(longer) <= room) line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line].map((one) => `${' '.repeat(indent)}${one}`.trimEnd());
}

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

/** Since when NetSuite refuses a row for now, and what becomes of it. */
export function retryText({ since, refusals, next, state }: RetryState): string {
  const times = refusals === 1 ? 'once' : `${refusals} times`;
  const ends = {
    planned: `a pass sends it again at ${shortTime(next ?? '')}`,
    waits: 'a pass has sent it again, and NetSuite has not answered yet',
    ended: 'it is not sent again by itself any more',
    off: 'it is not sent again by itself, as retries are switched off',
  };
  return `Refused ${times} since ${shortTime(since)}; ${ends[state]}.`;
}

/** `2026-03-01 12:00 UTC`: seconds and zone of ISO 8601 are for programs. */
export const shortTime = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
