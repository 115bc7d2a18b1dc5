/** What NetSuite would take but this project does not want: schedules and parameters. */
import {
  childrenOf,
  type Element,
  elementsAt,
  type Located,
  type ProjectFault,
  type SdfProject,
  textOf,
} from './sdf-project.ts';

export const checkOwnRules = ({ objects, elements }: SdfProject): ProjectFault[] => [
  ...objects.filter(({ tag }) => tag.endsWith('script')).flatMap(checkDeployments),
  ...elements.filter(({ tag }) => tag === 'scriptcustomfield').flatMap(checkParameter),
];

const checkDeployments = (script: Located): ProjectFault[] => [
  ...(isOnDemandOnly(script) ? checkOnDemandOnly(script) : checkSchedule(script)),
  ...elementsAt(script, 'scriptdeployments', 'scriptdeployment').flatMap((deployment) =>
    checkLogLevel(script, deployment),
  ),
];

/**
 * Another script starts it, with settings in a long text that administrators leave empty; or people do, as its description
 * tells them.
 */
const isOnDemandOnly = (script: Located): boolean =>
  /do not schedule it/i.test(textOf(script, 'description')) ||
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
      problem: `it is started on demand alone, and its deployments are ${statusesOf(script) || 'none'}`,
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
