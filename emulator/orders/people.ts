/** What is completed when a customer is saved: a person is called by the names, a company by its own (a guess where none is given). */

import type { World } from '../account/account-context.ts';
import type { Draft } from '../account/draft.ts';

export function prepareCustomer(_world: World, { fields }: Draft): void {
  const { firstname, middlename, lastname } = fields;
  const person = [firstname, middlename, lastname].filter(Boolean).join(' ');
  const name = fields.isperson === 'T' ? person : fields.companyname;
  if (name !== '') fields.entityid ??= name ?? null;
}
