import { describeBroken } from './broken-project.ts';

const update = 'Objects/Scripts/customscript_update_salesorder.xml';
const orderId = 'Objects/TransactionFields/custbody_hc_order_id.xml';
const tag = 'Objects/TransactionFields/custcol_hc_item_tag.xml';
const tab = 'Objects/TransactionFields/custtab_hc_tab.xml';
const ledger = 'Objects/Records/customrecord_hc_feed_file.xml';

describeBroken('an object that is broken in itself is reported with its file and the fix:', [
  [
    'XML that does not close',
    [tab, '</subtab>', '</subtap>'],
    `${tab}: it is not well-formed XML (line 4: Expected closing tag 'subtab' (opened in line 1, col 1) instead of closing tag 'subtap'.). Close every element that is opened.`,
  ],
  [
    'an empty file',
    [tab, undefined, ''],
    `${tab}: it is not well-formed XML (line 1: Start tag expected.). Close every element that is opened.`,
  ],
  [
    'a tab',
    [tab, '  <title>', '\t<title>'],
    `${tab}: line 3 has a tab or trailing blanks. Indent with two spaces.`,
  ],
  [
    'a file that is no object',
    ['Objects/readme.txt', undefined, 'Read me'],
    'Objects/readme.txt: it is not an XML file. Move it out of Objects.',
  ],
  [
    'a file not named after its id',
    [
      [tab, undefined, undefined],
      [
        'Objects/TransactionFields/tab.xml',
        undefined,
        '<subtab scriptid="custtab_hc_tab">\n  <tabtype>TRANSACTION</tabtype>\n  <title>HotWaxCommerce</title>\n</subtab>\n',
      ],
    ],
    'Objects/TransactionFields/tab.xml: the file is not named after its script id custtab_hc_tab. Rename it to custtab_hc_tab.xml.',
  ],
  [
    'a prefix of another kind',
    [orderId, '"custbody_hc_order_id"', '"custbdy_hc_order_id"'],
    `${orderId}: custbdy_hc_order_id does not start as ids of <transactionbodycustomfield> do. Start it with custbody_.`,
  ],
  [
    'an id in upper case',
    [ledger, '"custrecord_hc_ff_rows"', '"custrecord_hc_FF_rows"'],
    `${ledger}: custrecord_hc_FF_rows has characters other than a-z, 0-9 and _. Write it in lower case.`,
  ],
  [
    'an id that is too long',
    [orderId, '"custbody_hc_order_id"', '"custbody_hc_order_id_in_hotwax_commerce_oms"'],
    `${orderId}: custbody_hc_order_id_in_hotwax_commerce_oms has 43 characters. Shorten it to 38, its prefix included.`,
  ],
  [
    'an id given twice',
    [ledger, '"custrecord_hc_ff_rows"', '"custrecord_hc_ff_applied"'],
    `${ledger}: custrecord_hc_ff_applied is already used in ${ledger}. Give one of them another id.`,
  ],
  [
    'no id at all',
    [tab, ' scriptid="custtab_hc_tab"', ''],
    `${tab}: <subtab> has no script id. Write <subtab scriptid="custtab_...">.`,
  ],
  [
    'a required element that is missing',
    [orderId, '  <label>HC Order Id</label>\n', ''],
    `${orderId}: custbody_hc_order_id lacks <label>. Write <label>1 to 200 characters</label>.`,
  ],
  [
    'an element that its kind does not take',
    [update, '<notifyowner>', '<notifyowners>T</notifyowners>\n  <notifyowner>'],
    `${update}: customscript_update_salesorder has <notifyowners>, which it cannot have. Write one of name, scriptfile, scriptdeployments, description, isinactive, notifyadmins, notifyemails, notifyowner, scriptcustomfields.`,
  ],
  [
    'an element that is there twice',
    [tag, '<label>', '<label>Tag</label>\n  <label>'],
    `${tag}: custcol_hc_item_tag has <label> more than once. Leave one of them.`,
  ],
  [
    'a list field that does not say what it lists',
    [tag, '<fieldtype>TEXT', '<fieldtype>SELECT'],
    `${tag}: custcol_hc_item_tag lacks <selectrecordtype>. Write <selectrecordtype>...</selectrecordtype>.`,
  ],
  [
    'a date that no calendar has',
    [update, '<startdate>2026-01-01', '<startdate>2026-13-01'],
    `${update}: <startdate> says "2026-13-01". Write a date such as 2026-01-01.`,
  ],
  [
    'a value that no enumeration has',
    [update, '<status>NOTSCHEDULED', '<status>ACTIVE'],
    `${update}: <status> says "ACTIVE". Write SCHEDULED, NOTSCHEDULED or TESTING, of a page RELEASED.`,
  ],
  [
    'a field type that SDF does not know',
    [tag, '<fieldtype>TEXT', '<fieldtype>STRING'],
    `${tag}: <fieldtype> says "STRING". Write a field type such as TEXT, TEXTAREA, CLOBTEXT, INTEGER, FLOAT, CHECKBOX or DATETIMETZ.`,
  ],
  [
    'a flag that is no T or F',
    [tag, '<colsale>T', '<colsale>true'],
    `${tag}: <colsale> says "true". Write T or F.`,
  ],
  [
    'a name that is too long',
    [update, '<name>HC_SC_UpdateSalesOrders', '<name>HC_SC_UpdateSalesOrdersFromFilesOfHotWaxCommerce'],
    `${update}: <name> says "HC_SC_UpdateSalesOrdersFromFilesOfHotWaxCommerce". Write 1 to 40 characters.`,
  ],
  [
    'a kind of object that nobody has looked up',
    [tab, undefined, '<workflow scriptid="custtab_hc_tab"><title>A</title></workflow>'],
    `${tab}: <workflow> is a kind of object that these checks do not know. Write one of scheduledscript, mapreducescript, restlet, suitelet, transactionbodycustomfield, transactioncolumncustomfield, customrecordtype, role, subtab, or add the kind to scripts/checks/object-kinds.ts.`,
  ],
]);

describeBroken('a reference that leads nowhere is reported with its file and the fix:', [
  [
    'to an object',
    [orderId, '[scriptid=custtab_hc_tab]', '[scriptid=custtab_hotwax]'],
    `${orderId}: <subtab> refers to [scriptid=custtab_hotwax], and the project has no such object. Write [scriptid=...] with the id of an object in Objects, or add that object.`,
  ],
  [
    'to a script file',
    [update, 'HC_SC_UpdateSalesOrders.js]', 'HC_SC_UpdateOrders.js]'],
    `${update}: <scriptfile> says [/SuiteScripts/SalesOrder/HC_SC_UpdateOrders.js], and the project has no such file. Write [/SuiteScripts/<folder>/<name>.js] with a script that the build makes.`,
  ],
]);
