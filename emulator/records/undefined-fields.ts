/** Custom fields an account does not have: where errors may pass, what is set is lost and what is read is empty. */
import type { Field } from '../account/schema.ts';
import { tolerate } from '../strictness/leniency.ts';

export function isUndefinedField(fields: ReadonlyMap<string, Field>, id: string, where: string): boolean {
  if (fields.has(id) || !id.startsWith('cust')) return false;
  return tolerate(`there is no custom field ${id} on ${where}: values set are lost, values read are empty`);
}
