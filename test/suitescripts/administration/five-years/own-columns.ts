/** Which parameters the check of columns asks for, and entering them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeError } from '../../../../emulator/strictness/suite-error.ts';
import { checkColumns } from '../../../../scripts/check-columns.ts';
import { DEPLOYMENTS, type Notes, OURS, setParameters } from './administrator.ts';
import type { Site } from './site.ts';

export function checkOwnColumns(site: Site, notes: Notes): void {
  let said = '';
  try {
    said = checkColumns(site.hotwaxProject);
  } catch (thrown) {
    said = describeError(thrown);
  }
  if (/LOST/.test(said)) throw new Error(said);
  notes.columns = {
    parameters: [...said.matchAll(/when the parameter "(.+?)" is on/g)].map(([, label = '']) => label),
    further: [...said.matchAll(/"Further columns" has the line: (.+)$/gm)].map(([, line = '']) => line),
  };
}

export function enterParameters(site: Site, { columns, exporterStarted }: Notes): void {
  const ticked = columns.parameters.map((label) => [parameterCalled(label), 'T']);
  setParameters(site, DEPLOYMENTS.customscript_update_salesorder ?? [], {
    ...Object.fromEntries(ticked),
    [parameterCalled('Further columns')]: columns.further.join('\n'),
  });
  setParameters(site, DEPLOYMENTS.customscript_export_so_fulfillment ?? [], {
    custscript_hc_ex_since: exporterStarted,
  });
}

const UPDATER = readFileSync(join(OURS, 'Objects/Scripts/customscript_update_salesorder.xml'), 'utf8');

function parameterCalled(label: string): string {
  const field = UPDATER.split('<scriptcustomfield ').find((part) => part.includes(`<label>${label}</label>`));
  const id = /scriptid="(\w+)"/.exec(field ?? '')?.[1];
  if (id) return id;
  throw new Error(`the updater has no parameter ${label}`);
}
