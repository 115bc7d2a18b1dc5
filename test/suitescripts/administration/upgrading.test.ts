/** docs/upgrading.md on files that an earlier version, or HotWax's own script, has given to a CSV import. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ITEM, openScenario, type Scenario, STORE, WAREHOUSE } from '../scenario.ts';

const FOLDER = 'salesorder/update';
const UPDATE = 'customdeploy_update_salesorder';
const EARLIER = 'customdeploy_earlier';
const OLD = '2026-03-01-10-00-00-000-allocations.csv';
const NEWER = '2026-03-02-10-00-00-000-allocations.csv';
const HEADER = 'internalId,lineId,item,location,quantity,closed,rejected\n';

const root = join(import.meta.dirname, '../../..');
const page = readFileSync(join(root, 'docs/upgrading.md'), 'utf8');

/** The project as it is deployed over an earlier version: the map stays, and so does what waits in the queue of imports. */
const project = mkdtempSync(join(tmpdir(), 'upgrade-'));
beforeAll(() => {
  cpSync(join(root, 'dist/netsuite'), project, { recursive: true });
  const write = (path: string, text: string) => {
    mkdirSync(join(project, path, '..'), { recursive: true });
    writeFileSync(join(project, path), text);
  };
  write('Objects/Imports/custimport_update_salesorders_hc.xml', MAP);
  write('Objects/Scripts/customscript_earlier.xml', SCRIPT);
  write('FileCabinet/SuiteScripts/earlier.js', SUBMITS);
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

let scenario: Scenario;
beforeEach(() => {
  scenario = openScenario({}, { project });
});
afterEach(() => scenario.end());

/** What an earlier version leaves: the file in processing, its entry, and the import in NetSuite's queue. */
function leaveHalfWay(rows: string): void {
  scenario.put(`${FOLDER}/processing/${OLD}`, HEADER + rows);
  scenario.account.addRecord('customrecord_hc_feed_file', {
    externalid: `hc-feed-file-brokered-order-items-${OLD}`,
    custrecord_hc_ff_feed: 'brokered-order-items',
    custrecord_hc_ff_file: OLD,
    custrecord_hc_ff_status: 'Importing',
    custrecord_hc_ff_attempts: 1,
  });
  const parameters = { custscript_earlier_rows: HEADER + rows };
  expect(scenario.account.runDeployment(EARLIER, { parameters }).ended).toBe('normally');
}

const row = (order: number, line = 1, location = STORE) => `${order},${line},${ITEM},${location},1,,\n`;
const location = (order: number, line = 1) => scenario.line(order, line).location;

const REFUSES_IMPORTS_ONCE = {
  record: 'salesorder',
  event: 'beforeSubmit',
  when: ['edit'],
  contexts: ['CSVIMPORT'],
  throws: { name: 'BUSY', message: 'Not now.' },
  times: 1,
} as const;

describe('a file of which an earlier version waits for the import', () => {
  test('is taken up once the import has ended: what it did counts as applied, the rest is applied or has its reason', () => {
    scenario.end();
    scenario = openScenario({}, { project, userEvents: [REFUSES_IMPORTS_ONCE] });
    const [missed, order] = [scenario.order([{}]), scenario.order([{}])];
    leaveHalfWay(row(missed) + row(order) + row(999999));
    scenario.account.runQueue();
    expect([location(missed), location(order)]).toEqual([null, String(STORE)]);

    const { recordsChanged } = scenario.run(UPDATE);

    expect(recordsChanged.filter(({ type }) => type === 'salesorder').map(({ id }) => id)).toEqual([missed]);
    expect(scenario.ledger(OLD)).toMatchObject({
      custrecord_hc_ff_status: 'Done with errors',
      custrecord_hc_ff_rows: 3,
      custrecord_hc_ff_applied: 2,
      custrecord_hc_ff_rejected: 1,
    });
    expect(scenario.errors(FOLDER, OLD)).toEqual(['3 ORDER_NOT_FOUND']);
    expect(location(missed)).toBe(String(STORE));
    expect(scenario.files(`${FOLDER}/processing`)).toEqual([]);
  });

  test('is applied where NetSuite has lost the import, or somebody has cancelled it', () => {
    const order = scenario.order([{}]);
    leaveHalfWay(row(order));
    scenario.run(UPDATE);

    expect(scenario.ledger(OLD)?.custrecord_hc_ff_status).toBe('Done');
    expect(location(order)).toBe(String(STORE));
  });

  test('is done before newer files, and the newer allocation of a line has the last word', () => {
    const order = scenario.order([{}, {}]);
    leaveHalfWay(row(order, 1) + row(order, 2));
    scenario.account.runQueue();
    scenario.put(`${FOLDER}/${NEWER}`, HEADER + row(order, 1, WAREHOUSE));
    scenario.run(UPDATE);

    expect([location(order, 1), location(order, 2)]).toEqual([String(WAREHOUSE), String(STORE)]);
  });

  test('would overwrite newer ones if its import still waited: the page says to wait before you deploy', () => {
    const order = scenario.order([{}]);
    leaveHalfWay(row(order));
    scenario.put(`${FOLDER}/${NEWER}`, HEADER + row(order, 1, WAREHOUSE));
    scenario.run(UPDATE);
    expect(location(order)).toBe(String(WAREHOUSE));
    scenario.account.runQueue();

    expect(location(order)).toBe(String(STORE));
    expect(page).toContain('View CSV Import Status');
  });
});

const MAP = `<savedcsvimport scriptid="custimport_update_salesorders_hc">
  <charencoding>UTF_8</charencoding>
  <columndelimiter>COMMA</columndelimiter>
  <datahandling>UPDATE</datahandling>
  <decimaldelimiter>PERIOD</decimaldelimiter>
  <ignorereadonly>T</ignorereadonly>
  <importname>HC Sales Order Update Import</importname>
  <overwritesublists>F</overwritesublists>
  <runserversuitescript>T</runserversuitescript>
  <recordtype>SALESORDER</recordtype>
  <filemappings><filemapping><file>SALESORDER</file></filemapping></filemappings>
  <recordmappings>
    <recordmapping>
      <record>SALESORDER</record>
      <fieldmappings>${mapping('ID', 'internalId', 'NAME')}</fieldmappings>
    </recordmapping>
    <recordmapping>
      <record>SALESORDER:ITEM</record>
      <fieldmappings>${mapping('LINE', 'lineId', 'NAME')}${mapping('LOCATION', 'location', 'INTERNAL_ID')}</fieldmappings>
    </recordmapping>
  </recordmappings>
</savedcsvimport>
`;

function mapping(field: string, column: string, type: string): string {
  const reference = `<column>${column}</column><file>SALESORDER</file><type>${type}</type>`;
  return `<fieldmapping><field>${field}</field><columnreference>${reference}</columnreference></fieldmapping>`;
}

const SCRIPT = `<scheduledscript scriptid="customscript_earlier">
  <name>Earlier version</name>
  <scriptfile>[/SuiteScripts/earlier.js]</scriptfile>
  <scriptcustomfields>
    <scriptcustomfield scriptid="custscript_earlier_rows">
      <fieldtype>CLOBTEXT</fieldtype>
      <label>Rows</label>
    </scriptcustomfield>
  </scriptcustomfields>
  <scriptdeployments>
    <scriptdeployment scriptid="customdeploy_earlier">
      <isdeployed>T</isdeployed>
      <status>NOTSCHEDULED</status>
      <title>Earlier version</title>
    </scriptdeployment>
  </scriptdeployments>
</scheduledscript>
`;

const SUBMITS = `/**
 * @NApiVersion 2.1
 * @NScriptType ScheduledScript
 */
define(['N/runtime', 'N/task'], (runtime, task) => ({
  execute: () => {
    const importFile = runtime.getCurrentScript().getParameter({ name: 'custscript_earlier_rows' });
    const mappingId = 'custimport_update_salesorders_hc';
    task.create({ taskType: task.TaskType.CSV_IMPORT, mappingId, importFile }).submit();
  },
}));
`;
