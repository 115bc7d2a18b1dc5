/** The program as a process: its signals, its streams and its exit code. */
import './v8-flags.ts';
import { constants } from 'node:os';
import { runCommandLine } from './cli/command-line.ts';
import { processStreams } from './local-files/standard-streams.ts';

let outputLost = false;

// Whoever reads the output may stop before its end, as `| head` does, and the disk of a log may be full: the work goes on.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', ({ code }: NodeJS.ErrnoException) => {
    outputLost ||= code !== 'EPIPE';
  });
}

let stopRequested = false;

process.exitCode = await runCommandLine(process.argv.slice(2), {
  environment: process.env,
  clock: Date.now,
  standardOutput: (text) => process.stdout.write(text),
  standardError: (text) => process.stderr.write(text),
  streams: processStreams,
  isTerminal: process.stderr.isTTY === true,
  get columns() {
    return process.stdout.columns ?? process.stderr.columns;
  },
  stopOnSignal,
});

// What could not be reported anywhere must not look like a success.
process.on('exit', () => {
  if (outputLost) process.exitCode ||= 1;
});

// A connection that is still being tried would keep the process waiting for it.
if (stopRequested) process.exit();

/** The first signal asks for an end, the second one makes it: what was begun is then left to the next pass. */
function stopOnSignal(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stop.signal.aborted) process.exit(128 + constants.signals[signal]);
      stopRequested = true;
      stop.abort();
    });
  }
  return stop.signal;
}
