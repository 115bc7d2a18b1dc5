/** The command `notify`: a trial message to whoever is told of problems. */
import type { Command } from 'commander';
import { TransformerError } from '../../errors.ts';
import { type Message, trialMessage } from '../../notices/message.ts';
import type { Channel } from '../../notices/tell.ts';
import { problemOf } from '../../report/pass-report.ts';
import { formatProblem } from '../../report/report.ts';
import { type CliContext, type Exit, type ExitCode, exitCodes, worstOf } from '../context.ts';
import { labelOf } from '../for-each-tenant.ts';
import { operatorCommand, type PlaceOptions } from '../options.ts';
import { type ChosenTenant, chooseTenants } from '../tenants.ts';
import { channelsOf } from './tell-after-pass.ts';

type NotifyOptions = PlaceOptions & { test?: boolean };

const explanation = `
Passes tell by themselves what opens, is still open and closes, to the webhook and the command under notify in the
configuration. notify changes nothing of what they remember.`;

export function addNotify(program: Command, cli: CliContext, exit: Exit): void {
  operatorCommand(program, 'notify', {
    says: 'Send a trial message to the webhook and the command that are told of problems.',
    examples: ['notify --test --config transformer.yaml'],
    remarks: explanation,
  })
    .option('--test', 'send it')
    .action(async (options: NotifyOptions) => exit(await notify(options, cli)));
}

async function notify(options: NotifyOptions, cli: CliContext): Promise<ExitCode> {
  if (!options.test)
    throw new TransformerError(
      'WRONG_USAGE',
      'Add --test to send a trial message: passes tell by themselves.',
    );
  const tenants = await chooseTenants(options, cli);
  const codes: ExitCode[] = [];
  for (const tenant of tenants) codes.push(await tryChannels(tenant, cli));
  return worstOf(codes);
}

async function tryChannels(tenant: ChosenTenant, cli: CliContext): Promise<ExitCode> {
  const { notify: settings } = tenant.configuration;
  if (!settings) {
    cli.standardOutput(`${labelOf(tenant)}nobody is told: the configuration has no notify.\n`);
    return exitCodes.failed;
  }
  const message = trialMessage(tenant.name ?? null, cli.clock());
  const codes: ExitCode[] = [];
  for (const channel of channelsOf(tenant, cli, settings))
    codes.push(await tryChannel(tenant, cli, channel, message));
  return worstOf(codes);
}

async function tryChannel(
  tenant: ChosenTenant,
  cli: CliContext,
  { name, send }: Channel,
  message: Message,
): Promise<ExitCode> {
  try {
    await send(message);
    cli.standardOutput(`${labelOf(tenant)}the ${name} has taken a trial message.\n`);
    return exitCodes.done;
  } catch (error) {
    if (!(error instanceof TransformerError)) throw error;
    cli.standardError(`${labelOf(tenant)}${formatProblem(problemOf(error))}`);
    return exitCodes.failed;
  }
}
