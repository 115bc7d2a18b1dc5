/** `Search.runPaged`: the same search a page at a time. Source: section_4486596158. */

import type { World } from '../account/account-context.ts';
import { charge, type Execution } from '../account/execution.ts';
import { withPromises } from '../account/promises.ts';
import type { MeteredCall } from '../platform/governance.ts';
import { idOption, readArguments } from '../strictness/arguments.ts';
import { strictProxy } from '../strictness/strict-proxy.ts';
import { suiteError } from '../strictness/suite-error.ts';
import { makeResult } from './result.ts';
import { runSearch, type SearchDefinition } from './run-search.ts';

const PAGE_SIZE = { least: 5, defaults: 50, most: 1_000 };

type Paged = {
  world: World;
  execution: Execution;
  definition: SearchDefinition;
  pageSize: number;
  /** Pages there were when the search was run; later changes move rows between them, not their number. */
  pages: number;
  object: object;
};

export function runPaged(
  world: World,
  execution: Execution,
  definition: SearchDefinition,
  values: unknown[],
): object {
  charge(execution, 'Search.runPaged');
  const pageSize = pageSizeOf(values);
  const count = runSearch(world, definition).length;
  const pages = Math.ceil(count / pageSize);
  const paged: Paged = { world, execution, definition, pageSize, pages, object: {} };
  const members = {
    count,
    pageSize,
    pageRanges: execution.realm.adopt(Array.from({ length: pages }, (_, index) => rangeAt(index))),
    fetch: (...given: unknown[]) => {
      charge(execution, 'PagedData.fetch');
      const options = readArguments({ call: 'PagedData.fetch', required: ['index'] }, given);
      return page(paged, idOption('PagedData.fetch', options, 'index'));
    },
  };
  paged.object = strictProxy('search.PagedData', withPromises(execution, 'PagedData', members));
  return paged.object;
}

function pageSizeOf(values: unknown[]): number {
  const { pageSize = PAGE_SIZE.defaults } = readArguments(
    { call: 'Search.runPaged', optional: ['pageSize'] },
    values,
  );
  if (typeof pageSize === 'number' && pageSize >= PAGE_SIZE.least && pageSize <= PAGE_SIZE.most) {
    return pageSize;
  }
  throw suiteError(
    'INVALID_PAGE_SIZE',
    `Search.runPaged: pageSize must be ${PAGE_SIZE.least} to ${PAGE_SIZE.most}, not ${String(pageSize)}.`,
  );
}

const rangeAt = (index: number): { index: number; compoundLabel: string } => ({
  index,
  compoundLabel: String(index + 1),
});

/** A search without results still has a first, empty page. */
function page(paged: Paged, index: number): object {
  const { world, execution, definition, pageSize, pages } = paged;
  if (index < 0 || index >= Math.max(1, pages)) {
    throw suiteError('INVALID_PAGE_RANGE', `PagedData.fetch: there is no page ${index}, only ${pages}.`);
  }
  const data = runSearch(world, definition)
    .slice(index * pageSize, (index + 1) * pageSize)
    .map((result) => makeResult(world, result, definition.columns));
  return strictProxy('search.Page', {
    data: execution.realm.list(data),
    isFirst: index === 0,
    isLast: index >= pages - 1,
    pagedData: paged.object,
    pageRange: execution.realm.adopt(rangeAt(index)),
    next: () => turn(paged, 'Page.next', index + 1),
    prev: () => turn(paged, 'Page.prev', index - 1),
  });
}

function turn(paged: Paged, call: MeteredCall, index: number): object {
  charge(paged.execution, call);
  return page(paged, index);
}
