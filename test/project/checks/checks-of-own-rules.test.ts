import { describeBroken } from './broken-project.ts';

const update = 'Objects/Scripts/customscript_update_salesorder.xml';
const backlog = 'Objects/Scripts/customscript_hc_create_backlog.xml';

describeBroken('what NetSuite would take but this project does not want is reported with the fix:', [
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
    'a script that another one starts, and a schedule starts too',
    [backlog, '<status>NOTSCHEDULED', '<status>SCHEDULED'],
    `${backlog}: it is started on demand alone, and its deployments are SCHEDULED. Write one with NOTSCHEDULED.`,
  ],
  [
    'settings handed over that have a default',
    [backlog, '<displaytype>', '<defaultvalue>{}</defaultvalue><displaytype>'],
    `${backlog}: custscript_hc_cb_settings has a default, but the script that hands over fills it. Remove <defaultvalue>.`,
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
]);
