/** The project with one more script, which drains the made-up feed in `counters`, and the records that this feed changes. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSuiteScripts } from '../../../scripts/build/build-suitescripts.ts';

const root = join(import.meta.dirname, '../../..');
const SCRIPTS = 'src/FileCabinet/SuiteScripts/SalesOrder';

/** @property project of which a call may use all its units @property tight of which a call may use some fifty, which are eight portions */
export type CountersProject = { project: string; tight: string; remove(): void };

export async function makeCountersProject(): Promise<CountersProject> {
  const folder = mkdtempSync(join(tmpdir(), 'counters-'));
  const sources = join(folder, 'sources');
  for (const room of ['feeds', 'src']) cpSync(join(root, room), join(sources, room), { recursive: true });
  for (const file of ['HC_MR_Counters.ts', 'counters-feed.ts']) {
    const text = readFileSync(join(import.meta.dirname, 'counters', file), 'utf8');
    writeFileSync(join(sources, SCRIPTS, file), text.replaceAll(`../../../../${SCRIPTS}/`, './'));
  }
  const write = (units: number) => {
    writeFileSync(join(sources, 'src/Objects/Scripts/customscript_counters.xml'), scriptXml(units));
  };
  writeFileSync(join(sources, 'src/Objects/Records/customrecord_counter.xml'), RECORD);
  write(10);
  const { out } = await buildSuiteScripts({ root: sources });
  const tight = join(folder, 'tight');
  write(4_950);
  cpSync(out, tight, { recursive: true });
  mkdirSync(join(tight, 'Objects/Scripts'), { recursive: true });
  cpSync(join(sources, 'src/Objects'), join(tight, 'Objects'), { recursive: true });
  return { project: out, tight, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

const deployment = (id: string): string =>
  `<scriptdeployment scriptid="${id}"><isdeployed>T</isdeployed><loglevel>AUDIT</loglevel><status>NOTSCHEDULED</status><title>${id}</title><concurrencylimit>1</concurrencylimit></scriptdeployment>`;

const scriptXml = (units: number): string =>
  `<mapreducescript scriptid="customscript_counters"><name>HC_MR_Counters</name><scriptfile>[/SuiteScripts/SalesOrder/HC_MR_Counters.js]</scriptfile><scriptcustomfields><scriptcustomfield scriptid="custscript_counter_units"><fieldtype>INTEGER</fieldtype><label>Units of a portion</label><defaultvalue>${units}</defaultvalue></scriptcustomfield></scriptcustomfields><scriptdeployments>${deployment('customdeploy_counters')}${deployment('customdeploy_counters_rest')}</scriptdeployments></mapreducescript>`;

const RECORD =
  '<customrecordtype scriptid="customrecord_counter"><recordname>Counter</recordname><includename>T</includename><customrecordcustomfields><customrecordcustomfield scriptid="custrecord_counter_total"><fieldtype>INTEGER</fieldtype><label>Total</label></customrecordcustomfield><customrecordcustomfield scriptid="custrecord_counter_applied"><fieldtype>CLOBTEXT</fieldtype><label>Applied</label></customrecordcustomfield></customrecordcustomfields></customrecordtype>';
