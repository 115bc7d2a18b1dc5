/**
 * What a script may read that runs as a role of the project (Execute as Role: chapter_N2997500, article_1212112429). Deployments
 * without such a role, and standard roles, may read everything: what they permit is the account's own affair.
 */
import type { World } from '../../account/account-context.ts';
import type { Execution } from '../../account/execution.ts';
import { NotEmulated } from '../../strictness/not-emulated.ts';
import { suiteError } from '../../strictness/suite-error.ts';

/** Permissions to read records of a type. Source: Oracle's list of permission ids for SDF. */
const NEEDED: Readonly<Record<string, string>> = {
  salesorder: 'TRAN_SALESORD',
  itemfulfillment: 'TRAN_ITEMSHIP',
  location: 'LIST_LOCATION',
  customer: 'LIST_CUSTJOB',
  item: 'LIST_ITEM',
  shipitem: 'LIST_SHIPITEM',
  employee: 'LIST_EMPLOYEE',
};

const TRANSACTIONS = ['salesorder', 'itemfulfillment', 'transaction'];

/** @param how a search of transactions needs the permission to search them, too */
export function assertMayRead(
  { project }: World,
  { script }: Execution,
  type: string,
  how: 'search' | 'load',
): void {
  const role = project.roles.find(({ id }) => id === script?.deployment.runAsRole);
  if (!role) return;
  const wanted = [
    ...keysOf(project, type),
    ...(how === 'search' && TRANSACTIONS.includes(type) ? ['TRAN_FIND'] : []),
  ];
  const missing = wanted.find((key) => !role.permissions.has(key));
  if (missing === undefined) return;
  throw suiteError(
    'INSUFFICIENT_PERMISSION',
    `Permission Violation: ${role.name} needs the permission ${missing} to read ${type}.`,
  );
}

/** What submitting a script takes: SuiteScript Scheduling, and for a map/reduce also SuiteScript (460871520995, 453639770507). */
export function assertMaySubmit(
  { project }: World,
  { script }: Execution,
  type: 'scheduled' | 'mapreduce',
): void {
  const role = project.roles.find(({ id }) => id === script?.deployment.runAsRole);
  const wanted = ['ADMI_SS_SCHEDULING', ...(type === 'mapreduce' ? ['ADMI_CUSTOMSCRIPT'] : [])];
  const missing = role && wanted.find((key) => !role.permissions.has(key));
  if (!role || missing === undefined) return;
  throw suiteError(
    'INSUFFICIENT_PERMISSION',
    `Permission Violation: ${role.name} needs the permission ${missing} to submit a ${type} script.`,
  );
}

function keysOf({ customRecordTypes }: World['project'], type: string): string[] {
  const custom = customRecordTypes.find(({ id }) => id === type);
  if (custom) return custom.accessType === 'NONENEEDED' ? [] : [custom.id];
  if (type === 'transaction') return ['TRAN_SALESORD', 'TRAN_ITEMSHIP'];
  const key = NEEDED[type];
  if (key) return [key];
  throw new NotEmulated(`the permission to read ${type} by a script that runs as a role`);
}
