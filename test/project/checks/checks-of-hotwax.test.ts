import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { hotwaxLeftBehind } from '../../../scripts/checks/hotwax-objects.ts';
import { projectRoot } from '../workspace.ts';
import { describeBroken } from './broken-project.ts';

const channel = 'Objects/TransactionFields/custbody_hc_sales_channel.xml';
const lineType = 'Objects/TransactionFields/custcol_hc_orderline_type_id.xml';
const configuration = 'Objects/Records/customrecord_ns_sftp_configuration.xml';

describeBroken("an object that says less than HotWax Commerce's own definition is reported with the fix:", [
  [
    'a body field that transfer orders lose',
    [channel, '<bodytransferorder>T</bodytransferorder>', ''],
    `${channel}: custbody_hc_sales_channel says nothing in <bodytransferorder>, and HotWax Commerce's own definition says T. Write <bodytransferorder>T</bodytransferorder>.`,
  ],
  [
    'a line field that transfer orders lose',
    [lineType, '<coltransferorder>T', '<coltransferorder>F'],
    `${lineType}: custcol_hc_orderline_type_id says F in <coltransferorder>, and HotWax Commerce's own definition says T. Write <coltransferorder>T</coltransferorder>.`,
  ],
  [
    'a configuration record that its RESTlet cannot write any more',
    [configuration, 'NONENEEDED', 'CUSTRECORDENTRYPERM'],
    `${configuration}: customrecord_ns_sftp_configuration says CUSTRECORDENTRYPERM in <accesstype>, and HotWax Commerce's own definition says NONENEEDED. Write <accesstype>NONENEEDED</accesstype>.`,
  ],
  [
    'a field of another type',
    [configuration, '<fieldtype>CLOBTEXT', '<fieldtype>TEXTAREA'],
    `${configuration}: custrecord_ns_sftp_host_key says TEXTAREA in <fieldtype>, and HotWax Commerce's own definition says CLOBTEXT. Write <fieldtype>CLOBTEXT</fieldtype>.`,
  ],
  [
    'a field that is not there',
    [channel, undefined, undefined],
    `Objects: custbody_hc_sales_channel is not there, which HotWax Commerce's own project has. Put it back, or take it out of scripts/checks/hotwax-objects.ts with its reason.`,
  ],
]);

test("the page on upgrading names every deployment of HotWax's that stays behind", () => {
  const page = readFileSync(join(projectRoot, 'docs/upgrading.md'), 'utf8');
  expect(hotwaxLeftBehind.filter((id) => !page.includes(id))).toEqual([]);
});
