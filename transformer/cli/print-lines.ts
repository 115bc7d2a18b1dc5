/** Prints lines for people: on a terminal none is longer than it is wide, elsewhere each stays whole, for other programs. */
import { answerColumnsOf, paragraph } from '../report/layout.ts';
import type { CliContext } from './context.ts';

export function printLines(cli: CliContext, lines: readonly string[]): void {
  if (lines.length === 0) return;
  const shown = lines.flatMap((line) => hanging(line, answerColumnsOf(cli)));
  cli.standardOutput(`${shown.join('\n')}\n`);
}

/** What goes on in the next line stands a little to the right of its beginning. */
function hanging(line: string, columns: number): string[] {
  const text = line.trimStart();
  return paragraph(text, columns, line.length - text.length, 4);
}
