/** What an operator can set to have NetSuite's scripts started at once: the account, the RESTlet and the token. */
import type { z } from 'zod';
import { exactlyOne, group, plainText, secret, text, whole } from './value-types.ts';

const account = plainText.refine((value) => /^[A-Za-z0-9]+([_-][A-Za-z0-9]+)?$/.test(value), {
  error: "must be NetSuite's account id, such as 1234567 or 1234567_SB1",
});

const scriptId = (prefix: string) =>
  plainText.refine((value) => new RegExp(`^(${prefix}[a-z0-9_]+|[1-9]\\d{0,8})$`).test(value), {
    error: `must be an id such as ${prefix}hc_start_feed`,
  });

/** Addresses other than NetSuite's are for gateways, and for tests on one machine. */
const url = plainText.refine((value) => urlProblem(value) === undefined, {
  error: ({ input }) => urlProblem(String(input)) ?? '',
});

function urlProblem(value: string): string | undefined {
  const given = URL.parse(value);
  if (!given) return 'must be an address such as https://1234567.restlets.api.netsuite.com';
  if (given.username !== '' || given.password !== '' || given.search !== '' || given.hash !== '')
    return 'must be an address without user, query and #';
  if (given.protocol === 'https:' || (given.protocol === 'http:' && isLoopback(given.hostname)))
    return undefined;
  return 'must begin with https://; http is for programs on this machine alone (localhost)';
}

const isLoopback = (host: string): boolean => /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(host);

const [consumerSecrets, tokenSecrets] = ['consumerSecret', 'tokenSecret'].map((name) => [
  `${name}File`,
  `${name}Environment`,
]) as [string[], string[]];

export const startSchema = group({
  account: account.describe('Account id of NetSuite, such as 1234567_SB1'),
  consumerKey: text.describe('Consumer key of the integration record'),
  consumerSecretFile: text.optional().describe('File that contains the consumer secret'),
  consumerSecretEnvironment: text
    .optional()
    .describe('Environment variable that contains the consumer secret'),
  tokenId: text.describe('Token id of the access token'),
  tokenSecretFile: text.optional().describe('File that contains the token secret'),
  tokenSecretEnvironment: text.optional().describe('Environment variable that contains the token secret'),
  consumerSecret: secret(consumerSecrets.join(' or ')),
  tokenSecret: secret(tokenSecrets.join(' or ')),
  script: scriptId('customscript_').default('customscript_hc_start_feed').describe('Id of the RESTlet'),
  deployment: scriptId('customdeploy_')
    .default('customdeploy_hc_start_feed')
    .describe('Id of the deployment of the RESTlet'),
  url: url.optional().describe("Address instead of that of the account's RESTlets; https"),
  timeoutSeconds: whole(1, 60).default(5).describe('How many seconds a start may take'),
})
  .refine(...exactlyOne('the consumer secret', consumerSecrets))
  .refine(...exactlyOne('the token secret', tokenSecrets));

export type StartConfiguration = z.output<typeof startSchema>;
