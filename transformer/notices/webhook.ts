/** Posts a message to a webhook. Nothing that is said of it quotes the address, which is a secret. */
import { codeOf, TransformerError } from '../errors.ts';
import type { Message } from './message.ts';
import { webhookProblem } from './webhook-address.ts';

export type WebhookFormat = 'text' | 'adaptive-card';

/** @throws TransformerError NOTICE_FAILED */
export async function postToWebhook(
  address: string,
  message: Message,
  { format, timeoutSeconds }: { format: WebhookFormat; timeoutSeconds: number },
): Promise<void> {
  const problem = webhookProblem(address);
  if (problem !== undefined) throw failed(`The address of the webhook ${problem}.`);
  const response = await fetch(address.trim(), {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(format === 'text' ? textBody(message) : cardBody(message)),
    redirect: 'manual', // to wherever it led, the message would go without anybody having configured it
    signal: AbortSignal.timeout(timeoutSeconds * 1000),
  }).catch((error: unknown) => {
    throw failed(
      `The webhook was not reached${reasonOf(error, timeoutSeconds)}. Check the address, the network and the proxy.`,
    );
  });
  await response.body?.cancel();
  if (response.ok) return;
  const advice = response.status < 400 ? REDIRECTED : 'Check that the address is still valid.';
  throw failed(`The webhook answered with HTTP status ${response.status}. ${advice}`);
}

const REDIRECTED = 'It leads to another address, which is not followed: configure that one.';

/** The message of the error can have the address in it. Errors are known by what they have, as they can be of another realm. */
function reasonOf(error: unknown, seconds: number): string {
  const { name, cause } = error as { name?: unknown; cause?: unknown };
  if (name === 'TimeoutError') return ` within ${seconds} s`;
  const code = codeOf(cause ?? error);
  return /^[A-Z_]{3,60}$/.test(code) ? ` (${code})` : '';
}

const failed = (message: string): TransformerError => new TransformerError('NOTICE_FAILED', message);

/** Slack reads `text` and what it may not format; Teams' own webhooks and most others read `text` too. The rest is for programs. */
const textBody = ({ text, fields }: Message) => ({ text, mrkdwn: false, ...fields });

/** What the workflows of Teams take in place of text. */
const cardBody = ({ text }: Message) => ({
  type: 'message',
  attachments: [
    {
      contentType: 'application/vnd.microsoft.card.adaptive',
      content: {
        $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
        type: 'AdaptiveCard',
        version: '1.4',
        body: text.split('\n').map((line, index) => ({
          type: 'TextBlock',
          text: line,
          wrap: true,
          ...(index === 0 && { weight: 'Bolder' }),
        })),
      },
    },
  ],
});
