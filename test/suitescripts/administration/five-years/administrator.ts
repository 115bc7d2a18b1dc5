/** What an administrator does in NetSuite's menus, and what is written down on the way. */
import { join } from 'node:path';
import type { Deployment } from '../../../../emulator/sdf/project.ts';
import { readSdfProject, type SdfProject } from '../../../../emulator/sdf/project.ts';
import { deployOver, withDeployments } from './deploy-over.ts';
import { deploy, type Site } from './site.ts';

export const OURS = join(import.meta.dirname, '../../../../dist/netsuite');

export const UPDATE = 'customdeploy_update_salesorder';
export const CREATE = 'customdeploy_create_itemfulfillment';
export const EXPORT = 'customdeploy_export_so_fulfillment';
/** With those on demand, by script. */
export const DEPLOYMENTS: Readonly<Record<string, readonly string[]>> = {
  customscript_update_salesorder: [UPDATE, 'customdeploy_update_so_rest'],
  customscript_create_itemfulfillment: [CREATE, 'customdeploy_create_itemfulfillment_rest'],
  customscript_export_so_fulfillment: [EXPORT, 'customdeploy_export_so_fulfillment_rest'],
};

/** @property scheduled deployments of the three scripts @property stopped those of others @property copy what was kept to roll back to */
export type Notes = {
  scheduled: string[];
  stopped: string[];
  copy: SdfProject | undefined;
  columns: { parameters: string[]; further: string[] };
  exporterStarted: string;
  dryRuns: Record<string, unknown>[];
};

export const newNotes = (): Notes => ({
  scheduled: [],
  stopped: [],
  copy: undefined,
  columns: { parameters: [], further: [] },
  exporterStarted: '',
  dryRuns: [],
});

export const change = (site: Site, how: (deployment: Deployment) => Deployment | undefined): void =>
  deploy(site, withDeployments(site.project, how));

export const setStatus = (site: Site, ids: readonly string[], status: 'SCHEDULED' | 'NOTSCHEDULED'): void =>
  change(site, (deployment) => (ids.includes(deployment.id) ? { ...deployment, status } : deployment));

export const setParameters = (
  site: Site,
  ids: readonly string[],
  values: Readonly<Record<string, string>>,
): void =>
  change(site, (deployment) =>
    ids.includes(deployment.id)
      ? { ...deployment, parameterValues: { ...deployment.parameterValues, ...values } }
      : deployment,
  );

export const deployProject = (site: Site, folder: string): void =>
  deploy(site, deployOver(site.project, readSdfProject(folder)));

/** What a person sets in the one record of a type. */
export function enterInRecord(
  { account }: Site,
  type: string,
  values: Readonly<Record<string, unknown>>,
): void {
  const [only, ...others] = account.listRecords(type);
  if (!only || others.length > 0) throw new Error(`there is not exactly one ${type}`);
  account.asUser(({ record }) => {
    const loaded = record.load({ type, id: only.id });
    for (const [fieldId, value] of Object.entries(values)) loaded.setValue({ fieldId, value });
    loaded.save();
  });
}
