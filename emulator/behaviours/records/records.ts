/** What the emulator claims of N/record and custom fields. */
import type { Behaviour } from '../behaviour.ts';

export const RECORDS: readonly Behaviour[] = [
  {
    id: 'record.values',
    what: 'Ids as text, check boxes as booleans, dates as Date',
    evidence: 'D',
    pages: {
      section_4273155868: [
        'Select fields accept string and number values',
        'Checkbox fields accept boolean values',
        'Date and DateTime fields accept Date values',
      ],
    },
    source: 'the page says so of what is set; that ids are read as text is seen in published scripts',
    test: [
      'records',
      'a script sees ids as text, check boxes as booleans, numbers as numbers, and empty text as empty',
    ],
    probe: 'record.values',
  },
  {
    id: 'record.line-id',
    what: 'Line ids are text',
    evidence: 'P',
    source: 'compared strictly with search values in production',
    test: [
      'fulfillment',
      'open fulfillable lines are offered, ready to be received, with what remains and the order line as text',
    ],
    probe: 'record.line-id',
  },
  {
    id: 'record.missing',
    what: 'A record that is not there is RCRD_DSNT_EXIST',
    evidence: 'S',
    source: 'stub tags',
    test: ['governance', '%s costs what the help page says'],
    probe: 'record.missing',
  },
  {
    id: 'record.locking',
    what: 'A record changed in between is RCRD_HAS_BEEN_CHANGED',
    evidence: 'P',
    pages: {
      section_N2877583: 'consistent with the optimistic locking used generally for NetSuite standard records',
    },
    source: 'the codes are status codes of SuiteTalk',
    test: ['records', 'a sales order somebody else saved in between is not overwritten'],
  },
  {
    id: 'record.external-id',
    what: 'External ids are unique in a group of records: all transactions, all items, all entities',
    evidence: 'D',
    pages: { section_N3436356: 'External IDs must be unique across the whole record group' },
    source: 'DUP_RCRD is shown for other records',
    test: ['records', 'an external id is unique among all %s'],
  },
  {
    id: 'record.text-and-value',
    what: 'In standard mode text and value of a field set by the other cannot be read',
    evidence: 'D',
    pages: {
      section_1524156901:
        'except those where the script has already changed the value with Record.setValue(options)',
    },
    test: [
      'records',
      'a value set as text cannot be read as a value before it is saved, and the other way round',
    ],
  },
  {
    id: 'record.dynamic',
    what: 'Dynamic mode works on a selected line and commits it',
    evidence: 'D',
    pages: {
      section_4267255811: [
        'Sets the value for the field in the currently selected line',
        'Commits the currently selected line on a sublist',
      ],
    },
    test: [
      'records',
      'in dynamic mode a line is selected, changed and committed, and not before that part of the record',
    ],
  },
  {
    id: 'record.modes',
    what: 'Calls of the other mode are refused',
    evidence: 'D',
    pages: { section_4267255811: 'Sets the value of a sublist field. (standard mode only)' },
    test: ['records', 'each mode refuses the calls of the other, and a line that is not selected'],
    probe: 'record.modes',
  },
  {
    id: 'record.copy',
    what: 'A copy has no identity; a fulfillment cannot be copied',
    evidence: 'D',
    pages: {
      section_4267255811: 'Creates a new record by copying an existing record',
      section_N3195884: 'It cannot be created or copied',
    },
    test: ['records', 'a copy has the lines and fields of the original, and no identity'],
  },
  {
    id: 'record.submit-fields',
    what: 'submitFields takes memo and custom fields of transactions',
    evidence: 'S',
    pages: { section_4267283788: 'Standard body fields that support inline editing' },
    source: 'which fields of a transaction can be edited inline is read from the schema; there may be more',
    test: ['records', 'submitFields on a fulfillment takes memo and custom fields only'],
  },
  {
    id: 'custom-fields.places',
    what: 'A custom field of sales or purchases is on every transaction of that side',
    evidence: 'G',
    source: 'SDFxml_3330726969 names the flags only',
    test: ['plain-data', 'a custom field of the project is set and found on %s'],
  },
];
