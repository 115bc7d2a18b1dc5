/** Settings as if a backlog were always being handed over, so that the scripts for backlogs can be run by themselves. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What each script is handed by another, by its id and its parameter's. */
export const handedSettings: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  customscript_hc_create_backlog: {
    custscript_hc_cb_settings: JSON.stringify({
      folder: 'fulfilledsalesorder/export',
      minimumAge: 0,
      tagLines: true,
      useShipDate: true,
      packageWeight: 1,
      memo: 'Fulfilled by HotWax Commerce',
    }),
  },
  customscript_hc_update_backlog: {
    custscript_hc_ub_settings: JSON.stringify({
      folder: 'salesorder/update',
      minimumAge: 0,
      withQuantity: false,
      shipMethod: false,
      shipTo: false,
      further: [],
      externalId: '{id}',
      shipmentsFolder: 'fulfilledsalesorder/export',
    }),
  },
};

/** A copy of the built project in which the deployments have them. */
export function makeHandedProject(): { project: string; remove(): void } {
  const project = mkdtempSync(join(tmpdir(), 'handed-'));
  cpSync(join(import.meta.dirname, '../../../dist/netsuite'), project, { recursive: true });
  for (const [script, parameters] of Object.entries(handedSettings)) {
    const path = join(project, `Objects/Scripts/${script}.xml`);
    const [value = ''] = Object.values(parameters);
    const xml = readFileSync(path, 'utf8');
    writeFileSync(
      path,
      xml.replace('<displaytype>', () => `<defaultvalue>${value}</defaultvalue><displaytype>`),
    );
  }
  return { project, remove: () => rmSync(project, { recursive: true, force: true }) };
}
