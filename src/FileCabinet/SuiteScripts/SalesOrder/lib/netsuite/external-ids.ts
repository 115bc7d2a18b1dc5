/** Sales orders that a feed names by external id, which an account may have made of HotWax's id by a rule of its own. */
import { failure } from './failure.ts';
import { allRows, inChunks, textOf, unique } from './searches.ts';

const ID = '{id}';

/** @throws EXTERNAL_ID_NOT_READ before anything is taken */
export function assertTemplate(template: string): string {
  if (template.split(ID).length === 2) return template;
  throw failure(
    'EXTERNAL_ID_NOT_READ',
    `The deployment's parameter "External id of sales orders" is ${JSON.stringify(template)}. It must have ${ID} once, where the id of the feed stands, such as SO_${ID}. No file was taken.`,
  );
}

/** @param id of the feed @returns the external id that NetSuite has */
export const externalIdOf = (template: string, id: string): string => template.replace(ID, () => id);

/** A filter of ids reads @NONE@ as every order that has no external id (published searches). */
export const isPlaceholder = (id: string): boolean => /^@.*@$/.test(id);

/** @returns internal ids by the ids of the feed; those NetSuite does not have are missing. 10 units for each 500 */
export function findByExternalIds(ids: readonly string[], template: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const inNetSuite = new Map(
    unique(ids)
      .map((id) => [externalIdOf(template, id), id] as const)
      .filter(([externalId]) => !isPlaceholder(externalId)),
  );
  for (const externalIds of inChunks([...inNetSuite.keys()])) {
    const rows = allRows({
      type: 'salesorder',
      filters: [['externalid', 'anyof', externalIds], 'and', ['mainline', 'is', 'T']],
      columns: ['externalid'],
    });
    for (const row of rows) {
      const id = inNetSuite.get(textOf(row.getValue('externalid')));
      if (id !== undefined) found.set(id, textOf(row.id));
    }
  }
  return found;
}
