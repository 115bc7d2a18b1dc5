/** The hand-written SDF objects as trees, for checks that look across all of them. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import { projectRoot } from './workspace.ts';

/** An element: its tag, its scriptid when it has one, its text, and what is in it. */
export type Element = { tag: string; scriptid: string; text: string; children: Element[] };

/** An object of the project, with the file it is in. */
export type SdfObject = Element & { path: string };

const source = join(projectRoot, 'src');

export const objectPaths = (): string[] =>
  readdirSync(join(source, 'Objects'), { recursive: true, encoding: 'utf8' })
    .filter((name) => basename(name).includes('.'))
    .sort()
    .map((name) => `Objects/${name}`);

export const readSource = (path: string): string => readFileSync(join(source, path), 'utf8');

export const readElement = (path: string): Element => toElement(parser.parse(readSource(path))[0]);

export const readObjects = (): SdfObject[] => objectPaths().map((path) => ({ ...readElement(path), path }));

/** An element and everything in it. */
export const allElements = (element: Element): Element[] => [
  element,
  ...element.children.flatMap(allElements),
];

export const childrenOf = (element: Element, tag: string): Element[] =>
  element.children.filter((child) => child.tag === tag);

/** Text of a child, undefined when there is none. */
export const textOf = (element: Element, tag: string): string | undefined =>
  childrenOf(element, tag)[0]?.text;

/** Text at the end of a path of tags, for every element the path leads to. */
export const textsAt = (element: Element, ...tags: string[]): string[] =>
  tags
    .reduce((found, tag) => found.flatMap((one) => childrenOf(one, tag)), [element])
    .map(({ text }) => text);

const parser = new XMLParser({ preserveOrder: true, ignoreAttributes: false, parseTagValue: false });

type Parsed = { ':@'?: Record<string, string> } & Record<string, Parsed[] | string | undefined>;

const toElement = (parsed: Parsed): Element => {
  const tag = Object.keys(parsed).find((key) => key !== ':@') ?? '';
  const inside = parsed[tag] as Parsed[];
  const children = inside.filter((child) => !('#text' in child)).map(toElement);
  const text = inside.map((child) => child['#text'] ?? '').join('');
  return { tag, scriptid: parsed[':@']?.['@_scriptid'] ?? '', text, children };
};
