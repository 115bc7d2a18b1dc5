/** What NetSuite would take but this project does not want: schedules and parameters. */
import { readChoices, SWITCHED_ON } from '../account-choices.ts';
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
  ...objects.filter(({ tag }) => tag === 'suitelet').flatMap(checkPage),
  ...objects.filter(({ tag }) => tag === 'restlet').flatMap(checkRestlet),
  ...elements.filter(({ tag }) => tag === 'scriptcustomfield').flatMap(checkParameter),
];

const checkDeployments = (script: Located): ProjectFault[] => [
  ...checkNotified(script),
  ...(isOnDemandOnly(script)
    ? checkOnDemandOnly(script)
    : isHourly(script)
      ? checkHourly(script)
      : checkSchedule(script)),
  ...elementsAt(script, 'scriptdeployments', 'scriptdeployment').flatMap((deployment) => [
    ...checkLogLevel(script, deployment),
    ...checkProcessors(script, deployment),
  ]),
];

/** The owner alone would be whoever deployed: in continuous deployment a user that nobody reads the mails of. */
function checkNotified(script: Located): ProjectFault[] {
  if (textOf(script, 'notifyadmins') === 'T' || textOf(script, 'notifyemails') !== '') return [];
  return [
    {
      file: script.file,
      problem: 'nobody but its owner is told when it fails',
      fix: 'Write <notifyadmins>T</notifyadmins>',
    },
  ];
}

/**
 * Another script starts it, with settings in a long text that administrators leave empty; or people do, as its description
 * tells them.
 */
const isOnDemandOnly = (script: Located): boolean =>
  /do not schedule it/i.test(textOf(script, 'description')) ||
  elementsAt(script, 'scriptcustomfields', 'scriptcustomfield').some(
    (parameter) => textOf(parameter, 'fieldtype') === 'CLOBTEXT',
  );

/** Nothing is handed over to it, and its description says how often it runs. */
const isHourly = (script: Located): boolean => /runs every hour/i.test(textOf(script, 'description'));

function checkHourly(script: Located): ProjectFault[] {
  const { file } = script;
  const deployments = elementsAt(script, 'scriptdeployments', 'scriptdeployment');
  const isPrepared = deployments
    .flatMap((deployment) => elementsAt(deployment, 'recurrence', 'daily'))
    .some((daily) => textOf(daily, 'repeat') === 'PT1H');
  const { switchedOn } = readChoices(process.env);
  if (isPrepared && statusesOf(script) === (switchedOn ? 'SCHEDULED' : 'NOTSCHEDULED')) return [];
  const problem = `it runs every hour, and its deployments are ${statusesOf(script) || 'none'}`;
  const fix = 'Write one with NOTSCHEDULED, and <daily> with <repeat>PT1H</repeat>';
  return [{ file, problem, fix }];
}

/** A page that people open: as a role that may read no more than it shows, and for those who are signed in. */
function checkPage(page: Located): ProjectFault[] {
  const { file } = page;
  return [
    ...checkNotified(page),
    ...elementsAt(page, 'scriptdeployments', 'scriptdeployment').flatMap((deployment) => [
      ...checkLogLevel(page, deployment),
      ...(textOf(deployment, 'isonline') === 'T' || textOf(deployment, 'allroles') === 'T'
        ? [
            {
              file,
              problem: `${deployment.scriptid} is open to more than its audience`,
              fix: 'Write <isonline>F</isonline> and <allroles>F</allroles>',
            },
          ]
        : []),
      ...(textOf(deployment, 'runasrole').startsWith('[')
        ? []
        : [
            {
              file,
              problem: `${deployment.scriptid} does not run as a role of the project`,
              fix: 'Write <runasrole> with the role that may read what it shows',
            },
          ]),
    ]),
  ];
}

/** It answers programs: those of one role of the project, as it runs as whoever calls it. */
const checkRestlet = (restlet: Located): ProjectFault[] => [
  ...checkNotified(restlet),
  ...elementsAt(restlet, 'scriptdeployments', 'scriptdeployment').flatMap((deployment) => [
    ...checkLogLevel(restlet, deployment),
    ...(textOf(deployment, 'allroles') === 'T' || /ADMINISTRATOR|\|/.test(textOf(deployment, 'audslctrole'))
      ? [
          {
            file: restlet.file,
            problem: `${deployment.scriptid} answers more than one role of the project`,
            fix: 'Write <allroles>F</allroles>, and <audslctrole> with one role of the project',
          },
        ]
      : []),
  ]),
];

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

/**
 * Each script has two: one with its schedule prepared, which an administrator switches on once the dry run says what it is to
 * say, and one that scripts hand over to, as a deployment that is scheduled cannot be submitted.
 */
function checkSchedule(script: Located): ProjectFault[] {
  const { file } = script;
  const { switchedOn } = readChoices(process.env);
  const wanted = `${switchedOn ? 'SCHEDULED' : 'NOTSCHEDULED'}, NOTSCHEDULED`;
  const problems: ProjectFault[] = [];
  if (statusesOf(script) !== wanted)
    problems.push({
      file,
      problem: `its deployments are ${statusesOf(script) || 'none'}${switchedOn ? `, with ${SWITCHED_ON}` : ''}`,
      fix: 'Write two with NOTSCHEDULED: first the one whose schedule is prepared, then the one for scripts',
    });
  const [daily] = elementsAt(script, 'scriptdeployments', 'scriptdeployment').map((deployment) =>
    elementsAt(deployment, 'recurrence', 'daily'),
  );
  if (!daily?.some((one) => textOf(one, 'repeat') === 'PT15M' && textOf(one, 'starttime') === '00:00:00Z'))
    problems.push({
      file,
      problem: 'its schedule is not prepared for every 15 minutes, all day',
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

/** A standard account has two processors for all its scripts; more are for administrators to give. */
const MOST_PROCESSORS = 2;

function checkProcessors({ file }: Located, deployment: Element): ProjectFault[] {
  const taken = Number(textOf(deployment, 'concurrencylimit') || 1);
  if (taken <= MOST_PROCESSORS) return [];
  return [
    {
      file,
      problem: `${deployment.scriptid} takes ${taken} processors`,
      fix: `Write <concurrencylimit>${MOST_PROCESSORS}</concurrencylimit>`,
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
