/** Where each view is found: on the server by its address, in a report beside it as a file. */

/** @property `undefined` where a report has no such page */
export type Links = {
  isLive: boolean;
  flowing: string;
  order: string;
  problems: string;
  agree: string;
  files: string;
  orderOf(id: string): string | undefined;
  refusedRows(tenant: string, problem: string): string | undefined;
  /** @param query of the list, without `?` */
  filesWith(query: Readonly<Record<string, string>>): string | undefined;
  fileOf(tenant: string, id: number): string | undefined;
  contentOf(tenant: string, id: number, what: FileContent): string | undefined;
  rowsOf(query: Readonly<Record<string, string>>, format: 'page' | 'csv'): string | undefined;
  differences(tenant: string): string | undefined;
  dayOf(query: Readonly<Record<string, string>>): string | undefined;
};

export type FileContent = 'source' | 'output' | 'errors';

const withQuery = (path: string, query: Readonly<Record<string, string>>): string => {
  const filled = Object.entries(query).filter(([, value]) => value !== '');
  return filled.length === 0 ? path : `${path}?${new URLSearchParams(filled)}`;
};

export const liveLinks: Links = {
  isLive: true,
  flowing: '/',
  order: '/order',
  problems: '/problems',
  agree: '/agree',
  files: '/files',
  orderOf: (id) => withQuery('/order', { id }),
  refusedRows: (tenant, problem) => withQuery('/problems/rows.csv', { tenant, problem }),
  filesWith: (query) => withQuery('/files', query),
  fileOf: (tenant, id) => withQuery(`/files/${id}`, { tenant }),
  contentOf: (tenant, id, what) => withQuery(`/files/${id}/${what}`, { tenant }),
  rowsOf: (query, format) => withQuery(format === 'csv' ? '/agree/rows.csv' : '/agree/rows', query),
  differences: (tenant) => withQuery('/agree/differences.csv', { tenant }),
  dayOf: (query) => withQuery('/agree', query),
};
