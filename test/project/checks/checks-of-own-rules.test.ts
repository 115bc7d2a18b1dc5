import { describeBroken } from './broken-project.ts';

const update = 'Objects/Scripts/customscript_update_salesorder.xml';
const digest = 'Objects/Scripts/customscript_hc_feed_digest.xml';
const page = 'Objects/Scripts/customscript_hc_feed_monitor.xml';
const backlog = 'Objects/Scripts/customscript_hc_create_backlog.xml';

describeBroken('what NetSuite would take but this project does not want is reported with the fix:', [
  [
    'a deployment log that is too loud',
    [update, '<loglevel>AUDIT', '<loglevel>DEBUG'],
    `${update}: customdeploy_update_salesorder does not log at level AUDIT. Write <loglevel>AUDIT</loglevel>.`,
  ],
  [
    'a deployment for tests',
    [update, '<status>NOTSCHEDULED', '<status>TESTING'],
    `${update}: its deployments are TESTING, NOTSCHEDULED. Write two with NOTSCHEDULED: first the one whose schedule is prepared, then the one for scripts.`,
  ],
  [
    'a deployment that would start by itself',
    [update, '<status>NOTSCHEDULED', '<status>SCHEDULED'],
    `${update}: its deployments are SCHEDULED, NOTSCHEDULED. Write two with NOTSCHEDULED: first the one whose schedule is prepared, then the one for scripts.`,
  ],
  [
    'a script whose failures only its owner hears of',
    [update, '<notifyadmins>T', '<notifyadmins>F'],
    `${update}: nobody but its owner is told when it fails. Write <notifyadmins>T</notifyadmins>.`,
  ],
  [
    'a deployment that takes every processor of a standard account and more',
    [backlog, '<concurrencylimit>2', '<concurrencylimit>5'],
    `${backlog}: customdeploy_hc_create_backlog takes 5 processors. Write <concurrencylimit>2</concurrencylimit>.`,
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
    `${update}: its schedule is not prepared for every 15 minutes, all day. Write <daily> with <repeat>PT15M</repeat> and <starttime>00:00:00Z</starttime>.`,
  ],
  [
    'a script that runs every hour and is prepared for another schedule',
    [digest, '<repeat>PT1H', '<repeat>PT15M'],
    `${digest}: it runs every hour, and its deployments are NOTSCHEDULED. Write one with NOTSCHEDULED, and <daily> with <repeat>PT1H</repeat>.`,
  ],
  [
    'a page that needs no login',
    [page, '<isonline>F', '<isonline>T'],
    `${page}: customdeploy_hc_feed_monitor is open to more than its audience. Write <isonline>F</isonline> and <allroles>F</allroles>.`,
  ],
  [
    'a page that reads as Administrator',
    [page, /<runasrole>[^<]*/, '<runasrole>ADMINISTRATOR'],
    `${page}: customdeploy_hc_feed_monitor does not run as a role of the project. Write <runasrole> with the role that may read what it shows.`,
  ],
  [
    'a parameter without a default',
    [update, '      <defaultvalue>salesorder/update</defaultvalue>\n', ''],
    `${update}: custscript_hc_us_folder has no default of its type TEXT. Write <defaultvalue>.`,
  ],
]);
