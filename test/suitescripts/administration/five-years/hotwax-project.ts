/**
 * A stand-in for HotWax Commerce's own SDF project, as an account has it that some client has had extended: its ids and definitions, small
 * scripts, an import map with a column of the client's own, and two scripts that do what the scripts do that are going to be replaced.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { hotwaxObjects } from '../../../../scripts/checks/hotwax-objects.ts';
import { exporter, FULFILLER, UPDATER } from './hotwax-scripts.ts';

export const JSON_EXPORTER = 'customdeploy_hc_exported_json';
export const OWN_FULFILLER = 'customdeploy_own_fulfiller';
export const OWN_COLUMN = 'custcol_gift_note';

type Script = {
  id: string;
  file: string;
  text: string;
  kind?: 'mapreducescript' | 'scheduledscript';
  /** The first is scheduled. */
  deployments: readonly string[];
};

const SCRIPTS: readonly Script[] = [
  {
    id: 'customscript_update_salesorder',
    file: 'HC_SC_UpdateSalesOrders',
    text: UPDATER,
    deployments: ['customdeploy_update_salesorder', 'customdeploy_update_so_rest'],
  },
  {
    id: 'customscript_create_itemfulfillment',
    file: 'HC_SC_CreateItemFulfillment',
    text: FULFILLER,
    deployments: ['customdeploy_create_itemfulfillment', 'customdeploy_cr_if_rest'],
  },
  {
    id: 'customscript_export_so_fulfillment',
    file: 'HC_MR_ExportedSalesOrderFulfillmentCSV',
    text: exporter('salesorder/import/fulfillment-nifi'),
    kind: 'mapreducescript',
    deployments: ['customdeploy_export_so_fulfillment', 'customdeploy_exp_so_if_rest'],
  },
  {
    id: 'customscript_hc_exported_json',
    file: 'HC_MR_ExportedSalesOrderFulfillmentJson',
    text: exporter('salesorder/import/fulfillment'),
    kind: 'mapreducescript',
    deployments: [JSON_EXPORTER],
  },
  {
    id: 'customscript_own_fulfiller',
    file: 'own_fulfiller',
    text: FULFILLER,
    deployments: [OWN_FULFILLER],
  },
];

export function writeHotwaxProject(folder: string): void {
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  write('manifest.xml', MANIFEST);
  for (const id of Object.keys(hotwaxObjects).filter((one) => /^cust(?:body|col)/.test(one)))
    write(`Objects/${id}.xml`, fieldXml(id));
  write(`Objects/${OWN_COLUMN}.xml`, OWN_FIELD);
  write('Objects/customrecord_ns_sftp_configuration.xml', configurationXml());
  write('Objects/custimport_update_salesorders_hc.xml', MAP);
  for (const script of SCRIPTS) {
    write(`Objects/${script.id}.xml`, scriptXml(script));
    write(`FileCabinet/SuiteScripts/SalesOrder/${script.file}.js`, script.text);
  }
}

const MANIFEST =
  '<manifest projecttype="ACCOUNTCUSTOMIZATION"><projectname>hotwax</projectname><frameworkversion>1.0</frameworkversion><dependencies><features><feature required="true">CUSTOMRECORDS</feature></features></dependencies></manifest>';

const elements = (values: Readonly<Record<string, string>>): string =>
  Object.entries(values)
    .map(([tag, value]) => `<${tag}>${value}</${tag}>`)
    .join('');

function fieldXml(id: string): string {
  const tag = id.startsWith('custbody') ? 'transactionbodycustomfield' : 'transactioncolumncustomfield';
  return `<${tag} scriptid="${id}">${elements(hotwaxObjects[id] ?? {})}</${tag}>`;
}

const OWN_FIELD = `<transactioncolumncustomfield scriptid="${OWN_COLUMN}">${elements({ fieldtype: 'TEXT', label: 'Gift note', colsale: 'T', storevalue: 'T' })}</transactioncolumncustomfield>`;

function configurationXml(): string {
  const id = 'customrecord_ns_sftp_configuration';
  const fields = Object.entries(hotwaxObjects).filter(([field]) => field.startsWith('custrecord_ns_sftp'));
  const inner = fields.map(
    ([field, definition]) =>
      `<customrecordcustomfield scriptid="${field}">${elements(definition)}</customrecordcustomfield>`,
  );
  return `<customrecordtype scriptid="${id}">${elements({ ...hotwaxObjects[id], includename: 'F' })}<customrecordcustomfields>${inner.join('')}</customrecordcustomfields></customrecordtype>`;
}

function scriptXml({ id, file, kind = 'scheduledscript', deployments }: Script): string {
  const inner = deployments.map((deployment, index) => {
    const values = { isdeployed: 'T', status: index === 0 ? 'SCHEDULED' : 'NOTSCHEDULED', title: deployment };
    return `<scriptdeployment scriptid="${deployment}">${elements(values)}</scriptdeployment>`;
  });
  const values = { name: file, scriptfile: `[/SuiteScripts/SalesOrder/${file}.js]` };
  return `<${kind} scriptid="${id}">${elements(values)}<scriptdeployments>${inner.join('')}</scriptdeployments></${kind}>`;
}

const mapping = (field: string, column: string, type = 'NAME'): string => {
  const reference = elements({ column, file: 'SALESORDER', type });
  return `<fieldmapping><field>${field}</field><columnreference>${reference}</columnreference></fieldmapping>`;
};

const MAP = `<savedcsvimport scriptid="custimport_update_salesorders_hc">${elements({
  charencoding: 'UTF_8',
  columndelimiter: 'COMMA',
  datahandling: 'UPDATE',
  decimaldelimiter: 'PERIOD',
  ignorereadonly: 'T',
  importname: 'HC Sales Order Update Import',
  overwritemissingfields: 'F',
  overwritesublists: 'F',
  recordtype: 'SALESORDER',
  runserversuitescript: 'T',
})}<filemappings><filemapping><file>SALESORDER</file></filemapping></filemappings><recordmappings>
  <recordmapping><record>SALESORDER</record><fieldmappings>${mapping('ID', 'internalId')}</fieldmappings></recordmapping>
  <recordmapping><record>SALESORDER:ITEM</record><fieldmappings>${[
    mapping('LINE', 'lineId'),
    mapping('ITEM', 'item', 'INTERNAL_ID'),
    mapping('LOCATION', 'location', 'INTERNAL_ID'),
    mapping('QUANTITY', 'quantity'),
    mapping('ISCLOSED', 'closed'),
    mapping('[scriptid=custcol_hc_order_item_rejected]', 'rejected'),
    mapping('[scriptid=custcol_hc_item_tag]', 'tags'),
    mapping(`[scriptid=${OWN_COLUMN}]`, 'giftNote'),
  ].join('')}</fieldmappings></recordmapping>
</recordmappings></savedcsvimport>`;
