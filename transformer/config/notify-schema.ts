/** What an operator can set about notices: who is told, how, and when again. */
import { z } from 'zod';
import { DEFAULT_ESCALATIONS, MOST_ESCALATIONS } from '../notices/news.ts';
import { webhookProblem } from '../notices/webhook-address.ts';
import { check, fileToWrite, group, pause, plainText, text, texts, whole } from './value-types.ts';

const webhook = plainText.refine((value) => webhookProblem(value) === undefined, {
  error: ({ input }) => webhookProblem(String(input)) ?? '',
});

const webhooks = ['webhook', 'webhookFile', 'webhookEnvironment'];

export const notifySchema = group({
  webhook: webhook
    .optional()
    .describe('Address that notices are posted to; whoever knows that of Slack or Teams can write there'),
  webhookFile: text.optional().describe('File that contains the address'),
  webhookEnvironment: text.optional().describe('Environment variable that contains the address'),
  format: z
    .enum(['text', 'adaptive-card'], { error: 'must be text or adaptive-card' })
    .default('text')
    .describe('What is posted: text, as Slack and most others take it, or a card for the workflows of Teams'),
  command: texts
    .min(1, 'must name at least a program')
    .optional()
    .describe('Program and its arguments, which gets each notice on standard input'),
  escalateAfter: z
    .array(pause, { error: 'must be a list, one time after each dash' })
    .max(MOST_ESCALATIONS, `must have at most ${MOST_ESCALATIONS} times`)
    .default([...DEFAULT_ESCALATIONS])
    .describe('After how long it is said again that something is still open, such as 1h or 1d'),
  toldFile: fileToWrite
    .optional()
    .describe(
      'File that remembers what was told; by default <index.file>.told.json. {tenant} as in index.file',
    ),
  timeoutSeconds: whole(1, 120).default(10).describe('How many seconds the webhook or the command may take'),
})
  .refine(
    ...check('has several of webhook, webhookFile and webhookEnvironment; set only one of them', (value) => {
      return webhooks.filter((key) => value[key] !== undefined).length <= 1;
    }),
  )
  .refine(
    ...check(
      'must set who is told: a webhook (webhook, webhookFile or webhookEnvironment), a command, or both',
      (value) => [...webhooks, 'command'].some((key) => value[key] !== undefined),
    ),
  );

/** Without it everybody would be told the same again with each pass. */
export function toldSomewhere() {
  const error = 'has notify without a file that remembers what was told: set index.file, or notify.toldFile';
  return check(error, ({ notify, index }) => {
    const { toldFile } = (notify ?? {}) as Record<string, unknown>;
    const { file } = (index ?? {}) as Record<string, unknown>;
    return notify === undefined || toldFile !== undefined || file !== undefined;
  });
}
