/** What NetSuite would take but this project does not want: schedules, parameters and import maps. */
import {
  childrenOf,
  type Element,
  elementsAt,
  type Located,
  type ProjectFault,
  type SdfProject,
  textOf,
} from './sdf-project.ts';

export const checkOwnRules = ({ objects, elements, files }: SdfProject): ProjectFault[] => [
  ...objects.filter(({ tag }) => tag.endsWith('script')).flatMap(checkDeployments),
  ...elements.filter(({ tag }) => tag === 'scriptcustomfield').flatMap(checkParameter),
  ...objects.filter(({ tag }) => tag === 'savedcsvimport').flatMap(checkImportMap),
  ...objects.filter(({ tag }) => tag === 'savedcsvimport').flatMap((map) => checkColumns(map, files)),
];

const checkDeployments = (script: Located): ProjectFault[] => [
  ...(isHandedOverTo(script) ? checkOnDemandOnly(script) : checkSchedule(script)),
  ...elementsAt(script, 'scriptdeployments', 'scriptdeployment').flatMap((deployment) =>
    checkLogLevel(script, deployment),
  ),
];

/** Another script starts it, with settings in a long text that administrators leave empty. */
const isHandedOverTo = (script: Located): boolean =>
  elementsAt(script, 'scriptcustomfields', 'scriptcustomfield').some(
    (parameter) => textOf(parameter, 'fieldtype') === 'CLOBTEXT',
  );

const statusesOf = (script: Located): string =>
  elementsAt(script, 'scriptdeployments', 'scriptdeployment')
    .map((deployment) => textOf(deployment, 'status'))
    .join(', ');

function checkOnDemandOnly(script: Located): ProjectFault[] {
  if (statusesOf(script) === 'NOTSCHEDULED') return [];
  return [
    {
      file: script.file,
      problem: `another script starts it, and its deployments are ${statusesOf(script) || 'none'}`,
      fix: 'Write one with NOTSCHEDULED',
    },
  ];
}

/** A deployment that is scheduled cannot be submitted on demand, so each script has one of either. */
function checkSchedule(script: Located): ProjectFault[] {
  const { file } = script;
  const problems: ProjectFault[] = [];
  if (statusesOf(script) !== 'SCHEDULED, NOTSCHEDULED')
    problems.push({
      file,
      problem: `its deployments are ${statusesOf(script) || 'none'}`,
      fix: 'Write two: first one with SCHEDULED, then one with NOTSCHEDULED',
    });
  const daily = elementsAt(script, 'scriptdeployments', 'scriptdeployment', 'recurrence', 'daily');
  if (!daily.some((one) => textOf(one, 'repeat') === 'PT15M' && textOf(one, 'starttime') === '00:00:00Z'))
    problems.push({
      file,
      problem: 'it does not run every 15 minutes all day',
      fix: 'Write <daily> with <repeat>PT15M</repeat> and <starttime>00:00:00Z</starttime>',
    });
  return problems;
}

function checkLogLevel({ file }: Located, deployment: Element): ProjectFault[] {
  if (textOf(deployment, 'loglevel') === 'AUDIT') return [];
  return [
    {
      file,
      problem: `${deployment.scriptid} does not log at level AUDIT`,
      fix: 'Write <loglevel>AUDIT</loglevel>',
    },
  ];
}

const defaults: ReadonlyMap<string, RegExp> = new Map([
  ['INTEGER', /^\d+$/],
  ['FLOAT', /^\d+(\.\d+)?$/],
  ['CHECKBOX', /^[TF]$/],
  ['TEXT', /^.+$/],
  // Lists what one account has, so it is empty at first.
  ['TEXTAREA', /^$/],
]);

/** A fresh deployment runs as it is. */
function checkParameter(parameter: Located): ProjectFault[] {
  const { file, scriptid } = parameter;
  const type = textOf(parameter, 'fieldtype');
  const tag = type === 'CHECKBOX' ? 'defaultchecked' : 'defaultvalue';
  const problems: ProjectFault[] = [];
  if (type === 'CLOBTEXT') {
    if (childrenOf(parameter, tag).length > 0)
      problems.push({
        file,
        problem: `${scriptid} has a default, but the script that hands over fills it`,
        fix: `Remove <${tag}>`,
      });
  } else if (!defaults.get(type)?.test(textOf(parameter, tag)))
    problems.push({
      file,
      problem: `${scriptid} has no default of its type ${type}`,
      fix: `Write <${tag}>`,
    });
  if (childrenOf(parameter, 'description').length === 0)
    problems.push({
      file,
      problem: `${scriptid} has no description`,
      fix: 'Write a <description> for administrators',
    });
  return problems;
}

/** Other lines and empty cells stay as they are, and an item would re-source the price of its line. */
function checkImportMap(map: Located): ProjectFault[] {
  const { file } = map;
  const wanted = [
    ['datahandling', 'UPDATE'],
    ['overwritesublists', 'F'],
    ['overwritemissingfields', 'F'],
  ] as const;
  const problems: ProjectFault[] = wanted
    .filter(([tag, value]) => textOf(map, tag) !== value)
    .map(([tag, value]) => ({
      file,
      problem: `the import would change more than its columns (<${tag}>)`,
      fix: `Write <${tag}>${value}</${tag}>`,
    }));
  const mapped = mappingsOf(map).map((field) => textOf(field, 'field'));
  if (mapped.includes('ITEM'))
    problems.push({
      file,
      problem: 'it maps the item, which would re-source the line',
      fix: 'Remove that mapping',
    });
  if (!mapped.includes('ID') || !mapped.includes('LINE'))
    problems.push({
      file,
      problem: 'it does not map the order and the line to update',
      fix: 'Map ID and LINE',
    });
  if (mapped.includes('QUANTITY') && !map.scriptid.includes('_qty_'))
    problems.push({
      file,
      problem: 'it maps the quantity, which only the import map with quantity may',
      fix: 'Remove that mapping',
    });
  return problems;
}

const mappingsOf = (map: Located): Element[] =>
  elementsAt(map, 'recordmappings', 'recordmapping', 'fieldmappings', 'fieldmapping');

/** Fields of a sales order and its lines in CSV imports, as far as this project uses them. */
const IMPORT_FIELDS = ['ID', 'EXTERNALID', 'LINE', 'ITEM', 'LOCATION', 'ISCLOSED', 'QUANTITY'];

/** NetSuite does not say at deployment that a column is in no file, nor that a field name leads nowhere. */
function checkColumns(map: Located, files: ReadonlyMap<string, string>): ProjectFault[] {
  const { file } = map;
  const scripts = [...files].filter(([name]) => name.endsWith('.js')).map(([, text]) => text);
  return mappingsOf(map).flatMap((mapping): ProjectFault[] => {
    const field = textOf(mapping, 'field');
    const [column = ''] = elementsAt(mapping, 'columnreference', 'column').map(({ text }) => text);
    if (!field.startsWith('[') && !IMPORT_FIELDS.includes(field)) {
      const fix = `Write one of ${IMPORT_FIELDS.join(', ')}, or [scriptid=...] for a custom field`;
      return [{ file, problem: `it maps ${field}, a field that these checks do not know`, fix }];
    }
    if (scripts.some((text) => text.includes(`'${column}'`))) return [];
    const fix = 'Write the name of a column that a script writes';
    return [{ file, problem: `it reads the column ${column}, which no script writes`, fix }];
  });
}
