import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { checkProject, findProblems } from '../../scripts/check-project.ts';
import { type Break, buildProject, problemsAfter } from './broken-project.ts';
import { newFolder } from './workspace.ts';

let project = '';
beforeAll(async () => {
  project = await buildProject();
});

const update = 'Objects/Scripts/customscript_update_salesorder.xml';
const exporter = 'Objects/Scripts/customscript_export_so_fulfillment.xml';
const orderId = 'Objects/TransactionFields/custbody_hc_order_id.xml';
const tag = 'Objects/TransactionFields/custcol_hc_item_tag.xml';
const tab = 'Objects/TransactionFields/custtab_hc_tab.xml';
const ledger = 'Objects/Records/customrecord_hc_feed_file.xml';
const configuration = 'Objects/Records/customrecord_ns_sftp_configuration.xml';
const map = 'Objects/Imports/custimport_update_salesorders_hc.xml';
const role = 'Objects/Roles/customrole_hc_integration.xml';
const script = 'FileCabinet/SuiteScripts/SalesOrder/HC_SC_UpdateSalesOrders.js';
const execute = 'exports.execute = execute;';

test('the project as it is has no problem', () => {
  expect(findProblems(project)).toEqual([]);
  expect(checkProject(project)).toBe('nothing that NetSuite would refuse was found');
});

test('what was not built, or is empty, is told and not taken for a project without problems', () => {
  expect(() => checkProject(join(newFolder(), 'none'))).toThrow(/Run: npm run build/);
  const empty = join(newFolder(), 'netsuite');
  mkdirSync(empty);
  expect(() => checkProject(empty)).toThrow(/manifest\.xml: it is missing.*Write a <manifest>/s);
});

/** What is broken, how, and the start and end of the line that must be told of it: file, what is wrong, what to write. */
type Case = readonly [what: string, broken: Break | readonly Break[], told: string];

/** Line numbers of files that others write to are not for a test to know. */
const withoutLine = (problem: string): string => problem.replace(/line \d+/, 'line N');

const describeBroken = (what: string, cases: readonly Case[]): void => {
  describe(what, () => {
    test.each(cases)('%s', (_what, broken, told) => {
      const breaks = (Array.isArray(broken[0]) ? broken : [broken]) as readonly Break[];
      const problems = problemsAfter(project, breaks);
      expect([...problems, ...problems.map(withoutLine)]).toContain(told);
    });
  });
};

describeBroken('an object that is broken in itself is told with its file and the mend:', [
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
    'Objects/readme.txt: it is no XML file. Move it out of Objects.',
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
    `${ledger}: custrecord_hc_FF_rows has other characters than a-z, 0-9 and _. Write it in lower case.`,
  ],
  [
    'an id that is too long',
    [orderId, '"custbody_hc_order_id"', '"custbody_hc_order_id_in_hotwax_commerce_oms"'],
    `${orderId}: custbody_hc_order_id_in_hotwax_commerce_oms has 43 characters. Shorten it to 38, its prefix included.`,
  ],
  [
    'an id given twice',
    [ledger, '"custrecord_hc_ff_rows"', '"custrecord_hc_ff_applied"'],
    `${ledger}: custrecord_hc_ff_applied is given in ${ledger} too. Give one of them another id.`,
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
    `${update}: customscript_update_salesorder has <notifyowners>, which it does not take. Write one of name, scriptfile, scriptdeployments, description, isinactive, notifyadmins, notifyemails, notifyowner, scriptcustomfields.`,
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
    [update, '<status>SCHEDULED', '<status>ACTIVE'],
    `${update}: <status> says "ACTIVE". Write SCHEDULED, NOTSCHEDULED or TESTING.`,
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
    `${tab}: <workflow> is no kind of object these checks know. Write one of scheduledscript, mapreducescript, transactionbodycustomfield, transactioncolumncustomfield, customrecordtype, savedcsvimport, role, subtab, or add the kind to scripts/checks/object-kinds.ts.`,
  ],
]);

