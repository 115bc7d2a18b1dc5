/** Each object by itself: its file, its id, its elements and what they say. */
import { basename } from 'node:path';
import { flags, kinds, objectTags, values } from './object-kinds.ts';
import { type Element, type Located, type ProjectFault, type SdfProject, textOf } from './sdf-project.ts';

export const checkObjects = (project: SdfProject): ProjectFault[] => [
  ...[...project.files].flatMap(([file, text]) => checkText(file, text)),
  ...project.objects.flatMap(checkObject),
  ...project.elements.flatMap((element) => [
    ...checkId(element),
    ...checkElements(element),
    ...checkValue(element),
  ]),
  ...checkRepeatedIds(project.elements),
];

function checkText(file: string, text: string): ProjectFault[] {
  if (!file.endsWith('.xml')) {
    return file.startsWith('Objects/')
      ? [{ file, problem: 'it is not an XML file', fix: 'Move it out of Objects' }]
      : [];
  }
  const line = text.split('\n').findIndex((one) => /\t|\r| $/.test(one)) + 1;
  return line === 0
    ? []
    : [{ file, problem: `line ${line} has a tab or trailing blanks`, fix: 'Indent with two spaces' }];
}

function checkObject({ file, tag, scriptid }: Located): ProjectFault[] {
  const problems: ProjectFault[] = [];
  if (!objectTags.has(tag)) {
    const fix = `Write one of ${[...objectTags].join(', ')}, or add the kind to scripts/checks/object-kinds.ts`;
    problems.push({ file, problem: `<${tag}> is a kind of object that these checks do not know`, fix });
  }
  if (basename(file) !== `${scriptid}.xml`) {
    const problem = `the file is not named after its script id ${scriptid}`;
    problems.push({ file, problem, fix: `Rename it to ${scriptid}.xml` });
  }
  return problems;
}

/** A field says <subtab> to name one, and a subtab of its own has the same tag. */
const isReference = ({ text }: Element): boolean => text.startsWith('[scriptid=');

function checkId(element: Located): ProjectFault[] {
  const { file, tag, scriptid } = element;
  const { prefix, longest = 40 } = kinds.get(tag) ?? {};
  if (prefix === undefined || isReference(element)) return [];
  const say = (problem: string, fix: string): ProjectFault[] => [{ file, problem, fix }];
  if (scriptid === '') return say(`<${tag}> has no script id`, `Write <${tag} scriptid="${prefix}...">`);
  if (!scriptid.startsWith(prefix) || scriptid === prefix)
    return say(`${scriptid} does not start as ids of <${tag}> do`, `Start it with ${prefix}`);
  if (!/^[a-z0-9_]+$/.test(scriptid))
    return say(`${scriptid} has characters other than a-z, 0-9 and _`, 'Write it in lower case');
  if (scriptid.length > longest)
    return say(
      `${scriptid} has ${scriptid.length} characters`,
      `Shorten it to ${longest}, its prefix included`,
    );
  return [];
}

/** Ids of scripts, fields and so on share one account, whatever kind they are of. */
function checkRepeatedIds(elements: readonly Located[]): ProjectFault[] {
  const first = new Map<string, string>();
  return elements.flatMap(({ file, scriptid }) => {
    const other = first.get(scriptid);
    if (scriptid === '') return [];
    if (other === undefined) first.set(scriptid, file);
    return other === undefined
      ? []
      : [{ file, problem: `${scriptid} is already used in ${other}`, fix: 'Give one of them another id' }];
  });
}

function checkElements(element: Located): ProjectFault[] {
  const kind = kinds.get(element.tag);
  if (kind === undefined || isReference(element)) return [];
  const { file } = element;
  const required = [...words(kind.required), ...requiredBySelect(element)];
  const known = [...required, ...words(kind.optional)];
  const present = element.children.map(({ tag }) => tag);
  const lacking = required.filter((tag) => !isFilled(element, tag));
  const repeated = present.filter((tag, index) => !listed.has(tag) && present.indexOf(tag) !== index);
  const unknown = present.filter((tag) => !known.includes(tag) && !isParameterValue(element, tag));
  return [
    ...lacking.map((tag) => ({
      file,
      problem: `${nameOf(element)} lacks <${tag}>`,
      fix: `Write <${tag}>${values.get(tag)?.words ?? '...'}</${tag}>`,
    })),
    ...repeated.map((tag) => ({
      file,
      problem: `${nameOf(element)} has <${tag}> more than once`,
      fix: 'Leave one of them',
    })),
    ...unknown.map((tag) => ({
      file,
      problem: `${nameOf(element)} has <${tag}>, which it cannot have`,
      fix: `Write one of ${known.join(', ')}`,
    })),
  ];
}

/** What a list may hold any number of. */
const listed: ReadonlySet<string> = new Set([
  'customrecordcustomfield',
  'fieldmapping',
  'filemapping',
  'permission',
  'recordmapping',
  'scriptcustomfield',
  'scriptdeployment',
]);

const words = (text: string): string[] => text.split(' ').filter((word) => word !== '');

/** A list field has to say whose records it lists. */
const requiredBySelect = (element: Element): string[] =>
  /^(MULTI)?SELECT$/.test(textOf(element, 'fieldtype')) ? ['selectrecordtype'] : [];

const isFilled = ({ children }: Element, tag: string): boolean =>
  children.some((child) => child.tag === tag && (child.text !== '' || child.children.length > 0));

/** A deployment sets a parameter with an element of the parameter's name. */
const isParameterValue = ({ tag }: Element, child: string): boolean =>
  tag === 'scriptdeployment' && child.startsWith('custscript_');

const nameOf = ({ tag, scriptid }: Element): string => scriptid || `<${tag}>`;

function checkValue({ file, tag, text, children }: Located): ProjectFault[] {
  if (children.length > 0) return [];
  if (flags.has(tag))
    return /^[TF]$/.test(text) ? [] : [{ file, problem: `<${tag}> says "${text}"`, fix: 'Write T or F' }];
  const rule = values.get(tag);
  return rule === undefined || rule.form.test(text)
    ? []
    : [{ file, problem: `<${tag}> says "${text}"`, fix: `Write ${rule.words}` }];
}
