/** Which share of the work a process begins with where several share it; claims let each go on with what the others leave. */
import { InvalidArgumentError } from 'commander';
import { TransformerError } from '../../errors.ts';
import { byFeed } from '../../folders/folders.ts';
import type { ChosenTenant } from '../tenants.ts';

/** @property index from 0 to count - 1 */
export type Shard = { index: number; count: number };

const MOST_SHARDS = 1000;

/** `0/4` to `3/4`. */
export function parseShard(text: string): Shard {
  const [, index, count] = /^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? [];
  const shard = { index: Number(index ?? -1), count: Number(count ?? 0) };
  if (isShard(shard)) return shard;
  throw new InvalidArgumentError(
    `Give i/n: n from 1 to ${MOST_SHARDS} for how many processes share the work, i from 0 to n-1 for which of them this is, such as 0/4.`,
  );
}

const isShard = ({ index, count }: Shard): boolean =>
  count >= 1 && count <= MOST_SHARDS && index >= 0 && index < count;

/** Kubernetes sets the first in each pod of an Indexed Job, and nothing says there how many there are. */
const [INDEX, COUNT] = ['JOB_COMPLETION_INDEX', 'TRANSFORMER_SHARDS'] as const;

/**
 * @returns undefined where the work is not shared
 * @throws TransformerError WRONG_USAGE
 */
export function shardOf(
  option: Shard | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): Shard | undefined {
  const count = environment[COUNT]?.trim() ?? '';
  if (option || count === '') return option;
  const index = environment[INDEX]?.trim() ?? '';
  if (!/^\d{1,4}$/.test(count) || !isShard({ index: 0, count: Number(count) }))
    throw wrongUsage(
      `${COUNT} is ${JSON.stringify(count)}, but must be a whole number from 1 to ${MOST_SHARDS}: how many processes share the work, as completions of the Job says.`,
    );
  if (index === '')
    throw wrongUsage(
      `${COUNT} is ${count}, but ${INDEX} is not set, which says which of the processes this is. Kubernetes sets it with "completionMode: Indexed"; elsewhere use --shard <i/n>.`,
    );
  const shard = { index: /^\d{1,4}$/.test(index) ? Number(index) : -1, count: Number(count) };
  if (isShard(shard)) return shard;
  throw wrongUsage(
    `${INDEX} is ${JSON.stringify(index)}, but must be a whole number from 0 to ${shard.count - 1}, as ${COUNT} is ${count}. Set ${COUNT} to what completions of the Job is.`,
  );
}

const wrongUsage = (message: string): TransformerError => new TransformerError('WRONG_USAGE', message);

/**
 * By position and not by a hash of the name: that is as even as can be, and seen at a glance in the configuration. That shares
 * change with the list costs nothing, as they only say who begins where. The shares of the others come after, each from its
 * end, as its owner comes from the front.
 */
export function inShardOrder<Item>(
  items: readonly Item[],
  { index, count }: Shard,
): { own: Item[]; others: Item[] } {
  const shareOf = (of: number): Item[] => items.filter((_, position) => position % count === of);
  const following = Array.from({ length: count - 1 }, (_, step) => (index + 1 + step) % count);
  return { own: shareOf(index), others: following.flatMap((of) => shareOf(of).reverse()) };
}

/** A process that is alone with a tenant begins at its share of the feeds, and at the last feed of a tenant of another. */
export function tenantsOfShard(tenants: readonly ChosenTenant[], shard: Shard | undefined): ChosenTenant[] {
  if (!shard) return [...tenants];
  const { own, others } = inShardOrder(tenants, shard);
  if (tenants.length === 1)
    return tenants.map((tenant) => withFeeds(tenant, (feeds) => joined(feeds, shard)));
  return [...own, ...others.map((tenant) => withFeeds(tenant, (feeds) => [...feeds].reverse()))];
}

function joined<Item>(items: readonly Item[], shard: Shard): Item[] {
  const { own, others } = inShardOrder(items, shard);
  return [...own, ...others];
}

type FeedsOf = ReturnType<typeof byFeed>;

const withFeeds = (tenant: ChosenTenant, order: (feeds: FeedsOf) => FeedsOf): ChosenTenant => ({
  ...tenant,
  routes: order(byFeed(tenant.routes)).flatMap(({ routes }) => routes),
});
