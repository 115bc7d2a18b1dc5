/** What objects refer to: other objects of the project, and files of its File Cabinet. */
import type { Located, ProjectFault, SdfProject } from './sdf-project.ts';

export function checkReferences(project: SdfProject): ProjectFault[] {
  const ids = new Set(project.elements.map(({ scriptid }) => scriptid).filter((id) => id !== ''));
  return project.elements.flatMap((element) => [
    ...checkObjectReferences(element, ids),
    ...checkFileReference(element, project.files),
  ]);
}

const checkObjectReferences = ({ file, tag, text }: Located, ids: ReadonlySet<string>): ProjectFault[] =>
  [...text.matchAll(/\[([^\]]*)\]/g)].flatMap(([whole, inside = '']) => {
    if (inside.startsWith('/')) return [];
    const id = /^scriptid=(.+)$/.exec(inside)?.[1] ?? '';
    return id !== '' && id.split('.').every((part) => ids.has(part))
      ? []
      : [
          {
            file,
            problem: `<${tag}> refers to ${whole}, and the project has no such object`,
            fix: 'Write [scriptid=...] with the id of an object in Objects, or add that object',
          },
        ];
  });

function checkFileReference(
  { file, tag, text }: Located,
  files: ReadonlyMap<string, string>,
): ProjectFault[] {
  if (tag !== 'scriptfile') return [];
  const path = /^\[(\/SuiteScripts\/.+\.js)\]$/.exec(text)?.[1];
  if (path !== undefined && files.has(`FileCabinet${path}`)) return [];
  const problem = `<scriptfile> says ${text}, and the project has no such file`;
  return [
    { file, problem, fix: 'Write [/SuiteScripts/<folder>/<name>.js] with a script that the build makes' },
  ];
}
