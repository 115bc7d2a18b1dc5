/** Reads the XML of SDF objects into plain elements, strictly enough to report a broken file. */
import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** An element: its tag, its `scriptid` or nothing, its attributes, its text, and its children in order. */
export type XmlElement = {
  tag: string;
  scriptid: string;
  attributes: Readonly<Record<string, string>>;
  text: string;
  children: readonly XmlElement[];
};

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: true,
});

/** The root element of an XML text; `source` names the file in the error. */
export function parseXml(text: string, source: string): XmlElement {
  const verdict = XMLValidator.validate(text);
  if (verdict !== true) {
    const { msg, line } = verdict.err;
    throw new Error(`SDF_XML: ${source}, line ${line}: ${msg} Correct the file and load the project again.`);
  }
  const roots = (parser.parse(text) as RawNode[]).map(toElement).filter((element) => element !== undefined);
  const root = roots.find(({ tag }) => !tag.startsWith('?'));
  if (!root) throw new Error(`SDF_XML: ${source} has no root element. Write one, or remove the file.`);
  return root;
}

/** The first child of that name. */
export const child = (element: XmlElement, name: string): XmlElement | undefined =>
  element.children.find((candidate) => candidate.tag === name);

/** The children of that name inside a wrapping child, e.g. every `scriptdeployment` of `scriptdeployments`. */
export const childrenIn = (element: XmlElement, wrapper: string, name: string): XmlElement[] =>
  (child(element, wrapper)?.children ?? []).filter((candidate) => candidate.tag === name);

/** The text of the first child of that name; empty when there is none. */
export const textOf = (element: XmlElement, name: string): string => child(element, name)?.text ?? '';

/** `T` is true, anything else is false; `fallback` when the element is absent or empty. */
export function flagOf(element: XmlElement, name: string, fallback = false): boolean {
  const text = textOf(element, name);
  return text === '' ? fallback : text === 'T';
}

/** `[scriptid=custform_x]` or `[/SuiteScripts/x.js]` without the brackets and the key. */
export function reference(text: string): string {
  const match = /^\[(?:scriptid=)?(.+)\]$/.exec(text.trim());
  return match?.[1] ?? text.trim();
}

type RawNode = Record<string, unknown> & { ':@'?: Record<string, string> };

function toElement(node: RawNode): XmlElement | undefined {
  const tag = Object.keys(node).find((key) => key !== ':@');
  if (tag === undefined || tag === '#text') return undefined;
  const content = node[tag] as RawNode[];
  const text = content.map((part) => ('#text' in part ? String(part['#text']) : '')).join('');
  const children = content.map(toElement).filter((element) => element !== undefined);
  const attributes = node[':@'] ?? {};
  return { tag, scriptid: attributes.scriptid ?? '', attributes, text, children };
}
