/** Roles: no permission beyond what the scripts need, and the levels that record types give them. */
import { hotwaxObjects } from './hotwax-objects.ts';
import { elementsAt, type Located, type ProjectFault, type SdfProject, textOf } from './sdf-project.ts';

export function checkRoles(project: SdfProject): ProjectFault[] {
  const roles = project.objects.filter(({ tag }) => tag === 'role');
  const records = project.objects.filter(({ tag }) => tag === 'customrecordtype');
  return [
    ...roles.flatMap(checkPermissions),
    ...roles.flatMap(checkPowers),
    ...records.flatMap(checkAccess),
    ...checkLevels(roles, records),
  ];
}

/** What the scripts do with records, as permissions, and the highest level that takes. */
const needed: ReadonlyMap<string, string> = new Map([
  ['TRAN_SALESORD', 'EDIT'],
  ['TRAN_SALESORDFULFILL', 'CREATE'],
  ['TRAN_ITEMSHIP', 'EDIT'],
  ['TRAN_FIND', 'VIEW'],
  ['LIST_FIND', 'VIEW'],
  ['LIST_CUSTJOB', 'VIEW'],
  ['LIST_ITEM', 'VIEW'],
  ['LIST_LOCATION', 'VIEW'],
  ['LIST_SHIPITEM', 'VIEW'],
  // Of HC_RL_StartFeed: logging in with a token, SuiteScript Scheduling, SuiteScript.
  ['ADMI_LOGIN_OAUTH', 'FULL'],
  ['ADMI_SS_SCHEDULING', 'FULL'],
  ['ADMI_CUSTOMSCRIPT', 'VIEW'],
]);

const LEVELS = ['VIEW', 'CREATE', 'EDIT', 'FULL'];

function checkPermissions(role: Located): ProjectFault[] {
  const { file } = role;
  return elementsAt(role, 'permissions', 'permission').flatMap((permission): ProjectFault[] => {
    const [key, level] = [textOf(permission, 'permkey'), textOf(permission, 'permlevel')];
    if (key === '' || level === '') {
      const fix = 'Write <permkey>...</permkey> and <permlevel>...</permlevel>';
      return [{ file, problem: 'a permission lacks its key or its level', fix }];
    }
    if (key.startsWith('[')) return [];
    const most = needed.get(key);
    if (most === undefined)
      return [
        {
          file,
          problem: `no script needs the permission ${key}`,
          fix: 'Remove it, or add it to scripts/checks/roles.ts with its reason',
        },
      ];
    if (LEVELS.indexOf(level) <= LEVELS.indexOf(most)) return [];
    return [
      {
        file,
        problem: `${key} at level ${level} is more than the scripts need`,
        fix: `Write <permlevel>${most}</permlevel>`,
      },
    ];
  });
}

const checkPowers = (role: Located): ProjectFault[] =>
  textOf(role, 'coreadminpermission') === 'T'
    ? [
        {
          file: role.file,
          problem: 'the role has core administration permissions',
          fix: 'Write <coreadminpermission>F</coreadminpermission>',
        },
      ]
    : [];

/** No record type is open to all, but for what is open in HotWax's own project: its scripts may run as any role. */
function checkAccess(record: Located): ProjectFault[] {
  const { file } = record;
  if (textOf(record, 'accesstype') === hotwaxObjects[record.scriptid]?.accesstype) return [];
  if (textOf(record, 'accesstype') !== 'USEPERMISSIONLIST') {
    const fix = 'Write <accesstype>USEPERMISSIONLIST</accesstype> and a list of <permissions>';
    return [{ file, problem: 'its records are open to more than the roles of the project', fix }];
  }
  return permissionsOf(record).size > 0
    ? []
    : [
        {
          file,
          problem: 'it has a permission list without permissions',
          fix: 'Write <permissions> with a role of the project',
        },
      ];
}

const permissionsOf = (record: Located): Map<string, string> =>
  new Map(
    elementsAt(record, 'permissions', 'permission').map((permission) => [
      idIn(textOf(permission, 'permittedrole')),
      textOf(permission, 'permittedlevel'),
    ]),
  );

const idIn = (reference: string): string => /^\[scriptid=(.+)\]$/.exec(reference)?.[1] ?? reference;

/** Where a role and a record type refer to each other, NetSuite refuses levels that differ (help section_4731157695). */
const checkLevels = (roles: readonly Located[], records: readonly Located[]): ProjectFault[] =>
  roles.flatMap((role) => {
    const given = new Map(
      elementsAt(role, 'permissions', 'permission').map((permission) => [
        idIn(textOf(permission, 'permkey')),
        textOf(permission, 'permlevel'),
      ]),
    );
    return records.flatMap((record) => {
      const [inRole, inRecord] = [given.get(record.scriptid), permissionsOf(record).get(role.scriptid)];
      if (inRole === inRecord) return [];
      const problem = `${role.scriptid} has ${inRole ?? 'no permission'} for ${record.scriptid}, which gives it ${inRecord ?? 'none'}`;
      return [{ file: role.file, problem, fix: `Write the same level here and in ${record.file}` }];
    });
  });
