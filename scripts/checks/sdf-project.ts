/** A built SDF project as the checks see it: every file as text, and its XML as trees. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { XMLValidator } from 'fast-xml-parser';
import { parseXml, type XmlElement } from '../../emulator/sdf/xml.ts';

/** What is wrong in which file of the project, and what to write instead. */
export type ProjectFault = { file: string; problem: string; fix: string };

export type Element = XmlElement;

/** An element with the file it is in. */
export type Located = Element & { file: string };

export type SdfProject = {
  /** Text by path in the project, with slashes. */
  files: ReadonlyMap<string, string>;
  objects: readonly Located[];
  /** Every element of every object. */
  elements: readonly Located[];
  /** undefined when the file is missing or cannot be read. */
  manifest: Element | undefined;
  deploy: Element | undefined;
  /** Files that are no XML at all; the trees leave them out. */
  unreadable: readonly ProjectFault[];
};

/** @param folder the project, dist/netsuite or an unpacked archive */
export function readSdfProject(folder: string): SdfProject {
  const files = readFiles(folder);
  const unreadable = [...files].flatMap(([file, text]) => (isXml(file) ? unreadableXml(file, text) : []));
  const broken = new Set(unreadable.map(({ file }) => file));
  const read = (file: string): Element | undefined => {
    const text = files.get(file);
    return text === undefined || broken.has(file) ? undefined : parseXml(text, file);
  };
  const objects = [...files.keys()]
    .filter((file) => file.startsWith('Objects/') && isXml(file))
    .flatMap((file) => locate(read(file), file));
  return {
    files,
    objects,
    elements: objects.flatMap((object) =>
      allElements(object).map((element) => ({ ...element, file: object.file })),
    ),
    manifest: read('manifest.xml'),
    deploy: read('deploy.xml'),
    unreadable,
  };
}

/** An element and everything in it. */
export const allElements = (element: Element): Element[] => [
  element,
  ...element.children.flatMap(allElements),
];

export const childrenOf = (element: Element, tag: string): Element[] =>
  element.children.filter((child) => child.tag === tag);

/** Elements at the end of a path of tags. */
export const elementsAt = (element: Element | undefined, ...tags: string[]): Element[] =>
  tags.reduce<Element[]>(
    (found, tag) => found.flatMap((one) => childrenOf(one, tag)),
    element === undefined ? [] : [element],
  );

/** Text of a child, empty when there is none. */
export const textOf = (element: Element, tag: string): string => childrenOf(element, tag)[0]?.text ?? '';

/** Remembers what it worked out for a text: a script is read by several checks, and by each of many projects in tests. */
export function memoizeByText<Result>(work: (text: string) => Result): (text: string) => Result {
  const known = new Map<string, { result: Result }>();
  return (text) => {
    const found = known.get(text) ?? { result: work(text) };
    known.set(text, found);
    return found.result;
  };
}

const isXml = (file: string): boolean => file.endsWith('.xml');

const readFiles = (folder: string): Map<string, string> =>
  new Map(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => statSync(join(folder, name)).isFile())
      .sort()
      .map((name) => [name.split(sep).join('/'), readFileSync(join(folder, name), 'utf8')]),
  );

function unreadableXml(file: string, text: string): ProjectFault[] {
  const result = XMLValidator.validate(text);
  if (result === true && /^\s*<\w/.test(text.replace(/^<\?xml[^>]*\?>/, ''))) return [];
  const why = result === true ? 'it has no element' : `line ${result.err.line}: ${result.err.msg}`;
  return [{ file, problem: `it is not well-formed XML (${why})`, fix: 'Close every element that is opened' }];
}

const locate = (element: Element | undefined, file: string): Located[] =>
  element === undefined ? [] : [{ ...element, file }];
