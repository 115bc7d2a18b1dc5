/** The command `watch`: pass after pass, pausing in between, until it is stopped. */
import { type Command, Option } from 'commander';
import { infoLine } from '../report/report.ts';
import { type CliContext, type Exit, type ExitCode, examples, exitCodes } from './context.ts';
import { withEndLine } from './end-line.ts';
import { parseInterval } from './options.ts';
import { healthOption, type ListenAddress } from './health/listen-address.ts';
import { makePulse, type Pulse, type TenantPulse } from './health/pulse.ts';
import { reportNothingEnabled } from './run.ts';
import { isLasting, newMemory, onePass } from './run-tenant.ts';
import { slept } from './turns/openings.ts';
import type { PassResult } from './turns/pass-through.ts';
import { chooseTurns, type TurnOptions, withTurns } from './turns/turns.ts';

type WatchOptions = TurnOptions & { interval: number; health?: ListenAddress };

const exitCodesOfWatch = `
Exit codes:
  0  stopped by SIGTERM or SIGINT, with the files in progress finished
  1  cannot continue: the configuration, the login or the host key is wrong
  2  the command line is invalid`;

export function addWatch(program: Command, cli: CliContext, exit: Exit): void {
  withTurns(program.command('watch'))
    .description('Run passes continuously, pausing after each, for every tenant in its own rhythm.')
    .addOption(
      new Option('--interval <time>', 'pause after each pass, such as 30s, 5m or 1h')
        .argParser(parseInterval)
        .default(60, '60s'),
    )
    .addOption(healthOption())
    .addHelpText(
      'after',
      examples(
        'watch --config transformer.yaml',
        'watch --config transformer.yaml --interval 5m --health 0.0.0.0:8481',
      ),
    )
    .addHelpText('after', exitCodesOfWatch)
    .addHelpText(
      'after',
      '\nwatch reports a failed pass and tries again after the pause. It does not retry a wrong login or host key.',
    )
    .action(async (options: WatchOptions) =>
      exit(await withEndLine('watch ended', cli, () => watch(options, cli))),
    );
}

async function watch(options: WatchOptions, cli: CliContext): Promise<ExitCode> {
  const { tenants, isAlone, inTurn } = await chooseTurns(options, cli);
  reportNothingEnabled(tenants, cli);
  const memory = newMemory();
  const crash = new AbortController();
  const stop = AbortSignal.any([cli.stopOnSignal(), crash.signal]);
  const pulse = options.health && makePulse({ pause: options.interval, stop });
  const stopAnswering = await answerAbout(pulse, options.health, cli);
  const endings = tenants.map((tenant) => {
    const observer = pulse?.of(tenant.name);
    const pass = () => {
      observer?.awaits();
      return inTurn(tenant, stop, (turn) => {
        observer?.began();
        return onePass(tenant, cli, { stop, memory, turn, isAlone, observer });
      });
    };
    return passAfterPass(pass, options.interval, stop, observer).catch((error: unknown) => {
      crash.abort(); // a fault of ours: the others stop, and it is reported
      throw error;
    });
  });
  try {
    const given = await Promise.all(endings);
    return given.includes('given up') ? exitCodes.failed : exitCodes.done;
  } finally {
    await stopAnswering();
  }
}

/** It goes on until the last file in progress is finished. */
async function answerAbout(
  pulse: Pulse | undefined,
  address: ListenAddress | undefined,
  cli: CliContext,
): Promise<() => Promise<void>> {
  if (!pulse || !address) return async () => {};
  const { serveHealth } = await import('./health/serve-health.ts');
  const server = await serveHealth(pulse, address);
  const says = `Answers at ${server.address}: /healthz, /readyz, /metrics.`;
  cli.standardError(cli.isTerminal ? `${says}\n` : infoLine(says));
  return server.close;
}

/** One tenant is given up where trying again is of no use; the others go on without it. */
async function passAfterPass(
  pass: () => Promise<PassResult | undefined>,
  interval: number,
  stop: AbortSignal,
  observer: TenantPulse | undefined,
): Promise<'given up' | 'stopped'> {
  let pause: number;
  do {
    const result = await pass();
    observer?.ended();
    if (isLasting(result?.problem)) {
      observer?.givenUp();
      return 'given up';
    }
    // What another pass has begun and left is taken up as soon as it may be, also by who looks once an hour.
    pause = Math.min(interval, 1 + (result?.orphansInSeconds ?? interval));
  } while (await slept(pause, stop));
  return 'stopped';
}
