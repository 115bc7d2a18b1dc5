/**
 * What HotWax Commerce's own project says of the objects that this one takes over, and that it still says all of it: an element
 * that is missing may be reset in an account in which HotWax's other flows need it. Facts of hotwax/netsuite-integration, as of March 2026.
 */
import { type Located, type ProjectFault, type SdfProject, textOf } from './sdf-project.ts';

/** By script id: the elements that say more than the default, and what they say. */
type Definition = Readonly<Record<string, string>>;

const yes = (tags: string): Definition => Object.fromEntries(tags.split(' ').map((tag) => [tag, 'T']));

const field = (fieldtype: string, label: string, flags = ''): Definition => ({
  accesslevel: '2',
  displaytype: 'NORMAL',
  fieldtype,
  label,
  searchlevel: '2',
  storevalue: 'T',
  ...(flags === '' ? {} : yes(flags)),
});

const bodyField = (fieldtype: string, label: string, flags: string): Definition => ({
  ...field(fieldtype, label, flags),
  subtab: '[scriptid=custtab_hc_tab]',
});

const script = (name: string): Definition => ({
  name,
  notifyowner: 'T',
  scriptfile: `[/SuiteScripts/SalesOrder/${name}.js]`,
});

/** Schedules, statuses and log levels are not taken over: docs/upgrading.md says what becomes of them. */
const deployment: Definition = yes('isdeployed');

export const hotwaxObjects: Readonly<Record<string, Definition>> = {
  customrecord_ns_sftp_configuration: {
    accesstype: 'NONENEEDED',
    recordname: 'HC SFTP Configuration',
    ...yes(
      'allowquickadd allowuiaccess enablekeywords enableoptimisticlocking enablesystemnotes iconbuiltin includeinsearchmenu showid',
    ),
  },
  custrecord_ns_sftp_guid: field('TEXT', 'SFTP GUID'),
  custrecord_ns_sftp_server: field('TEXT', 'SFTP Server'),
  custrecord_ns_sftp_userid: field('TEXT', 'User ID'),
  custrecord_ns_sftp_port_no: field('INTEGER', 'Port'),
  custrecord_ns_sftp_host_key: field('CLOBTEXT', 'Host Key'),
  custrecord_ns_sftp_default_file_dir: field('TEXT', 'Default File Directory'),
  custbody_hc_order_id: bodyField(
    'TEXT',
    'HC Order Id',
    'bodydeposit bodyitemfulfillment bodyjournal bodysale bodytransferorder globalsearch',
  ),
  custbody_hc_shopify_order_id: bodyField(
    'TEXT',
    'HC Shopify Order Id',
    'bodydeposit bodyitemfulfillment bodyjournal bodysale bodytransferorder globalsearch',
  ),
  custbody_hc_sales_channel: bodyField(
    'TEXT',
    'HC Sales Channel',
    'bodyitemfulfillment bodysale bodytransferorder',
  ),
  custbody_hc_fulfillment_exported: bodyField(
    'CHECKBOX',
    'HC Item Fulfillment Exported',
    'bodyitemfulfillment',
  ),
  custbody_hc_shipment_id: bodyField('TEXT', 'HC Shipment Id', 'bodyitemfulfillment globalsearch'),
  custcol_hc_order_line_id: field(
    'TEXT',
    'External Order Line ID',
    'colitemfulfillment colsale coltransferorder',
  ),
  custcol_hc_orderline_type_id: field(
    'TEXT',
    'External Order Line Type Id',
    'colitemfulfillment colsale coltransferorder',
  ),
  custcol_hc_item_tag: field(
    'TEXT',
    'HC Item Tag',
    'colitemfulfillment colopportunity colpurchase colsale colstore coltransferorder',
  ),
  custcol_hc_order_item_rejected: field('CHECKBOX', 'HC Order Item Rejected', 'colsale coltransferorder'),
  custcolisbopis: field('CHECKBOX', 'Is BOPIS', 'colsale'),
  custtab_hc_tab: { tabtype: 'TRANSACTION', title: 'HotWaxCommerce' },
  customscript_update_salesorder: script('HC_SC_UpdateSalesOrders'),
  customdeploy_update_salesorder: deployment,
  customdeploy_update_so_rest: deployment,
  customscript_create_itemfulfillment: script('HC_SC_CreateItemFulfillment'),
  customdeploy_create_itemfulfillment: deployment,
  customscript_export_so_fulfillment: script('HC_MR_ExportedSalesOrderFulfillmentCSV'),
  customdeploy_export_so_fulfillment: deployment,
};

/** Deployments of HotWax's that stay beside ours when its scripts are replaced: SDF deletes none. */
export const hotwaxLeftBehind: readonly string[] = ['customdeploy_cr_if_rest', 'customdeploy_exp_so_if_rest'];

export function checkHotwaxObjects({ elements }: SdfProject): ProjectFault[] {
  const ours = new Map(elements.map((element) => [element.scriptid, element]));
  return Object.entries(hotwaxObjects).flatMap(([id, definition]) => {
    const element = ours.get(id);
    return element ? narrowed(element, definition) : [missing(id)];
  });
}

const missing = (id: string): ProjectFault => ({
  file: 'Objects',
  problem: `${id} is not there, which HotWax Commerce's own project has`,
  fix: 'Put it back, or take it out of scripts/checks/hotwax-objects.ts with its reason',
});

const narrowed = (element: Located, definition: Definition): ProjectFault[] =>
  Object.entries(definition)
    .filter(([tag, value]) => textOf(element, tag) !== value)
    .map(([tag, value]) => ({
      file: element.file,
      problem: `${element.scriptid} says ${textOf(element, tag) || 'nothing'} in <${tag}>, and HotWax Commerce's own definition says ${value}`,
      fix: `Write <${tag}>${value}</${tag}>`,
    }));
