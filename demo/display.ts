/** Shows what happens as it happens: one line that moves on a terminal, plain lines otherwise. */

import { columnsOf, cutLine, paragraph } from '../transformer/report/layout.ts';

export type Display = {
  /** A step begins. */
  step(title: string): void;
  /** Something inside a step; on a terminal it replaces the line before. */
  detail(text: string): void;
  /** The step has ended. */
  done(summary: string): void;
};

/** Only what `process.stdout` has that is used here. */
export type Output = {
  isTTY?: boolean | undefined;
  columns?: number | undefined;
  write(text: string): unknown;
};

export const createDisplay = (output: Output, clock: () => number): Display =>
  output.isTTY ? terminalDisplay(output, clock) : plainDisplay(output);

function plainDisplay(output: Output): Display {
  return {
    step: (title) => output.write(`${title}\n`),
    detail: () => undefined,
    done: (summary) => output.write(`  ${summary}\n`),
  };
}

const CLEAR_LINE = '\r\u001b[2K';
/** A terminal cannot show more, and a busy script would spend its time on it. */
const SHORTEST_INTERVAL_MS = 40;

function terminalDisplay(output: Output, clock: () => number): Display {
  let shown = 0;
  const columns = (): number => columnsOf({ columns: output.columns, environment: {} });
  const say = (text: string, indent: number): void => {
    output.write(`${CLEAR_LINE}${paragraph(text, columns(), indent).join('\n')}\n`);
  };
  return {
    step: (title) => say(title, 0),
    detail: (text) => {
      if (clock() - shown < SHORTEST_INTERVAL_MS) return;
      shown = clock();
      output.write(`${CLEAR_LINE}${cutLine(`  ${text}`, columns())}`);
    },
    done: (summary) => say(summary, 2),
  };
}
