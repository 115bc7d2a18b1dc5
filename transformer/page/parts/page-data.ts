/** What every view knows of each tenant besides its own answer. */
import type { Extent } from '../../row-index/read-index.ts';

/**
 * @property name `''` when the configuration names no tenants
 * @property zone in which its people read the time
 * @property indexProblem why its row index could not be used
 * @property lookedAt when its files were last looked at, epoch ms; undefined before the first time
 * @property problem why they could not be looked at
 * @property isLooking whether they are being looked at
 */
export type TenantView = {
  name: string;
  place: string;
  zone: string;
  extent: Extent;
  indexProblem: string | undefined;
  lookedAt: number | undefined;
  problem: string | undefined;
  isLooking: boolean;
};

/** An answer of one tenant. */
export type Of<Answer> = { tenant: TenantView; answer: Answer };

/** Of these nothing new is known, so that what is said of the others does not hold for them. */
export const unseenOf = (tenants: readonly TenantView[]): TenantView[] =>
  tenants.filter(
    ({ lookedAt, problem, extent }) =>
      problem !== undefined || (lookedAt === undefined && extent.since === undefined),
  );

export const unseenWords = (unseen: readonly TenantView[]): string =>
  `Nothing new is known of ${unseen.map(({ name, place }) => name || place).join(', ')}: see below.`;

/** Before names where there are several. */
export const isOneOfMany = (tenants: readonly unknown[]): boolean => tenants.length > 1;
