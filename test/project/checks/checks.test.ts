import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { checkProject, findProblems } from '../../../scripts/check-project.ts';
import { newFolder } from '../workspace.ts';
import { buildProject, describeBroken } from './broken-project.ts';

const tag = 'Objects/TransactionFields/custcol_hc_item_tag.xml';
const tab = 'Objects/TransactionFields/custtab_hc_tab.xml';
const role = 'Objects/Roles/customrole_hc_feed_monitor.xml';
const feedFile = 'Objects/Records/customrecord_hc_feed_file.xml';

test('the project as it is has no problem', async () => {
  const project = await buildProject();
  expect(findProblems(project)).toEqual([]);
  expect(checkProject(project)).toBe('found nothing that NetSuite would refuse');
});

test('what was not built, or is empty, is reported and not taken for a project without problems', () => {
  expect(() => checkProject(join(newFolder(), 'none'))).toThrow(/Run: npm run build/);
  const empty = join(newFolder(), 'netsuite');
  mkdirSync(empty);
  expect(() => checkProject(empty)).toThrow(/manifest\.xml: it is missing.*Write a <manifest>/s);
});

describeBroken('a manifest that does not fit is reported with the fix:', [
  [
    'a feature that is not declared',
    ['manifest.xml', '<feature required="true">CUSTOMRECORDS</feature>', ''],
    'manifest.xml: it does not declare the feature CUSTOMRECORDS, which <customrecordtype> customrecord_hc_exported_fulfillment needs. Write <feature required="true">CUSTOMRECORDS</feature>.',
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
    'manifest.xml: SERVERSIDESCRIPTING is optional, but <scheduledscript> customscript_create_itemfulfillment requires it. Write <feature required="true">SERVERSIDESCRIPTING</feature>.',
  ],
  [
    'another kind of project',
    ['manifest.xml', 'ACCOUNTCUSTOMIZATION', 'SUITEAPP'],
    'manifest.xml: it is not of an account customization project. Write <manifest projecttype="ACCOUNTCUSTOMIZATION">.',
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

describeBroken('a deploy.xml that does not fit is reported with the fix:', [
  [
    'a path that leads nowhere',
    ['deploy.xml', '~/Objects/Scripts/*', '~/Objects/Script/*'],
    'deploy.xml: ~/Objects/Script/* matches no file of the project. Remove it, or write the path of a folder as ~/<folder>/*.',
  ],
  [
    'a file that no path names',
    ['deploy.xml', '    <path>~/Objects/Roles/*</path>\n', ''],
    `deploy.xml: no path names ${role}, so it would not be deployed. Write <path>~/Objects/Roles/*</path>.`,
  ],
  [
    'a file that two paths name',
    ['deploy.xml', '    <path>~/Objects/Roles/*</path>\n', '    <path>~/Objects/*</path>\n'],
    `deploy.xml: 2 paths name ${tab}. Leave one of them.`,
  ],
  [
    'an object before what it refers to',
    [feedFile, 'Which feed the file belongs to.', '[scriptid=custcol_hc_item_tag]'],
    `deploy.xml: ${feedFile} comes before Objects/TransactionFields/custcol_hc_item_tag.xml, to which it refers. Put the path of Objects/TransactionFields before that of Objects/Records.`,
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