describeBroken('a reference that leads nowhere is told with its file and the mend:', [
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
  [
    'from the default of a parameter',
    [update, '<defaultvalue>custimport_update_salesorders_hc<', '<defaultvalue>custimport_update_orders_hc<'],
    `${update}: the default custimport_update_orders_hc is the id of no object in the project. Write the id of an object in Objects, or add that object.`,
  ],
]);

describeBroken('a manifest that does not fit is told with the mend:', [
  [
    'a feature that is not declared',
    ['manifest.xml', '<feature required="true">CUSTOMRECORDS</feature>', ''],
    'manifest.xml: it does not declare the feature CUSTOMRECORDS, which <customrecordtype> customrecord_hc_feed_file needs. Write <feature required="true">CUSTOMRECORDS</feature>.',
  ],
  [
    'a feature of an element that is not declared',
    ['manifest.xml', '<feature required="false">WEBSITE</feature>', ''],
    `manifest.xml: it does not declare the feature WEBSITE, which <colstore> in ${tag} needs. Write <feature required="false">WEBSITE</feature>.`,
  ],
  [
    'a feature that nothing needs',
    ['manifest.xml', '</features>', '<feature required="true">MULTPRICE</feature></features>'],
    'manifest.xml: nothing in the project needs the feature MULTPRICE. Remove it.',
  ],
  [
    'a required feature that is declared optional',
    ['manifest.xml', 'required="true">SERVERSIDESCRIPTING', 'required="false">SERVERSIDESCRIPTING'],
    'manifest.xml: SERVERSIDESCRIPTING is optional, but <scheduledscript> customscript_create_itemfulfillment cannot do without it. Write <feature required="true">SERVERSIDESCRIPTING</feature>.',
  ],
  [
    'another kind of project',
    ['manifest.xml', 'ACCOUNTCUSTOMIZATION', 'SUITEAPP'],
    'manifest.xml: it is of no account customization project. Write <manifest projecttype="ACCOUNTCUSTOMIZATION">.',
  ],
  [
    'another framework version',
    ['manifest.xml', '<frameworkversion>1.0', '<frameworkversion>2.0'],
    'manifest.xml: its framework version is not 1.0. Write <frameworkversion>1.0</frameworkversion>.',
  ],
  [
    'no manifest',
    ['manifest.xml', undefined, undefined],
    'manifest.xml: it is missing or cannot be read. Write a <manifest>.',
  ],
]);

describeBroken('a script that disagrees with its object is told with its file and the mend:', [
  [
    'another API version',
    [script, '@NApiVersion 2.1', '@NApiVersion 2.0'],
    `${script}: its first comment does not say SuiteScript 2.1. Write " * @NApiVersion 2.1".`,
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
    `${script}: "console" is not promised in SuiteScript 2.1; use the language itself, N/* or #feeds/*. Correct its source and build again.`,
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
    [update, /<recurrence>[\s\S]*?<\/recurrence>/, ''],
    `${update}: customdeploy_update_salesorder is scheduled, but not when. Write a <recurrence>.`,
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
    `${update}: customdeploy_update_salesorder has <concurrencylimit>, which only map/reduce deployments take. Remove it.`,
  ],
  [
    'a parameter that its script does not have',
    [exporter, '<isdeployed>T', '<custscript_hc_us_folder>a</custscript_hc_us_folder><isdeployed>T'],
    `${exporter}: customdeploy_export_so_fulfillment sets custscript_hc_us_folder, which is no parameter of its script. Write the id of a parameter of the script.`,
  ],
]);

