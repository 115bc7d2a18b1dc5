/** Every script file against its object: header, type, entry points, what it asks of NetSuite, and its deployments. */
import { runInNewContext } from 'node:vm';
import { parseAst } from 'rollup/parseAst';
import type { SyntaxNode } from '../build/free-names.ts';
import { findViolations } from '../build/suitescript-rules.ts';
import {
  childrenOf,
  type Element,
  elementsAt,
  type Located,
  memoizeByText,
  type ProjectFault,
  type SdfProject,
  textOf,
} from './sdf-project.ts';

type Points = { type: string; needed: readonly string[]; optional: readonly string[] };

/** What NetSuite looks for in a script of each kind, and calls. */
const entryPoints: ReadonlyMap<string, Points> = new Map([
  ['scheduledscript', { type: 'ScheduledScript', needed: ['execute'], optional: [] }],
  [
    'mapreducescript',
    {
      type: 'MapReduceScript',
      needed: ['getInputData', 'summarize'],
      optional: ['config', 'map', 'reduce'],
    },
  ],
  ['restlet', { type: 'Restlet', needed: ['get', 'post'], optional: ['put', 'delete'] }],
  ['suitelet', { type: 'Suitelet', needed: ['onRequest'], optional: [] }],
]);

export function checkScripts(project: SdfProject): ProjectFault[] {
  const objects = project.objects.filter(({ tag }) => entryPoints.has(tag));
  const files = [...project.files].filter(([file]) => file.startsWith('FileCabinet/'));
  return [
    ...objects.flatMap((object) => checkScript(object, project.files)),
    ...objects.flatMap(checkDeployments),
    ...files.flatMap(([file]) => checkOwner(file, objects)),
  ];
}

const pathOf = (object: Element): string =>
  `FileCabinet${textOf(object, 'scriptfile').replace(/^\[|\]$/g, '')}`;

function checkOwner(file: string, objects: readonly Element[]): ProjectFault[] {
  const owners = objects.filter((object) => pathOf(object) === file);
  if (owners.length === 1) return [];
  const problem = owners.length === 0 ? 'no script object runs it' : `${owners.length} script objects run it`;
  return [{ file, problem, fix: 'Write exactly one object with its path in <scriptfile>' }];
}

/** The check of references reports a missing file. */
function checkScript(object: Located, files: ReadonlyMap<string, string>): ProjectFault[] {
  const file = pathOf(object);
  const text = files.get(file);
  const points = entryPoints.get(object.tag);
  if (text === undefined || points === undefined) return [];
  const name = file.replace(/^.*\/|\.js$/g, '');
  const named =
    name === textOf(object, 'name')
      ? []
      : [
          {
            file: object.file,
            problem: `its name is not that of ${file}`,
            fix: `Write <name>${name}</name>`,
          },
        ];
  return [...named, ...checkHeader(file, text, points, object), ...checkModule(file, text, points)];
}

function checkHeader(file: string, text: string, { type }: Points, object: Located): ProjectFault[] {
  const header = /^\/\*\*\n(?: \*.*\n)*? \*\/\n/.exec(text)?.[0];
  if (header === undefined)
    return [
      {
        file,
        problem: 'it does not start with a comment',
        fix: 'Start its source with /** and the tags of a script',
      },
    ];
  const tags = new Map(
    [...header.matchAll(/^ \* @(NApiVersion|NScriptType) (.+)$/gm)].map(([, tag, value]) => [tag, value]),
  );
  const problems: ProjectFault[] = [];
  if (tags.get('NApiVersion') !== '2.1')
    problems.push({
      file,
      problem: 'its first comment does not say SuiteScript 2.1',
      fix: 'Write " * @NApiVersion 2.1"',
    });
  if (tags.get('NScriptType') !== type) {
    const problem = `it is a ${tags.get('NScriptType') ?? 'file without a type'}, and ${object.file} a <${object.tag}>`;
    problems.push({ file, problem, fix: `Write " * @NScriptType ${type}"` });
  }
  return problems;
}

function checkModule(file: string, text: string, points: Points): ProjectFault[] {
  const loaded = load(text);
  if (typeof loaded === 'string')
    return [{ file, problem: loaded, fix: 'Use N modules inside functions only, and build again' }];
  const { exported, names } = loaded;
  const all = [...points.needed, ...points.optional];
  return [
    ...points.needed
      .filter((name) => !exported.includes(name))
      .map((name) => ({ file, problem: `it has no entry point ${name}`, fix: `Export a function ${name}` })),
    ...exported
      .filter((name) => !all.includes(name))
      .map((name) => ({
        file,
        problem: `it exports ${name}, which NetSuite never calls in a ${points.type}`,
        fix: `Export only ${all.join(', ')}`,
      })),
    ...names
      .filter((name) => !/^(exports|N\/\w+(\/\w+)?)$/.test(name))
      .map((name) => ({ file, problem: `it asks NetSuite for ${name}`, fix: 'Ask for N modules only' })),
    ...findForeign(text).map((problem) => ({ file, problem, fix: 'Correct its source and build again' })),
  ];
}

/** A built file calls `define`, which is for NetSuite to provide; its source must not. */
const findForeign = memoizeByText((text): string[] =>
  findViolations(parseAst(text) as unknown as SyntaxNode)
    .map(({ message }) => message)
    .filter((message) => !message.startsWith('"define"')),
);

