/** Has NetSuite start the scripts of what a pass has published; whatever comes of it changes nothing but the log. */
import type { FeedName } from '#feeds/feed.ts';
import { type SecretChoice, secretOf } from '../../config/open-store.ts';
import type { StartConfiguration } from '../../config/start-schema.ts';
import type { Restlet } from '../../netsuite/call-restlet.ts';
import { isStartable, startScript } from '../../netsuite/start-script.ts';
import { type PassEvent, problemOf } from '../../report/pass-report.ts';
import { nameOf } from '../../store/store-path.ts';
import type { CliContext } from '../context.ts';
import type { ChosenTenant } from '../tenants.ts';

/** Names of files by feed. */
export type Published = Map<FeedName, string[]>;

/** Notes what an event says to have been put where a script of NetSuite takes it. */
export function notePublished(published: Published, event: PassEvent): void {
  const name = publishedIn(event);
  if (name === undefined || !('feed' in event) || !isStartable(event.feed)) return;
  published.set(event.feed, [...(published.get(event.feed) ?? []), name]);
}

function publishedIn(event: PassEvent): string | undefined {
  if (event.event === 'rows retried') return event.file;
  return event.event === 'file delivered' && !event.byEarlierPass ? nameOf(event.output) : undefined;
}

/**
 * Once for each feed. Files for which a run was under way are kept in `published`, and the next pass asks again for them: that run may
 * have looked before they were there.
 */
export async function startScripts(
  tenant: ChosenTenant,
  cli: CliContext,
  published: Published,
  onEvent: (event: PassEvent) => void,
): Promise<void> {
  const { start } = tenant.configuration.netsuite;
  if (!start) return published.clear();
  for (const [feed, files] of [...published]) {
    published.delete(feed);
    try {
      const outcome = await startScript(await restletOf(tenant, cli, start), feed, files, cli.clock());
      if (outcome === 'running') published.set(feed, files.slice(-MOST_KEPT));
      onEvent({ event: 'script started', feed, outcome, files: files.length });
    } catch (error) {
      onEvent({ event: 'script not started', feed, problem: problemOf(error) });
    }
  }
}

/** A run can last for an hour; what came first, the schedule takes. */
const MOST_KEPT = 200;

/** Secrets are read at the last moment, and go nowhere else. @throws TransformerError INVALID_CONFIGURATION */
export async function restletOf(
  { name: tenant, configurationFolder }: ChosenTenant,
  { environment }: CliContext,
  start: StartConfiguration,
): Promise<Restlet> {
  const choice: SecretChoice = { tenant, configurationFolder, environment };
  const read = async (secret: 'consumerSecret' | 'tokenSecret'): Promise<string> =>
    (await secretOf(
      { setting: `${secret}File`, file: start[`${secret}File`], variable: start[`${secret}Environment`] },
      choice,
    )) ?? '';
  const { account, consumerKey, tokenId, timeoutSeconds } = start;
  const login = {
    account,
    consumerKey,
    consumerSecret: await read('consumerSecret'),
    tokenId,
    tokenSecret: await read('tokenSecret'),
  };
  return { url: addressOf(start), login, timeoutSeconds };
}

const PATH = '/app/site/hosting/restlet.nl';

/** The account's own domain (help section_4618456734); a sandbox has a dash there. */
function addressOf({ account, url, script, deployment }: StartConfiguration): URL {
  const host = `${account.toLowerCase().replaceAll('_', '-')}.restlets.api.netsuite.com`;
  const address = new URL(url ?? `https://${host}`);
  if (address.pathname === '/') address.pathname = PATH;
  address.search = new URLSearchParams({ script, deploy: deployment }).toString();
  return address;
}
