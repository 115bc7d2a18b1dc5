/** Builds tiny SDF projects in a temporary folder, and accounts that have them. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from '@jest/globals';
import { type Account, type AccountOptions, createAccount } from '../../emulator/account.ts';

const TAGS = {
  scheduled: { script: 'ScheduledScript', object: 'scheduledscript' },
  mapreduce: { script: 'MapReduceScript', object: 'mapreducescript' },
  restlet: { script: 'Restlet', object: 'restlet' },
  suitelet: { script: 'Suitelet', object: 'suitelet' },
};

export type TinyScript = {
  /** `customscript_<name>`, `customdeploy_<name>` and `/SuiteScripts/<name>.js`. */
  name: string;
  type?: keyof typeof TAGS;
  /** Names of N modules, available in the body under their last part: `N/record` is `record`. */
  uses?: string[];
  /** The body of the define callback; it must return the entry points. */
  body?: string;
  /** The body of `execute`, when that is all there is. */
  execute?: string;
  /** A whole file instead, header included. */
  file?: string;
  parameters?: { id: string; fieldtype: string; defaultvalue?: string }[];
  deployments?: { id: string; status?: string; loglevel?: string; values?: Record<string, string> }[];
};

export type TinyProject = {
  scripts?: TinyScript[];
  objects?: Record<string, string>;
  files?: Record<string, string>;
};

/** An account with a project of these scripts and objects. */
export function accountWith(project: TinyProject, options: AccountOptions = {}): Account {
  return createAccount({ project: writeProject(project), ...options });
}

/** An account with one scheduled script, run once; what it gives to `report()` comes back. */
export function runOnce(
  execute: string,
  {
    options = {},
    seed,
    uses = ALL,
    objects = OBJECTS,
  }: {
    options?: AccountOptions;
    seed?: (account: Account) => void;
    uses?: string[];
    objects?: Record<string, string>;
  } = {},
) {
  const account = accountWith({ scripts: [{ name: 'probe', uses, execute }], objects }, options);
  seed?.(account);
  const report = account.runDeployment('customdeploy_probe');
  const told = report.logs
    .filter(({ title }) => title === 'told')
    .map(({ details }) => JSON.parse(details) as unknown);
  return { account, report, told };
}

/** Every module the emulator has, for scripts that try them. */
export const ALL = ['N/error', 'N/file', 'N/format', 'N/record', 'N/runtime', 'N/search', 'N/sftp', 'N/task'];

const temporaryFolders: string[] = [];

/** A folder that is gone once the test file is done. */
export function temporaryFolder(prefix: string): string {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  temporaryFolders.push(folder);
  return folder;
}

afterAll(() => {
  for (const folder of temporaryFolders) rmSync(folder, { recursive: true, force: true });
});

export function writeProject({ scripts = [], objects = {}, files = {} }: TinyProject): string {
  const folder = temporaryFolder('emulator-project-');
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  write(
    'manifest.xml',
    '<manifest projecttype="ACCOUNTCUSTOMIZATION"><projectname>tiny</projectname><frameworkversion>1.0</frameworkversion><dependencies><features><feature required="true">CUSTOMRECORDS</feature></features></dependencies></manifest>',
  );
  for (const script of scripts) {
    write(`Objects/customscript_${script.name}.xml`, scriptXml(script));
    write(`FileCabinet/SuiteScripts/${script.name}.js`, script.file ?? scriptFile(script));
  }
  for (const [name, xml] of Object.entries(objects)) write(`Objects/${name}.xml`, xml);
  for (const [path, text] of Object.entries(files)) write(`FileCabinet/${path}`, text);
  return folder;
}

function scriptFile({ type = 'scheduled', uses = [], body, execute = '' }: TinyScript): string {
  const names = uses.map((module) => module.split('/').at(-1)).join(', ');
  const tag = TAGS[type].script;
  const tell =
    "const tell = (value) => log.audit('told', JSON.stringify(value === undefined ? null : value));";
  const tries =
    'const codeOf = (work) => { try { work(); return "no error"; } catch (error) { return error.name; } };';
  const code = body ?? `return { execute: (context) => {\n${execute}\n} };`;
  return `/**\n * @NApiVersion 2.1\n * @NScriptType ${tag}\n */\ndefine(${JSON.stringify(uses)}, (${names}) => {\n${tell}\n${tries}\n${code}\n});\n`;
}

