/** Names of columns and filters whose value is worked out, and the type of that value. */
import type { FieldType } from '../account/schema.ts';

export const FORMULA_TYPES: Readonly<Record<string, FieldType>> = {
  formulatext: 'textarea',
  formulanumeric: 'float',
  formulacurrency: 'currency',
  formulapercent: 'float',
  formuladate: 'date',
  formuladatetime: 'datetime',
};

export const isFormulaName = (name: string): boolean => name.startsWith('formula');
