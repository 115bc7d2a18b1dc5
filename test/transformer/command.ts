/** The transformer's commands in this process, with what they say and an end that the test decides. */

import { runCommandLine } from '../../transformer/cli/command-line.ts';
import type { CliContext } from '../../transformer/cli/context.ts';
import { inOneChunk } from '../../transformer/store/byte-stream.ts';

export type Said = { exitCode: number; out: string; err: string };

export type CommandOptions = {
  environment?: Record<string, string>;
  input?: string;
  clock?: () => number;
  stop?: AbortSignal;
  isTerminal?: boolean;
  columns?: number;
  /** Called with each piece of standard error. */
  onError?: (text: string) => void;
};

export async function command(words: readonly string[], options: CommandOptions = {}): Promise<Said> {
  const said = { out: '', err: '' };
  const exitCode = await runCommandLine(words, contextFor(options, said));
  return { exitCode, ...said };
}

/** What the commands touch; what they say is added to `said`. */
export const contextFor = (options: CommandOptions = {}, said = { out: '', err: '' }): CliContext => ({
  environment: options.environment ?? {},
  clock: options.clock ?? Date.now,
  standardOutput: (text) => {
    said.out += text;
  },
  standardError: (text) => {
    said.err += text;
    options.onError?.(text);
  },
  streams: {
    input: () => inOneChunk(Buffer.from(options.input ?? '')),
    write: async (stream, bytes) => {
      said[stream === 'output' ? 'out' : 'err'] += Buffer.from(bytes).toString();
    },
  },
  isTerminal: options.isTerminal ?? false,
  columns: options.columns,
  stopOnSignal: () => options.stop ?? new AbortController().signal,
});

export const logLines = (text: string): Record<string, unknown>[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
