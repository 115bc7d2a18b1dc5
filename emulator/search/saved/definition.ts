/**
 * The definition in the SDF object of a saved search: `<sha>@GZC@<version>@<base64>`, where the base64 is XML in gzip. Nobody
 * documents it; it was read from the objects of published projects, so what those do not have is refused.
 */
import { gunzipSync } from 'node:zlib';
import { child, parseXml, type XmlElement } from '../../sdf/xml.ts';
import { NotEmulated } from '../../strictness/not-emulated.ts';

/** What one element of a definition says, by the name of the value; empty values are left out. */
export type Facts = Readonly<Record<string, string>>;

export type Definition = {
  search: Facts;
  filters: readonly { facts: Facts; values: readonly string[] }[];
  columns: readonly Facts[];
  sorts: readonly Facts[];
};

/** @param id script id of the search, for messages */
export function readDefinition(id: string, text: string): Definition {
  const search = searchIn(id, decode(id, text));
  if (recordsIn(search, 'summaryFilters').length > 0)
    throw new NotEmulated(`the summary criteria of saved search ${id}`);
  return {
    search: factsIn(child(search, 'descriptor')),
    filters: recordsIn(search, 'filters').map((filter) => ({
      facts: factsIn(child(filter, 'descriptor')),
      values: recordsIn(filter, 'values').flatMap((record) => factsIn(record).FIELD_VALUE ?? []),
    })),
    columns: recordsIn(search, 'returnFields').map(factsIn),
    sorts: recordsIn(search, 'sortColumns').map(factsIn),
  };
}

function decode(id: string, text: string): XmlElement {
  const [, kind = 'none', , base64 = ''] = text.trim().split('@');
  if (kind !== 'GZC') throw new NotEmulated(`the form (${kind}) in which saved search ${id} is defined`);
  try {
    return parseXml(gunzipSync(Buffer.from(base64, 'base64')).toString('utf8'), `saved search ${id}`);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new NotEmulated(`the definition of saved search ${id}, which cannot be decoded (${why}),`);
  }
}

function searchIn(id: string, root: XmlElement): XmlElement {
  const search = root.children
    .filter(({ tag }) => tag.endsWith('definition'))
    .flatMap((definition) => child(definition, 'SearchDefinition') ?? []);
  if (search.length === 1) return search[0] as XmlElement;
  throw new NotEmulated(`what saved search ${id} defines (${root.tag})`);
}

/** The elements of a list: `<filters><type/><values>…</values></filters>`. */
function recordsIn(element: XmlElement, list: string): readonly XmlElement[] {
  const found = child(element, list);
  return found ? (child(found, 'values')?.children ?? []) : [];
}

function factsIn(element: XmlElement | undefined): Facts {
  const values = element ? (child(element, 'values')?.children ?? []) : [];
  return Object.fromEntries(
    values
      .filter(({ text }) => text !== '')
      .map(({ attributes, text }) => [attributes.field ?? '', unescaped(text)]),
  );
}

/** Formulas are escaped once more than XML needs. */
const unescaped = (text: string): string =>
  text.replace(/&(apos|quot|lt|gt|amp);/g, (_, name: string) => CHARACTERS[name] ?? '');

const CHARACTERS: Readonly<Record<string, string>> = { apos: "'", quot: '"', lt: '<', gt: '>', amp: '&' };