type Loaded = { exported: string[]; names: string[] };

/** Calls the file's `define` as NetSuite does: N modules are named, but may not be used yet. */
const load = memoizeByText((text): Loaded | string => {
  const definitions: { names: string[]; module: (...modules: unknown[]) => unknown }[] = [];
  try {
    const define = (names: string[], module: () => unknown) =>
      definitions.push({ names: [...names], module });
    runInNewContext(text, { define }, { timeout: 5_000 });
    const [only] = definitions;
    if (only === undefined || definitions.length > 1) return `it calls define ${definitions.length} times`;
    const exported = {};
    const returned = only.module(
      ...only.names.map((name) => (name === 'exports' ? exported : untouchable(name))),
    );
    return { exported: Object.keys(returned ?? exported), names: only.names };
  } catch (error) {
    return `it cannot be loaded: ${error instanceof Error || isNamed(error) ? error.message : String(error)}`;
  }
});

const isNamed = (error: unknown): error is { message: string } =>
  typeof error === 'object' && error !== null && 'message' in error;

const untouchable = (name: string): object =>
  new Proxy(
    {},
    {
      get: (_target, member) => {
        throw new Error(
          `${name}.${String(member)} is used at the top of the file, before NetSuite is ready for it`,
        );
      },
    },
  );

const checkDeployments = (object: Located): ProjectFault[] =>
  elementsAt(object, 'scriptdeployments', 'scriptdeployment').flatMap((deployment) => {
    const { file } = object;
    const id = deployment.scriptid;
    const [recurrence] = childrenOf(deployment, 'recurrence');
    const kinds = recurrence?.children.map(({ tag }) => tag) ?? [];
    const problems: ProjectFault[] = [];
    if (recurrence !== undefined && kinds.length !== 1)
      problems.push({ file, problem: `${id} has ${kinds.length} recurrences`, fix: 'Write exactly one' });
    if (textOf(deployment, 'status') === 'SCHEDULED' && kinds.length === 0)
      problems.push({
        file,
        problem: `${id} is scheduled, but has no recurrence`,
        fix: 'Write a <recurrence>',
      });
    if (textOf(deployment, 'isdeployed') !== 'T')
      problems.push({ file, problem: `${id} is not deployed`, fix: 'Write <isdeployed>T</isdeployed>' });
    return [
      ...problems,
      ...checkStages(object, deployment),
      ...checkPage(object, deployment),
      ...checkParameterValues(object, deployment),
    ];
  });

const STAGES = ['buffersize', 'concurrencylimit', 'queueallstagesatonce', 'yieldaftermins'];

/** Scheduled scripts have neither stages nor a role of their own; pages have a role (help article_1212112429). */
const checkStages = ({ tag, file }: Located, deployment: Element): ProjectFault[] =>
  tag === 'mapreducescript'
    ? []
    : deployment.children
        .filter((child) => STAGES.includes(child.tag) || (child.tag === 'runasrole' && tag !== 'suitelet'))
        .map((child) => ({
          file,
          problem: `${deployment.scriptid} has <${child.tag}>, which only map/reduce deployments can have`,
          fix: 'Remove it',
        }));

const ONLY_PAGES = ['isonline', 'links'];
const ONLY_ASKED = ['allroles', 'audslctrole'];

/** What only pages and RESTlets have, and what they must have: without an audience nobody gets an answer (help chapter_N2999041). */
function checkPage({ tag, file }: Located, deployment: Element): ProjectFault[] {
  const { scriptid, children } = deployment;
  const status = textOf(deployment, 'status');
  const isAsked = tag === 'suitelet' || tag === 'restlet';
  const foreign = [...(tag === 'suitelet' ? [] : ONLY_PAGES), ...(isAsked ? [] : ONLY_ASKED)];
  const stray = children.filter((child) => foreign.includes(child.tag)).map((child) => `<${child.tag}>`);
  if (!isAsked && status === 'RELEASED') stray.push('the status RELEASED');
  if (stray.length > 0)
    return stray.map((what) => ({
      file,
      problem: `${scriptid} has ${what}, which only deployments of Suitelets can have`,
      fix: 'Remove it',
    }));
  if (!isAsked) return [];
  const problems: ProjectFault[] = [];
  if (status !== 'RELEASED')
    problems.push({ file, problem: `${scriptid} is ${status}`, fix: 'Write <status>RELEASED</status>' });
  if (textOf(deployment, 'audslctrole') === '')
    problems.push({
      file,
      problem: `${scriptid} has no audience`,
      fix: 'Write <audslctrole> with the roles that may open it',
    });
  return problems;
}

function checkParameterValues(object: Located, deployment: Element): ProjectFault[] {
  const parameters = elementsAt(object, 'scriptcustomfields', 'scriptcustomfield').map(
    ({ scriptid }) => scriptid,
  );
  return deployment.children
    .filter(({ tag }) => tag.startsWith('custscript_') && !parameters.includes(tag))
    .map(({ tag }) => ({
      file: object.file,
      problem: `${deployment.scriptid} sets ${tag}, which is not a parameter of its script`,
      fix: 'Write the id of a parameter of the script',
    }));
}
