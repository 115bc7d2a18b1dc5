/** The columns of a definition as scripts write them, and by what it sorts. */
import { NotEmulated } from '../../strictness/not-emulated.ts';
import { functionNamed } from '../functions/column-functions.ts';
import type { Definition, Facts } from './definition.ts';
import { type FieldName, fieldNameOf } from './names.ts';

export type SavedColumn = FieldName & {
  formula?: string;
  summary?: string;
  function?: string;
  label?: string;
  sort?: string;
};

const SUMMARIES = ['GROUP', 'COUNT', 'SUM', 'AVG', 'MIN', 'MAX'];

/** What a column may have besides, and what it says where it says nothing. */
const PLAIN: Readonly<Record<string, string>> = { FIELD_FORMULA_ERROR: 'false' };
const READ = [
  'FIELD_ALIAS',
  'FIELD_INDEX',
  'FIELD_LABEL',
  'FIELD_SUMMARY_LABEL',
  'FIELD_SUMMARY_TYPE',
  'FIELD_FUNCTION',
  'FIELD_FORMULA',
];

export function columnsOf(id: string, searchType: string, { columns, sorts }: Definition): SavedColumn[] {
  const inOrder = [...columns].sort((left, right) => Number(left.FIELD_INDEX) - Number(right.FIELD_INDEX));
  return inOrder.map((facts) => {
    const sort = sorts.find(({ KEY_FIELD }) => KEY_FIELD === facts.FIELD_ALIAS);
    return { ...columnOf(id, searchType, facts), ...(sort ? { sort: directionOf(sort) } : {}) };
  });
}

/** What the search sorts by, first what comes first, shown or not. */
export function orderOf(id: string, searchType: string, { columns, sorts }: Definition): SavedColumn[] {
  const inOrder = [...sorts].sort((left, right) => Number(left.FILELD_ORDER) - Number(right.FILELD_ORDER));
  return inOrder
    .filter(({ KEY_FIELD = '' }) => !isWithoutEffect(searchType, KEY_FIELD, columns))
    .map((sort) => ({
      ...(columns.some(({ FIELD_ALIAS }) => FIELD_ALIAS === sort.KEY_FIELD)
        ? columnOf(id, searchType, columns.find(({ FIELD_ALIAS }) => FIELD_ALIAS === sort.KEY_FIELD) as Facts)
        : fieldNameOf(id, searchType, sort.KEY_FIELD ?? '')),
      sort: directionOf(sort),
    }));
}

/** What every new transaction search sorts by; rows of one kind it leaves as they are. */
const isWithoutEffect = (searchType: string, key: string, columns: readonly Facts[]): boolean =>
  searchType === 'transaction' &&
  key === 'Transaction_ORDERTYPE' &&
  !columns.some(({ FIELD_ALIAS }) => FIELD_ALIAS === key);

function columnOf(id: string, searchType: string, facts: Facts): SavedColumn {
  assertPlain(id, facts);
  const { FIELD_FORMULA: formula, FIELD_LABEL: label, FIELD_SUMMARY_TYPE: summary } = facts;
  if (summary !== undefined && !SUMMARIES.includes(summary))
    throw new NotEmulated(
      `the summary ${summary} of ${facts.FIELD_ALIAS ?? 'a column'} of saved search ${id}`,
    );
  const called = facts.FIELD_FUNCTION === undefined ? undefined : functionNamed(facts.FIELD_FUNCTION);
  return {
    ...fieldNameOf(id, searchType, facts.FIELD_ALIAS ?? ''),
    ...(formula === undefined ? {} : { formula }),
    ...(summary === undefined ? {} : { summary }),
    ...(called === undefined ? {} : { function: called }),
    ...(label === undefined ? {} : { label }),
  };
}

function assertPlain(id: string, facts: Facts): void {
  for (const [name, value] of Object.entries(facts))
    if (!READ.includes(name) && PLAIN[name] !== value)
      throw new NotEmulated(`${name} ${value} of ${facts.FIELD_ALIAS ?? 'a column'} of saved search ${id}`);
}

const directionOf = ({ FLAG_DESCENDING }: Facts): string => (FLAG_DESCENDING === 'true' ? 'DESC' : 'ASC');