function scriptXml({ name, type = 'scheduled', parameters = [], deployments }: TinyScript): string {
  const tag = TAGS[type].object;
  const fields = parameters.map(
    ({ id, fieldtype, defaultvalue = '' }) =>
      `<scriptcustomfield scriptid="${id}"><fieldtype>${fieldtype}</fieldtype><label>${id}</label><defaultvalue>${defaultvalue}</defaultvalue></scriptcustomfield>`,
  );
  const list = (deployments ?? [{ id: `customdeploy_${name}` }]).map(
    ({ id, status = 'NOTSCHEDULED', loglevel = 'DEBUG', values = {} }) =>
      `<scriptdeployment scriptid="${id}"><isdeployed>T</isdeployed><loglevel>${loglevel}</loglevel><status>${status}</status><title>${id}</title>${Object.entries(
        values,
      )
        .map(([key, value]) => `<${key}>${value}</${key}>`)
        .join('')}</scriptdeployment>`,
  );
  return `<${tag} scriptid="customscript_${name}"><name>${name}</name><scriptfile>[/SuiteScripts/${name}.js]</scriptfile><scriptcustomfields>${fields.join('')}</scriptcustomfields><scriptdeployments>${list.join('')}</scriptdeployments></${tag}>`;
}

function field(tag: string, id: string, type: string, flags: string[]): string {
  return `<${tag} scriptid="${id}"><fieldtype>${type}</fieldtype><label>${id}</label>${flags.map((flag) => `<${flag}>T</${flag}>`).join('')}</${tag}>`;
}

/** Custom fields and a custom record most tests are content with. */
export const OBJECTS: Record<string, string> = {
  custbody_order: field('transactionbodycustomfield', 'custbody_order', 'TEXT', [
    'bodysale',
    'bodyitemfulfillment',
  ]),
  custbody_sent: field('transactionbodycustomfield', 'custbody_sent', 'CHECKBOX', ['bodyitemfulfillment']),
  custcol_line: field('transactioncolumncustomfield', 'custcol_line', 'TEXT', [
    'colsale',
    'colitemfulfillment',
  ]),
  custcol_only_sale: field('transactioncolumncustomfield', 'custcol_only_sale', 'TEXT', ['colsale']),
  customrecord_file: `<customrecordtype scriptid="customrecord_file"><recordname>File</recordname><includename>T</includename><customrecordcustomfields>
    <customrecordcustomfield scriptid="custrecord_rows"><fieldtype>INTEGER</fieldtype><label>Rows</label></customrecordcustomfield>
    <customrecordcustomfield scriptid="custrecord_done"><fieldtype>CHECKBOX</fieldtype><label>Done</label></customrecordcustomfield>
    <customrecordcustomfield scriptid="custrecord_message"><fieldtype>CLOBTEXT</fieldtype><label>Message</label></customrecordcustomfield>
    <customrecordcustomfield scriptid="custrecord_started"><fieldtype>DATETIMETZ</fieldtype><label>Started</label></customrecordcustomfield>
    <customrecordcustomfield scriptid="custrecord_place"><fieldtype>SELECT</fieldtype><label>Place</label><selectrecordtype>-103</selectrecordtype></customrecordcustomfield>
  </customrecordcustomfields></customrecordtype>`,
};

/** A customer, two locations and three items; returns nothing, since ids are given. */
export function seedMasters(account: Account): void {
  account.addRecord('subsidiary', { id: 1, name: 'Parent' });
  account.addRecord('location', { id: 101, name: 'Warehouse East', subsidiary: 1 });
  account.addRecord('location', { id: 102, name: 'Store Main Street', subsidiary: 1, externalid: 'STORE-1' });
  account.addRecord('location', { id: 103, name: 'Closed Depot', subsidiary: 1, isinactive: true });
  account.addRecord('customer', { id: 201, entityid: 'Ada Lovelace' });
  account.addRecord('shipitem', { id: 301, itemid: 'Ground', shipcarrier: 'nonups' });
  account.addRecord('inventoryitem', { id: 401, itemid: 'SHIRT-S' });
  account.addRecord('inventoryitem', { id: 402, itemid: 'SHIRT-M' });
  account.addRecord('serviceitem', { id: 403, itemid: 'GIFT-WRAP' });
  account.addRecord('kititem', {
    id: 404,
    itemid: 'SET',
    sublists: {
      member: [
        { item: 401, quantity: 1 },
        { item: 402, quantity: 2 },
      ],
    },
  });
  account.addRecord('lotnumberedinventoryitem', { id: 405, itemid: 'CREAM' });
}

/** A sales order of these lines, pending fulfillment. */
export function seedOrder(
  account: Account,
  id: number,
  lines: Record<string, string | number | boolean>[],
  more: Record<string, string | number> = {},
): number {
  return account.addRecord('salesorder', {
    id,
    entity: 201,
    subsidiary: 1,
    ...more,
    sublists: { item: lines },
  });
}

/** Fulfills everything an order offers, as a person would. */
export function fulfill(account: Account, orderId: number, values: Record<string, unknown> = {}): number {
  return account.asUser(({ record }) => {
    const fulfillment = record.transform({
      fromType: 'salesorder',
      fromId: orderId,
      toType: 'itemfulfillment',
    });
    for (const [fieldId, value] of Object.entries(values)) fulfillment.setValue({ fieldId, value });
    return fulfillment.save();
  });
}
