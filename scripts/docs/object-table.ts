/** The page docs/objects.md, made from the objects themselves, so that it names each one and nothing else. */
import { fileURLToPath } from 'node:url';
import { hotwaxObjects } from '../checks/hotwax-objects.ts';
import {
  childrenOf,
  type Element,
  elementsAt,
  type Located,
  readSdfProject,
  textOf,
} from '../checks/sdf-project.ts';
import { ToolError } from '../tool-error.ts';

/** What is said of objects that have no description of their own in SDF. */
const PURPOSES: ReadonlyMap<string, string> = new Map([
  [
    'customrole_hc_integration',
    "Exactly the permissions that the scripts' work needs, for the user of the integration.",
  ],
  [
    'customrole_hc_feed_monitor',
    'Reads the ledger, HC Exported Fulfillment and the page HotWax feeds, and nothing else: for people who monitor the feeds.',
  ],
  ['custtab_hc_tab', 'Where sales orders and item fulfillments show the body fields.'],
]);

const KINDS: ReadonlyMap<string, string> = new Map([
  ['scheduledscript', 'scheduled script'],
  ['mapreducescript', 'map/reduce script'],
  ['restlet', 'RESTlet'],
  ['suitelet', 'page (Suitelet)'],
  ['customrecordtype', 'record type'],
  ['role', 'role'],
  ['transactionbodycustomfield', 'body field'],
  ['transactioncolumncustomfield', 'line field'],
  ['subtab', 'subtab'],
]);

/**
 * The page for a project.
 * @throws ToolError NO_PURPOSE
 */
export function formatObjectPage(folder: string): string {
  const { objects } = readSdfProject(folder);
  const ofKind = (tag: string): Located[] => objects.filter((object) => object.tag === tag);
  const scripts = objects.filter(
    ({ tag }) => tag.endsWith('script') || tag === 'suitelet' || tag === 'restlet',
  );
  const sections = [
    [
      '# Objects\n',
      'Everything the project puts into an account. Generated from `src/Objects` by `npm run docs`; a test checks that it is',
      'up to date. "HotWax" marks ids of HotWax Commerce\'s own project: objects that an account has under these ids are',
      'replaced in place, all others are new.',
    ].join('\n'),
    section('Objects', ['Id', 'Kind', 'Name', 'For', 'HotWax'], objects.map(objectRow)),
    section('Deployments', ['Id', 'Script', 'Runs', 'Log level', 'HotWax'], scripts.flatMap(deploymentRows)),
    'To change a schedule permanently, change it in `src/Objects/Scripts` and deploy: a deployment resets schedule, status and log level.',
    section('Parameters', ['Id', 'Script', 'Label', 'Default', 'For'], scripts.flatMap(parameterRows)),
    ...ofKind('customrecordtype').map((record) =>
      section(`Fields of ${textOf(record, 'recordname')}`, ['Id', 'Label', 'Type', 'For'], fieldRows(record)),
    ),
    section(
      'Permissions of the roles',
      ['Role', 'Permission', 'Level'],
      ofKind('role').flatMap(permissionRows),
    ),
    'Script files are in `/SuiteScripts/SalesOrder/` of the File Cabinet, under the names of the scripts.',
  ];
  return `${sections.join('\n\n')}\n`;
}

const section = (title: string, head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [`## ${title}`, '', row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');

const row = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;

const code = (text: string): string => `\`${text}\``;

const published = (id: string): string => (id in hotwaxObjects ? 'yes' : '');

function objectRow(object: Located): string[] {
  const { tag, scriptid } = object;
  const name = ['name', 'recordname', 'label', 'title'].map((one) => textOf(object, one)).find(Boolean);
  const purpose = textOf(object, 'description') || PURPOSES.get(scriptid);
  if (name === undefined || purpose === undefined) {
    const message = `${scriptid} has no description. Write a <description>, or a purpose in scripts/docs/object-table.ts.`;
    throw new ToolError('NO_PURPOSE', message);
  }
  return [code(scriptid), KINDS.get(tag) ?? tag, name, purpose, published(scriptid)];
}

const deploymentsOf = (script: Element): Element[] =>
  elementsAt(script, 'scriptdeployments', 'scriptdeployment');

const deploymentRows = (script: Located): string[][] =>
  deploymentsOf(script).map((deployment) => [
    code(deployment.scriptid),
    textOf(script, 'name'),
    whenItRuns(script, deployment),
    textOf(deployment, 'loglevel'),
    published(deployment.scriptid),
  ]);

function whenItRuns(script: Located, deployment: Element): string {
  const [daily] = elementsAt(deployment, 'recurrence', 'daily');
  if (!daily && script.tag === 'restlet') return 'when a program calls it';
  if (!daily) return script.tag === 'suitelet' ? 'when somebody opens it' : 'on demand';
  const often = textOf(daily, 'repeat') === 'PT1H' ? 'every hour' : 'every 15 minutes';
  return `${often}, all day, once it is switched on`;
}

const parameterRows = (script: Located): string[][] =>
  elementsAt(script, 'scriptcustomfields', 'scriptcustomfield').map((parameter) => [
    code(parameter.scriptid),
    textOf(script, 'name'),
    textOf(parameter, 'label'),
    defaultOf(parameter),
    textOf(parameter, 'description'),
  ]);

function defaultOf(parameter: Element): string {
  if (textOf(parameter, 'fieldtype') === 'CHECKBOX')
    return textOf(parameter, 'defaultchecked') === 'T' ? 'on' : 'off';
  return code(textOf(parameter, 'defaultvalue'));
}

const fieldRows = (record: Located): string[][] =>
  childrenOf(record, 'customrecordcustomfields')
    .flatMap(({ children }) => children)
    .map((field) => [
      code(field.scriptid),
      textOf(field, 'label'),
      textOf(field, 'fieldtype'),
      textOf(field, 'description'),
    ]);

const permissionRows = (role: Located): string[][] =>
  elementsAt(role, 'permissions', 'permission').map((permission) => [
    textOf(role, 'name'),
    code(textOf(permission, 'permkey').replace(/^\[scriptid=(.+)\]$/, '$1')),
    textOf(permission, 'permlevel'),
  ]);

if (import.meta.main)
  process.stdout.write(formatObjectPage(fileURLToPath(new URL('../../src', import.meta.url))));