describeBroken('an id that only one side knows is told with its file and the mend:', [
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

describeBroken('a deploy.xml that does not fit is told with the mend:', [
  [
    'a path that leads nowhere',
    ['deploy.xml', '~/Objects/Imports/*', '~/Objects/Import/*'],
    'deploy.xml: ~/Objects/Import/* leads to no file of the project. Remove it, or write the path of a folder as ~/<folder>/*.',
  ],
  [
    'a file that no path names',
    ['deploy.xml', '    <path>~/Objects/Imports/*</path>\n', ''],
    `deploy.xml: no path names ${map}, so it would not be deployed. Write <path>~/Objects/Imports/*</path>.`,
  ],
  [
    'a file that two paths name',
    ['deploy.xml', '    <path>~/Objects/Imports/*</path>\n', '    <path>~/Objects/*</path>\n'],
    `deploy.xml: 2 paths name ${tab}. Leave one of them.`,
  ],
  [
    'an object before what it refers to',
    [
      ['deploy.xml', '    <path>~/Objects/Imports/*</path>\n', ''],
      [
        'deploy.xml',
        '    <path>~/Objects/Records/*</path>\n',
        '    <path>~/Objects/Imports/*</path>\n    <path>~/Objects/Records/*</path>\n',
      ],
    ],
    `deploy.xml: ${map} comes before Objects/TransactionFields/custcol_hc_item_tag.xml, to which it refers. Put the path of Objects/TransactionFields before that of Objects/Imports.`,
  ],
  [
    'a section that changes the account itself',
    [
      'deploy.xml',
      '<deploy>',
      '<deploy><configuration><path>~/AccountConfiguration/*</path></configuration>',
    ],
    'deploy.xml: it has a section <configuration>. Write only <files> and <objects>.',
  ],
]);

describeBroken('a role or record type that gives too much is told with its file and the mend:', [
  [
    'a permission that no script needs',
    [role, '<permkey>LIST_ITEM<', '<permkey>LIST_EMPLOYEE<'],
    `${role}: no script needs the permission LIST_EMPLOYEE. Remove it, or add it to scripts/checks/roles.ts with its reason.`,
  ],
  [
    'a level above what scripts need',
    [
      role,
      '<permkey>LIST_ITEM</permkey>\n      <permlevel>VIEW',
      '<permkey>LIST_ITEM</permkey>\n      <permlevel>FULL',
    ],
    `${role}: LIST_ITEM at level FULL is more than the scripts need. Write <permlevel>VIEW</permlevel>.`,
  ],
  [
    'core administration',
    [role, '<coreadminpermission>F', '<coreadminpermission>T'],
    `${role}: the role has core administration permissions. Write <coreadminpermission>F</coreadminpermission>.`,
  ],
  [
    'a permission without a level',
    [role, '      <permlevel>EDIT</permlevel>\n', ''],
    `${role}: a permission lacks its key or its level. Write <permkey>...</permkey> and <permlevel>...</permlevel>.`,
  ],
  [
    'a level that its record type does not give',
    [configuration, '<permittedlevel>VIEW', '<permittedlevel>EDIT'],
    `${role}: customrole_hc_integration has VIEW for customrecord_ns_sftp_configuration, which gives it EDIT. Write the same level here and in ${configuration}.`,
  ],
  [
    'records that are open to all',
    [configuration, 'USEPERMISSIONLIST', 'NONENEEDED'],
    `${configuration}: its records are open to more than the roles of the project. Write <accesstype>USEPERMISSIONLIST</accesstype> and a list of <permissions>.`,
  ],
]);

const key = `AAAAB3NzaC1yc2EA${'A'.repeat(60)}`;
const inScript = (text: string): Break => [script, execute, `${execute}\n// ${text}`];
describeBroken('a secret or a value of one account is told with its line and the mend:', [
  [
    'a private key',
    [ledger, 'Name of the file on SFTP.', '-----BEGIN RSA PRIVATE KEY-----'],
    `${ledger}: line N has a key. Store it under Setup > Company > API Secrets, and write its id into the configuration record.`,
  ],
  [
    'a host key',
    [configuration, '22 when empty.', key],
    `${configuration}: line N has an SSH key. Put it into the HC SFTP Configuration record of the account.`,
  ],
  [
    'a password field',
    [configuration, '<fieldtype>TEXT', '<fieldtype>PASSWORD'],
    `${configuration}: line N has a password field. Store it under Setup > Company > API Secrets, and write its id into the configuration record.`,
  ],
  [
    'the id of a secret',
    [update, '>salesorder/update<', '>custsecret_hotwax<'],
    `${update}: line N has the id of a secret. Put it into the HC SFTP Configuration record of the account.`,
  ],
  [
    'an account-specific value',
    [update, '>salesorder/update<', '>[ACCOUNT_SPECIFIC_VALUE]<'],
    `${update}: line N has a value of one account. Leave it to the administrator of the account.`,
  ],
  [
    'people to notify',
    [update, '<notifyowner>', '<notifyemails>a</notifyemails>\n  <notifyowner>'],
    `${update}: line N has people to notify. Leave it to the administrator.`,
  ],
  [
    'an address of a person',
    [ledger, 'Name of the file on SFTP.', 'Ask me@example.com'],
    `${ledger}: line N has an e-mail address. Remove it.`,
  ],
  [
    'the address of a server',
    [configuration, '22 when empty.', '10.1.2.3'],
    `${configuration}: line N has an IP address. Put it into the HC SFTP Configuration record of the account.`,
  ],
  [
    'the address of an account',
    [ledger, 'Name of the file on SFTP.', 'See 1234567.app.netsuite.com'],
    `${ledger}: line N has the address of one account. Remove it.`,
  ],
]);

test('secrets are found in scripts too', () => {
  const told = problemsAfter(project, [inScript("password: 'hunter2'")]);
  expect(told).toEqual([expect.stringMatching(/UpdateSalesOrders\.js: line \d+ has a password\. Store it/)]);
});

describeBroken('what NetSuite would take but this project does not want is told with the mend:', [
  [
    'a deployment log that is too loud',
    [update, '<loglevel>AUDIT', '<loglevel>DEBUG'],
    `${update}: customdeploy_update_salesorder does not log at level AUDIT. Write <loglevel>AUDIT</loglevel>.`,
  ],
  [
    'no deployment on demand',
    [update, '<status>NOTSCHEDULED', '<status>TESTING'],
    `${update}: its deployments are SCHEDULED, TESTING. Write two: first one with SCHEDULED, then one with NOTSCHEDULED.`,
  ],
  [
    'another schedule',
    [update, '<repeat>PT15M', '<repeat>PT1H'],
    `${update}: it does not run every 15 minutes all day. Write <daily> with <repeat>PT15M</repeat> and <starttime>00:00:00Z</starttime>.`,
  ],
  [
    'a parameter without a default',
    [update, '      <defaultvalue>salesorder/update</defaultvalue>\n', ''],
    `${update}: custscript_hc_us_folder has no default of its type TEXT. Write <defaultvalue>.`,
  ],
  [
    'an import that adds records',
    [map, '<datahandling>UPDATE', '<datahandling>ADDUPDATE'],
    `${map}: the import would change more than its columns (<datahandling>). Write <datahandling>UPDATE</datahandling>.`,
  ],
  [
    'an import that sets the item',
    [map, '<field>ISCLOSED', '<field>ITEM'],
    `${map}: it maps the item, which would re-source the line. Remove that mapping.`,
  ],
  [
    'an import of a field that does not exist',
    [map, '<field>LOCATION', '<field>LOCATIONS'],
    `${map}: it maps LOCATIONS, which is no field these checks know. Write one of ID, EXTERNALID, LINE, ITEM, LOCATION, ISCLOSED, QUANTITY, or [scriptid=...] for a custom field.`,
  ],
  [
    'an import of a column that is in no file',
    [map, '<column>tags', '<column>tag_list'],
    `${map}: it reads the column tag_list, which no script writes. Write the name of a column that a script writes.`,
  ],
  [
    'an import without the line',
    [map, '<field>LINE', '<field>LINES'],
    `${map}: it does not map the order and the line to update. Map ID and LINE.`,
  ],
]);
