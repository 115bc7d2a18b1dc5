/** The built project with settings as if a backlog were always being handed over, so that its script can be run by itself. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const OBJECT = 'Objects/Scripts/customscript_hc_create_backlog.xml';

const settings = {
  folder: 'fulfilledsalesorder/export',
  minimumAge: 60,
  tagLines: true,
  useShipDate: true,
  packageWeight: 1,
  memo: 'Fulfilled by HotWax Commerce',
};

export function makeBacklogProject(): { project: string; remove(): void } {
  const project = mkdtempSync(join(tmpdir(), 'backlog-'));
  cpSync(join(import.meta.dirname, '../../../dist/netsuite'), project, { recursive: true });
  const xml = readFileSync(join(project, OBJECT), 'utf8');
  const handed = `<defaultvalue>${JSON.stringify(settings)}</defaultvalue>`;
  writeFileSync(
    join(project, OBJECT),
    xml.replace('<displaytype>', () => `${handed}<displaytype>`),
  );
  return { project, remove: () => rmSync(project, { recursive: true, force: true }) };
}
