/** What an account has once a project is deployed over another: a deployment adds and replaces, and deletes nothing. */
import type { Deployment, ScriptRecord, SdfProject } from '../../../../emulator/sdf/project.ts';

export function deployOver(account: SdfProject, project: SdfProject): SdfProject {
  return {
    ...project,
    scripts: merged(account.scripts, project.scripts, scriptOver),
    userEventScripts: merged(account.userEventScripts, project.userEventScripts),
    customFields: merged(account.customFields, project.customFields),
    customRecordTypes: merged(account.customRecordTypes, project.customRecordTypes, (old, given) => ({
      ...given,
      fields: merged(old.fields, given.fields),
    })),
    customLists: merged(account.customLists, project.customLists),
    csvImportMaps: merged(account.csvImportMaps, project.csvImportMaps),
    readFile: (path) => project.readFile(path) ?? account.readFile(path),
    listFiles: () => [...new Set([...account.listFiles(), ...project.listFiles()])].sort(),
  };
}

type Named = { id: string };

function merged<T extends Named>(
  old: readonly T[],
  given: readonly T[],
  over: (one: T, other: T) => T = (_one, other) => other,
): T[] {
  const kept = old.filter(({ id }) => !given.some((one) => one.id === id));
  const replaced = given.map((one) => {
    const earlier = old.find(({ id }) => id === one.id);
    return earlier ? over(earlier, one) : one;
  });
  return [...replaced, ...kept];
}

const scriptOver = (old: ScriptRecord, given: ScriptRecord): ScriptRecord => ({
  ...given,
  parameters: merged(old.parameters, given.parameters),
  deployments: merged(old.deployments, given.deployments, (one, other) => ({
    ...other,
    parameterValues: { ...one.parameterValues, ...other.parameterValues },
  })),
});

/** What an administrator changes on deployments; `undefined` deletes one. */
export const withDeployments = (
  project: SdfProject,
  change: (deployment: Deployment) => Deployment | undefined,
): SdfProject => ({
  ...project,
  scripts: project.scripts.map((script) => ({
    ...script,
    deployments: script.deployments.flatMap((deployment) => change(deployment) ?? []),
  })),
});
