/** A saved CSV import as its SDF XML defines it. Source: SDFxml_2642962146. */
import { NotEmulated } from '../strictness/not-emulated.ts';
import { child, childrenIn, flagOf, reference, textOf, type XmlElement } from './xml.ts';

export type ReferenceType = 'NAME' | 'INTERNAL_ID' | 'EXTERNAL_ID';

export type CsvFieldMapping = {
  /** Lower-case field id; `id` is the record's internal id. */
  field: string;
  source: { kind: 'column'; column: string; type: ReferenceType } | { kind: 'value'; value: string };
};

export type CsvImportMap = {
  id: string;
  name: string;
  recordType: string;
  dataHandling: 'ADD' | 'UPDATE' | 'ADDUPDATE';
  encoding: string;
  delimiter: string;
  decimalComma: boolean;
  overwriteSublists: boolean;
  overwriteMissingFields: boolean;
  /** Whether user events and workflows run during the import (section_4676525683). */
  runsServerScripts: boolean;
  bodyFields: readonly CsvFieldMapping[];
  /** The one mapped sublist, when the import has one. */
  sublist: MappedPart | undefined;
  /** Subrecords of the body, by the field that holds them. */
  subrecords: readonly MappedPart[];
};

export type MappedPart = { id: string; fields: readonly CsvFieldMapping[] };

const DELIMITERS: Readonly<Record<string, string>> = {
  COMMA: ',',
  SEMICOLON: ';',
  PIPE: '|',
  TAB: '\t',
  SPACE: ' ',
};

const ENCODINGS: Readonly<Record<string, string>> = {
  UTF_8: 'utf-8',
  'UTF-8': 'utf-8',
  'windows-1252': 'windows-1252',
  ISO_8859_1: 'iso-8859-1',
};

export function readCsvImportMap(object: XmlElement): CsvImportMap {
  const id = object.scriptid;
  const mappings = childrenIn(object, 'recordmappings', 'recordmapping');
  const parts = mappings.map((mapping) => ({ mapping, path: pathOf(mapping) }));
  const deep = parts.find(({ path }) => path.length > 3 || (path.length === 3 && path[1] !== ''));
  if (deep) throw new NotEmulated(`${deep.path.join(':')} in the import map ${id}`);
  const sublists = parts.filter(({ path }) => path.length === 2);
  if (sublists.length > 1) throw new NotEmulated(`more than one sublist in the import map ${id}`);
  return {
    id,
    name: textOf(object, 'importname'),
    recordType: recordTypeOf(textOf(object, 'recordtype')),
    dataHandling: (textOf(object, 'datahandling') || 'ADD') as CsvImportMap['dataHandling'],
    encoding: known(ENCODINGS, textOf(object, 'charencoding') || 'windows-1252', `charencoding of ${id}`),
    delimiter: known(DELIMITERS, textOf(object, 'columndelimiter'), `columndelimiter of ${id}`),
    decimalComma: textOf(object, 'decimaldelimiter') === 'COMMA',
    overwriteSublists: flagOf(object, 'overwritesublists'),
    overwriteMissingFields: flagOf(object, 'overwritemissingfields'),
    bodyFields: parts.filter(({ path }) => path.length === 1).flatMap(({ mapping }) => fieldsOf(mapping, id)),
    sublist: sublists[0] && { id: sublistOf(sublists[0].path), fields: fieldsOf(sublists[0].mapping, id) },
    subrecords: parts
      .filter(({ path }) => path.length === 3)
      .map(({ mapping, path }) => ({ id: path[2] ?? '', fields: fieldsOf(mapping, id) })),
    runsServerScripts: flagOf(object, 'runserversuitescript'),
  };
}

/** `SALESORDER`, `SALESORDER:ITEM` for a sublist, `SALESORDER::SHIPPINGADDRESS` for a subrecord of the body. */
const pathOf = (mapping: XmlElement): string[] => textOf(mapping, 'record').toLowerCase().split(':');

const recordTypeOf = (text: string): string => reference(text).toLowerCase();

/** One page of Oracle's writes `SALESORDER:ITEMS`. */
const sublistOf = ([, name = '']: string[]): string => (name === 'items' ? 'item' : name);

function fieldsOf(mapping: XmlElement, importId: string): CsvFieldMapping[] {
  return childrenIn(mapping, 'fieldmappings', 'fieldmapping').map((element) => ({
    field: reference(textOf(element, 'field')).toLowerCase(),
    source: sourceOf(element, importId),
  }));
}

function sourceOf(element: XmlElement, importId: string): CsvFieldMapping['source'] {
  const column = child(element, 'columnreference');
  if (!column) return { kind: 'value', value: textOf(element, 'value') };
  const type = textOf(column, 'type') || 'NAME';
  if (type !== 'NAME' && type !== 'INTERNAL_ID' && type !== 'EXTERNAL_ID') {
    throw new NotEmulated(`reference type ${type} in the import map ${importId}`);
  }
  return { kind: 'column', column: textOf(column, 'column'), type };
}

function known(table: Readonly<Record<string, string>>, key: string, what: string): string {
  const value = table[key];
  if (value === undefined) throw new NotEmulated(`${key || '(empty)'} as ${what}`);
  return value;
}
