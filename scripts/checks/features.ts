/** The manifest: its kind and version, every feature that the project needs, and none that it does not. */
import { elementsAt, type Located, type ProjectFault, type SdfProject, textOf } from './sdf-project.ts';

export function checkManifest(project: SdfProject): ProjectFault[] {
  const { manifest } = project;
  const say = (problem: string, fix: string): ProjectFault => ({ file: 'manifest.xml', problem, fix });
  if (manifest === undefined) return [say('it is missing or cannot be read', 'Write a <manifest>')];
  const problems: ProjectFault[] = [];
  if (manifest.tag !== 'manifest' || manifest.attributes.projecttype !== 'ACCOUNTCUSTOMIZATION')
    problems.push(
      say(
        'it is not of an account customization project',
        'Write <manifest projecttype="ACCOUNTCUSTOMIZATION">',
      ),
    );
  if (textOf(manifest, 'frameworkversion') !== '1.0')
    problems.push(say('its framework version is not 1.0', 'Write <frameworkversion>1.0</frameworkversion>'));
  if (textOf(manifest, 'projectname') === '')
    problems.push(say('it has no project name', 'Write <projectname>...</projectname>'));
  return [...problems, ...checkFeatures(project)];
}

type Need = { feature: string; because: string; mandatory: boolean };

function checkFeatures(project: SdfProject): ProjectFault[] {
  const needs = [...project.elements.flatMap(needsOf), ...needsOfScripts(project)];
  const declared = elementsAt(project.manifest, 'dependencies', 'features', 'feature');
  const names = declared.map(({ text }) => text);
  const file = 'manifest.xml';
  return [
    ...firstOfEach(needs)
      .filter(({ feature }) => !names.includes(feature))
      .map(({ feature, because, mandatory }) => ({
        file,
        problem: `it does not declare the feature ${feature}, which ${because} needs`,
        fix: `Write <feature required="${mandatory}">${feature}</feature>`,
      })),
    ...declared.flatMap(({ text, attributes: { required = '' } }) => {
      const of = needs.filter(({ feature }) => feature === text);
      if (!/^(true|false)$/.test(required))
        return [{ file, problem: `${text} says required="${required}"`, fix: 'Write true or false' }];
      if (of.length === 0)
        return [{ file, problem: `nothing in the project needs the feature ${text}`, fix: 'Remove it' }];
      const mandatory = of.find((need) => need.mandatory);
      return mandatory === undefined || required === 'true'
        ? []
        : [
            {
              file,
              problem: `${text} is optional, but ${mandatory.because} requires it`,
              fix: `Write <feature required="true">${text}</feature>`,
            },
          ];
    }),
  ];
}

const firstOfEach = (needs: readonly Need[]): Need[] =>
  [...new Set(needs.map(({ feature }) => feature))].map((feature) => {
    const of = needs.filter((need) => need.feature === feature);
    return (of.find(({ mandatory }) => mandatory) ?? of[0]) as Need;
  });

/** Kinds of objects that NetSuite does not create without their feature. */
const kindsNeed = new Map([
  ['scheduledscript', 'SERVERSIDESCRIPTING'],
  ['mapreducescript', 'SERVERSIDESCRIPTING'],
  ['restlet', 'SERVERSIDESCRIPTING'],
  ['suitelet', 'SERVERSIDESCRIPTING'],
  ['customrecordtype', 'CUSTOMRECORDS'],
]);

/** Where a field is applied: without the feature the element is ignored with a warning. */
const elementsNeed = new Map([
  ['bodyitemfulfillment', 'ACCOUNTING'],
  ['bodyitemfulfillmentorder', 'ACCOUNTING'],
  ['bodyjournal', 'ACCOUNTING'],
  ['bodypurchase', 'ACCOUNTING'],
  ['bodyopportunity', 'OPPORTUNITIES'],
  ['bodystorepickup', 'STOREPICKUP'],
  ['bodytransferorder', 'MULTILOCINVT'],
  ['colitemfulfillment', 'ACCOUNTING'],
  ['colitemfulfillmentorder', 'ACCOUNTING'],
  ['colpurchase', 'ACCOUNTING'],
  ['colopportunity', 'OPPORTUNITIES'],
  ['colstore', 'WEBSITE'],
  ['colstorepickup', 'STOREPICKUP'],
  ['coltransferorder', 'MULTILOCINVT'],
]);

/** Values of mandatory lists, which must be declared as required. */
const valuesNeed = new Map([
  ['recordtype SALESORDER', 'SALESORDERS'],
  ['permkey TRAN_SALESORD', 'SALESORDERS'],
  ['permkey LIST_LOCATION', 'LOCATIONS'],
]);

function needsOf({ tag, scriptid, text, file }: Located): Need[] {
  const kind = kindsNeed.get(tag);
  const element = elementsNeed.get(tag);
  const value = valuesNeed.get(`${tag} ${text}`);
  return [
    ...(kind === undefined ? [] : [{ feature: kind, because: `<${tag}> ${scriptid}`, mandatory: true }]),
    ...(element === undefined
      ? []
      : [{ feature: element, because: `<${tag}> in ${file}`, mandatory: false }]),
    ...(value === undefined ? [] : [{ feature: value, because: `${text} in ${file}`, mandatory: true }]),
  ];
}

/** What scripts do with records of stock cannot be seen from any object. */
const scriptsNeed: readonly (readonly [RegExp, string])[] = [
  [/\bitemfulfillment\b/, 'INVENTORY'],
  [/\bitemfulfillment\b/, 'MULTILOCINVT'],
  [/\bitemfulfillment\b/, 'ACCOUNTING'],
  // Without it NetSuite makes an invoice with each item fulfillment (help section_N3195884).
  [/\bitemfulfillment\b/, 'ADVSHIPPING'],
];

const needsOfScripts = ({ files }: SdfProject): Need[] =>
  [...files]
    .filter(([file]) => file.endsWith('.js'))
    .flatMap(([file, text]) =>
      scriptsNeed
        .filter(([use]) => use.test(text))
        .map(([, feature]) => ({ feature, because: `what ${file} does with records`, mandatory: true })),
    );
