/** Which page an object stands for that a script holds. */
import type { Page } from '../../platform/pages/page.ts';

const pages = new WeakMap<object, Page>();

/** Remembers what the object that a script holds stands for. */
export function keepPage<Held extends object>(held: Held, page: Page): Held {
  pages.set(held, page);
  return held;
}

/** Of what `createForm` or `createList` gave, undefined for anything else. */
export const pageOf = (held: unknown): Page | undefined =>
  typeof held === 'object' && held !== null ? pages.get(held) : undefined;
