/** Shows what happens as it happens: one line that moves on a terminal, plain lines otherwise. */

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
  const cut = (text: string) => text.slice(0, (output.columns ?? 80) - 1);
  return {
    step: (title) => output.write(`${title}\n`),
    detail: (text) => {
      if (clock() - shown < SHORTEST_INTERVAL_MS) return;
      shown = clock();
      output.write(`${CLEAR_LINE}${cut(`  ${text}`)}`);
    },
    done: (summary) => output.write(`${CLEAR_LINE}  ${summary}\n`),
  };
}
