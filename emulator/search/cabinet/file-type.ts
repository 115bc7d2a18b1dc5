/** Files as a search sees them: not records that a script could load, but rows with these columns. */

import type { Field, FieldType, RecordType } from '../../account/schema.ts';

const field = (id: string, type: FieldType, target = ''): Field => ({
  id,
  label: id,
  type,
  target,
  required: false,
  readOnly: true,
});

const FIELDS = [
  field('name', 'text'),
  field('description', 'text'),
  field('folder', 'select', 'folder'),
  field('filetype', 'select'),
  field('documentsize', 'integer'),
  field('url', 'text'),
  field('created', 'datetime'),
  field('modified', 'datetime'),
];

/** Columns and filters: those that published searches of files have. */
export const FILE_TYPE: RecordType = {
  id: 'file',
  label: 'File',
  class: 'other',
  searchCode: undefined,
  family: undefined,
  nameField: 'name',
  optimisticLocking: false,
  fields: new Map(FIELDS.map((each) => [each.id, each])),
  sublists: new Map(),
};

/** What the user interface calls types of files. */
export const FILE_TYPE_NAMES: Readonly<Record<string, string>> = {
  CSV: 'CSV File',
  JSON: 'JSON File',
  XMLDOC: 'XML File',
  HTMLDOC: 'HTML File',
  JAVASCRIPT: 'JavaScript File',
  PLAINTEXT: 'Plain Text File',
};
