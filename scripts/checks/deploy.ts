/** deploy.xml: every file once, nothing that is not there, and what is referred to before what refers to it. */
import { elementsAt, type Located, type ProjectFault, type SdfProject } from './sdf-project.ts';

export function checkDeploy(project: SdfProject): ProjectFault[] {
  const { deploy } = project;
  if (deploy?.tag !== 'deploy') {
    return [say('it is missing or cannot be read', 'Write a <deploy> with <files> and <objects>')];
  }
  const paths = ['files', 'objects'].flatMap((section) => pathsOf(project, section));
  return [
    ...deploy.children
      .filter(({ tag }) => !['files', 'objects'].includes(tag))
      .map(({ tag }) => say(`it has a section <${tag}>`, 'Write only <files> and <objects>')),
    ...paths.flatMap((path) => checkPath(path, project)),
    ...checkCoverage(paths, project),
    ...checkOrder(pathsOf(project, 'objects'), project),
  ];
}

const say = (problem: string, fix: string): ProjectFault => ({ file: 'deploy.xml', problem, fix });

const pathsOf = ({ deploy }: SdfProject, section: string): string[] =>
  elementsAt(deploy, section, 'path').map(({ text }) => text);

/** Oracle's CLI leaves out without a word what a path does not lead to. */
const checkPath = (path: string, { files }: SdfProject): ProjectFault[] =>
  [...files.keys()].some((file) => covers(path, file))
    ? []
    : [
        say(
          `${path} matches no file of the project`,
          'Remove it, or write the path of a folder as ~/<folder>/*',
        ),
      ];

const covers = (path: string, file: string): boolean =>
  path.endsWith('/*') ? `~/${file}`.startsWith(path.slice(0, -1)) : `~/${file}` === path;

const checkCoverage = (paths: readonly string[], { files }: SdfProject): ProjectFault[] =>
  [...files.keys()]
    .filter((file) => file !== 'deploy.xml' && file !== 'manifest.xml')
    .flatMap((file) => {
      const times = paths.filter((path) => covers(path, file)).length;
      if (times === 1) return [];
      return times === 0
        ? [
            say(
              `no path names ${file}, so it would not be deployed`,
              `Write <path>~/${folderOf(file)}/*</path>`,
            ),
          ]
        : [say(`${times} paths name ${file}`, 'Leave one of them')];
    });

const folderOf = (file: string): string => file.slice(0, file.lastIndexOf('/'));

/** NetSuite creates objects in this order. Roles and record types refer to each other, which it allows. */
function checkOrder(paths: readonly string[], { objects, elements }: SdfProject): ProjectFault[] {
  const position = (file: string): number => paths.findIndex((path) => covers(path, file));
  const homes = new Map(elements.map(({ scriptid, file }) => [scriptid, file]));
  return elements.flatMap((element) =>
    referredTo(element, homes).flatMap((home) => {
      if (position(home) <= position(element.file) || areRoleAndRecord(objects, home, element.file))
        return [];
      return [
        say(
          `${element.file} comes before ${home}, to which it refers`,
          `Put the path of ${folderOf(home)} before that of ${folderOf(element.file)}`,
        ),
      ];
    }),
  );
}

function referredTo({ tag, text }: Located, homes: ReadonlyMap<string, string>): string[] {
  const ids = [...text.matchAll(/\[scriptid=([^.\]]+)/g)].map(([, id]) => id as string);
  if (tag === 'defaultvalue') ids.push(text);
  return ids.flatMap((id) => homes.get(id) ?? []);
}

function areRoleAndRecord(objects: readonly Located[], one: string, other: string): boolean {
  const tags = objects.filter(({ file }) => file === one || file === other).map(({ tag }) => tag);
  return tags.includes('role') && tags.includes('customrecordtype');
}
