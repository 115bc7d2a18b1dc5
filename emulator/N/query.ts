/** N/query: SuiteQL, run at once or a page at a time (section_157960542026, section_157960586441). Queries made of objects are refused. */

import type { World } from '../account/account-context.ts';
import { charge, type Execution } from '../account/execution.ts';
import { type QueryRows, type QueryValue, runQuery } from '../query/run-query.ts';
import {
  idOption,
  missingArgument,
  type Options,
  readArguments,
  textOption,
} from '../strictness/arguments.ts';
import { strictProxy } from '../strictness/strict-proxy.ts';
import { suiteError } from '../strictness/suite-error.ts';

/** Results of one run (section_157960542026); rows of a page (section_1510779273). */
const MAX_RESULTS = 5_000;
const PAGE_SIZE = { least: 5, defaults: 50, most: 1_000 };

export function createQueryModule(world: World, execution: Execution): object {
  return strictProxy('N/query', {
    runSuiteQL: (...values: unknown[]) => runSuiteQL(world, execution, values),
    runSuiteQLPaged: (...values: unknown[]) => runSuiteQLPaged(world, execution, values),
  });
}

type Asked = { query: string; params: readonly unknown[]; options: Options };

function read(call: string, values: unknown[], more: readonly string[]): Asked {
  const [first] = values;
  if (first === undefined || first === null) throw missingArgument(call, 'options');
  const given = typeof first === 'string' ? { query: first } : (first as Options);
  const optional = ['params', 'customScriptId', ...more];
  const options = readArguments({ call, required: ['query'], optional }, [given]);
  const { params = [] } = options;
  return {
    query: textOption(call, options, 'query'),
    params: Array.isArray(params) ? [...params] : [params],
    options,
  };
}

function runSuiteQL(world: World, execution: Execution, values: unknown[]): object {
  const call = 'N/query.runSuiteQL';
  charge(execution, 'query.runSuiteQL');
  const { query, params } = read(call, values, []);
  const { names, rows } = runQuery(world, query, params);
  return resultSet(execution, { names, rows: rows.slice(0, MAX_RESULTS) });
}

function resultSet(execution: Execution, { names, rows }: QueryRows): object {
  const results = rows.map((row) => resultOf(execution, names, row));
  return strictProxy('query.ResultSet', {
    results: execution.realm.list(results),
    asMappedResults: () => execution.realm.list(rows.map((row) => mapped(execution, names, row))),
    iterator: () => iteratorOver(execution, results.length, (index) => results[index] as object),
  });
}

const resultOf = (execution: Execution, names: readonly string[], row: readonly QueryValue[]): object =>
  strictProxy('query.Result', {
    values: execution.realm.adopt([...row]),
    asMap: () => mapped(execution, names, row),
  });

const mapped = (execution: Execution, names: readonly string[], row: readonly QueryValue[]): object =>
  execution.realm.adopt(Object.fromEntries(names.map((name, index) => [name, row[index] ?? null])));

/** Goes on until the callback does not return true. */
function iteratorOver(execution: Execution, count: number, at: (index: number) => object): object {
  let index = 0;
  const { adopt } = execution.realm;
  return strictProxy('query.Iterator', {
    each: (callback: (item: object) => unknown) => {
      while (index < count) if (callback({ value: at(index++) }) !== true) return;
    },
    next: () => (index < count ? { done: false, value: at(index++) } : adopt({ done: true, value: null })),
  });
}

function runSuiteQLPaged(world: World, execution: Execution, values: unknown[]): object {
  const call = 'N/query.runSuiteQLPaged';
  charge(execution, 'query.runSuiteQLPaged');
  const { query, params, options } = read(call, values, ['pageSize']);
  const { pageSize = PAGE_SIZE.defaults } = options;
  if (typeof pageSize !== 'number' || pageSize < PAGE_SIZE.least || pageSize > PAGE_SIZE.most)
    throw suiteError(
      'INVALID_PAGE_SIZE',
      `${call}: pageSize must be ${PAGE_SIZE.least} to ${PAGE_SIZE.most}, not ${String(pageSize)}.`,
    );
  return pagedData(execution, runQuery(world, query, params), pageSize);
}

function pagedData(execution: Execution, { names, rows }: QueryRows, pageSize: number): object {
  const pages = Math.ceil(rows.length / pageSize);
  const rangeAt = (index: number) => ({ index, size: Math.min(pageSize, rows.length - index * pageSize) });
  const pageAt = (index: number): object => {
    charge(execution, 'query.PagedData.fetch');
    if (index < 0 || index >= Math.max(1, pages))
      throw suiteError(
        'INVALID_PAGE_RANGE',
        `query.PagedData.fetch: there is no page ${index}, only ${pages}.`,
      );
    const own = rows.slice(index * pageSize, (index + 1) * pageSize);
    return strictProxy('query.Page', {
      data: resultSet(execution, { names, rows: own }),
      isFirst: index === 0,
      isLast: index >= pages - 1,
      pageRange: execution.realm.adopt(rangeAt(index)),
      pagedData: paged,
    });
  };
  const paged: object = strictProxy('query.PagedData', {
    count: rows.length,
    pageSize,
    pageRanges: execution.realm.adopt(Array.from({ length: pages }, (_, index) => rangeAt(index))),
    fetch: (...given: unknown[]) => {
      const options = readArguments({ call: 'query.PagedData.fetch', required: ['index'] }, given);
      return pageAt(idOption('query.PagedData.fetch', options, 'index'));
    },
    iterator: () => iteratorOver(execution, pages, pageAt),
  });
  return paged;
}
