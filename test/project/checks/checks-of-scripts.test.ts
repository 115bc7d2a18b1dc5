import { describeBroken } from './broken-project.ts';

const update = 'Objects/Scripts/customscript_update_salesorder.xml';
const exporter = 'Objects/Scripts/customscript_export_so_fulfillment.xml';
const page = 'Objects/Scripts/customscript_hc_feed_monitor.xml';
const ledger = 'Objects/Records/customrecord_hc_feed_file.xml';
const script = 'FileCabinet/SuiteScripts/SalesOrder/HC_SC_UpdateSalesOrders.js';
const execute = 'exports.execute = execute;';

describeBroken('a script that disagrees with its object is reported with its file and the fix:', [
  [
    'another API version',
    [script, '@NApiVersion 2.1', '@NApiVersion 2.0'],
    `${script}: its first comment does not say SuiteScript 2.1. Write " * @NApiVersion 2.1".`,
  ],
  [
    'a page that nobody may open',
    [page, /<audslctrole>[^<]*<\/audslctrole>/, ''],
    `${page}: customdeploy_hc_feed_monitor has no audience. Write <audslctrole> with the roles that may open it.`,
  ],
  [
    'a page that is not released',
    [page, '<status>RELEASED', '<status>TESTING'],
    `${page}: customdeploy_hc_feed_monitor is TESTING. Write <status>RELEASED</status>.`,
  ],
  [
    'an audience of a script that nobody opens',
    [update, '<loglevel>', '<audslctrole>ADMINISTRATOR</audslctrole><loglevel>'],
    `${update}: customdeploy_update_salesorder has <audslctrole>, which only deployments of Suitelets can have. Remove it.`,
  ],
  [
    'another type',
    [script, '@NScriptType ScheduledScript', '@NScriptType MapReduceScript'],
    `${script}: it is a MapReduceScript, and ${update} a <scheduledscript>. Write " * @NScriptType ScheduledScript".`,
  ],
  [
    'no header',
    [script, '/**\n', ''],
    `${script}: it does not start with a comment. Start its source with /** and the tags of a script.`,
  ],
  [
    'no entry point',
    [script, execute, 'exports.run = execute;'],
    `${script}: it has no entry point execute. Export a function execute.`,
  ],
  [
    'an export that NetSuite never calls',
    [script, execute, `${execute}\nexports.beforeSubmit = execute;`],
    `${script}: it exports beforeSubmit, which NetSuite never calls in a ScheduledScript. Export only execute.`,
  ],
  [
    'an N module that is used too early',
    [script, execute, `search.create({});\n${execute}`],
    `${script}: it cannot be loaded: N/search.create is used at the top of the file, before NetSuite is ready for it. Use N modules inside functions only, and build again.`,
  ],
  [
    'a module that NetSuite does not have',
    [script, "'N/search'", "'lodash'"],
    `${script}: it asks NetSuite for lodash. Ask for N modules only.`,
  ],
  [
    'a global that NetSuite does not have',
    [script, execute, `${execute}\nexports.execute = () => console.log(1);`],
    `${script}: "console" is not part of SuiteScript 2.1; use the language itself, N/* or #feeds/*. Correct its source and build again.`,
  ],
  [
    'another name',
    [update, '<name>HC_SC_UpdateSalesOrders', '<name>HC_SC_SalesOrders'],
    `${update}: its name is not that of ${script}. Write <name>HC_SC_UpdateSalesOrders</name>.`,
  ],
  [
    'a file without an object',
    [['FileCabinet/SuiteScripts/SalesOrder/HC_SC_Lost.js', undefined, 'define([], () => ({}));\n']],
    'FileCabinet/SuiteScripts/SalesOrder/HC_SC_Lost.js: no script object runs it. Write exactly one object with its path in <scriptfile>.',
  ],
  [
    'a schedule without a time',
    [
      update,
      /<status>NOTSCHEDULED(<\/status>\s*<title>HC_SC_UpdateSalesOrders<\/title>\s*)<recurrence>[\s\S]*?<\/recurrence>/,
      '<status>SCHEDULED$1',
    ],
    `${update}: customdeploy_update_salesorder is scheduled, but has no recurrence. Write a <recurrence>.`,
  ],
  [
    'two schedules at once',
    [update, '<daily>', '<single/><daily>'],
    `${update}: customdeploy_update_salesorder has 2 recurrences. Write exactly one.`,
  ],
  [
    'a deployment that is not deployed',
    [update, '<isdeployed>T', '<isdeployed>F'],
    `${update}: customdeploy_update_salesorder is not deployed. Write <isdeployed>T</isdeployed>.`,
  ],
  [
    'a setting that only map/reduce deployments have',
    [update, '<isdeployed>T', '<concurrencylimit>1</concurrencylimit><isdeployed>T'],
    `${update}: customdeploy_update_salesorder has <concurrencylimit>, which only map/reduce deployments can have. Remove it.`,
  ],
  [
    'a parameter that its script does not have',
    [exporter, '<isdeployed>T', '<custscript_hc_us_folder>a</custscript_hc_us_folder><isdeployed>T'],
    `${exporter}: customdeploy_export_so_fulfillment sets custscript_hc_us_folder, which is not a parameter of its script. Write the id of a parameter of the script.`,
  ],
]);

describeBroken('an id that only one side knows is reported with its file and the fix:', [
  [
    'used in a script, defined nowhere',
    [script, execute, `exports.execute = () => 'custbody_hc_lost';`],
    `${script}: it uses custbody_hc_lost, and no object of the project defines it. Add custbody_hc_lost to Objects, or correct the id in lib/ids.ts.`,
  ],
  [
    'defined, used nowhere',
    [ledger, '"custrecord_hc_ff_message"', '"custrecord_hc_ff_messages"'],
    `${ledger}: custrecord_hc_ff_messages is defined, and neither a script nor an object uses it. Remove it, or use it.`,
  ],
]);
