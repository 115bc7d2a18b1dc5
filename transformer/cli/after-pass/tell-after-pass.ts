/** Who is told after a pass, or by a trial: the webhook and the command of a tenant's configuration. */

import { resolve } from 'node:path';
import { type SecretChoice, secretOf } from '../../config/open-store.ts';
import type { Configuration } from '../../config/schema.ts';
import { toldFileOf } from '../../config/settings.ts';
import { TransformerError } from '../../errors.ts';
import type { Message } from '../../notices/message.ts';
import { handToCommand } from '../../notices/run-command.ts';
import { type Channel, tellNews } from '../../notices/tell.ts';
import { postToWebhook } from '../../notices/webhook.ts';
import { type PassError, type PassEvent, type PassReport, problemOf } from '../../report/pass-report.ts';
import type { CliContext } from '../context.ts';
import type { TenantState } from '../questions/tenant-flows.ts';
import type { ChosenTenant } from '../tenants.ts';

/** @property state undefined when nobody has looked, as the pass was asked to stop: then nobody is told either */
export type PassOver = {
  state: TenantState | undefined;
  report: PassReport | undefined;
  problem: PassError | undefined;
  onEvent: (event: PassEvent) => void;
};

/** @returns whether everybody was told; otherwise it is reported, and tried again with the next pass */
export async function tellAfterPass(
  tenant: ChosenTenant,
  cli: CliContext,
  { state, report, problem, onEvent }: PassOver,
): Promise<boolean> {
  const { name, configuration, configurationFolder, indexFile } = tenant;
  const toldFile = toldFileOf(configuration, name);
  if (!state || !configuration.notify || toldFile === undefined) return true;
  let isTold = true;
  const onFailure = (error: unknown): void => {
    isTold = false;
    onEvent({ event: 'notification not sent', problem: problemOf(error) });
  };
  const interruptions = report?.feeds.flatMap((feed) => feed.interruptions) ?? [];
  const view = { ...state, now: cli.clock(), problem, interruptions, keepsIndex: indexFile !== undefined };
  const telling = {
    channels: channelsOf(tenant, cli, configuration.notify),
    toldFile: resolve(configurationFolder, toldFile),
    escalateAfter: configuration.notify.escalateAfter,
    tenant: name ?? null,
    onSent: (sent: { channel: string; notices: number; title: string }) =>
      onEvent({ event: 'notification sent', ...sent }),
    onFailure,
  };
  try {
    await tellNews(view, telling);
  } catch (error) {
    if (!(error instanceof TransformerError)) throw error;
    onFailure(error);
  }
  return isTold;
}

type Notify = NonNullable<Configuration['notify']>;

export function channelsOf(tenant: ChosenTenant, cli: CliContext, notify: Notify): Channel[] {
  const { webhook, webhookFile, webhookEnvironment, command, format, timeoutSeconds } = notify;
  const { configurationFolder } = tenant;
  const { environment } = cli;
  const toWebhook = async (message: Message): Promise<void> =>
    postToWebhook(await addressOf(tenant, cli, notify), message, { format, timeoutSeconds });
  const toCommand = (message: Message): Promise<void> =>
    handToCommand(
      {
        command: command ?? [],
        folder: configurationFolder,
        environment: withoutSecrets(tenant, environment),
        timeoutSeconds,
      },
      message,
    );
  const hasWebhook = [webhook, webhookFile, webhookEnvironment].some((one) => one !== undefined);
  return [
    ...(hasWebhook ? [{ name: 'webhook' as const, send: toWebhook }] : []),
    ...(command ? [{ name: 'command' as const, send: toCommand }] : []),
  ];
}

/** Whoever knows it can write there: it is read at the last moment, and goes nowhere else. */
export async function addressOf(
  { name: tenant, configurationFolder }: ChosenTenant,
  { environment }: CliContext,
  { webhook, webhookFile, webhookEnvironment }: Notify,
): Promise<string> {
  const choice: SecretChoice = { tenant, configurationFolder, environment };
  const secret = { setting: 'webhookFile', file: webhookFile, variable: webhookEnvironment };
  return webhook ?? (await secretOf(secret, choice)) ?? '';
}

/** A program that sends mail needs no password of the SFTP server. */
function withoutSecrets({ configuration }: ChosenTenant, environment: CliContext['environment']) {
  const { passwordEnvironment, privateKeyEnvironment, passphraseEnvironment } =
    configuration.connection?.sftp ?? {};
  const { consumerSecretEnvironment, tokenSecretEnvironment } = configuration.netsuite.start ?? {};
  const secret = [
    passwordEnvironment,
    privateKeyEnvironment,
    passphraseEnvironment,
    consumerSecretEnvironment,
    tokenSecretEnvironment,
  ];
  return Object.fromEntries(
    Object.entries(environment).filter(
      ([name]) => !name.startsWith('TRANSFORMER_') && !secret.includes(name),
    ),
  );
}
