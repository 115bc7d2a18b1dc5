/** What the emulator claims of subrecords and of the values a record is created with. */
import type { Behaviour } from '../behaviour.ts';

export const SUBRECORDS: readonly Behaviour[] = [
  {
    id: 'subrecord.get',
    what: 'Getting a subrecord that is not there creates it, and it is saved with its record',
    evidence: 'D',
    pages: {
      section_4675627975: [
        'the same method can create or edit a subrecord',
        'you are not required to explicitly save the subrecord',
      ],
    },
    test: ['subrecords', 'is created by the first get, read through its fields, and saved with its record'],
  },
  {
    id: 'subrecord.empty',
    what: 'One that was looked at and left empty is not saved',
    evidence: 'G',
    source: 'the help says only that a get creates it',
    test: ['subrecords', 'is gone after removeSubrecord, and was never there when it was only looked at'],
  },
  {
    id: 'subrecord.search',
    what: 'A search shows the parts of a shipping address as columns shipaddressee, shipaddress1, shipcity, shipcountry and so on',
    evidence: 'P',
    source: 'published searches of sales orders; that the country is its two letters is a guess',
    test: ['subrecords', 'is shown by a search part by part'],
  },
  {
    id: 'subrecord.line',
    what: 'getSublistSubrecord and its kin are for standard mode, those of the current line for dynamic mode',
    evidence: 'D',
    pages: {
      section_4296711506: 'When working in dynamic mode, get a sublist subrecord using the following methods',
    },
    test: ['subrecords', 'is NetSuite’s own error, and a member of the other mode is one as well'],
  },
  {
    id: 'subrecord.other-field',
    what: 'A field that holds no subrecord is FIELD_1_IS_NOT_A_SUBRECORD_FIELD',
    evidence: 'D',
    pages: { section_4296709996: 'The specified field is not a subrecord field' },
    test: ['subrecords', 'is NetSuite’s own error, and a member of the other mode is one as well'],
  },
  {
    id: 'record.defaults',
    what: 'defaultValues give a new record entity, subsidiary and form, a deposit its sales order',
    evidence: 'P',
    source: 'published scripts',
    test: ['default-values', 'a record is created with the values given, in the mode that recordmode names'],
  },
  {
    id: 'record.deposit',
    what: 'A deposit for a sales order has its customer; searches know the order as createdfrom',
    evidence: 'P',
    source: 'published scripts search deposits by createdfrom; that the customer follows is a guess',
    test: ['default-values', 'a customer deposit created for a sales order is one of its customer'],
  },
  {
    id: 'subrecord.import',
    what: 'An import map names a subrecord of the body as RECORD::FIELD; its values are those of the first row',
    evidence: 'P',
    source: 'published import maps',
    test: ['csv-import-maps', 'subrecords of the body stand beside the lines, and blank ones are not made'],
  },
  {
    id: 'customer.isperson',
    what: 'isperson of a customer is T or F, and no boolean; booleans are taken for them',
    evidence: 'P',
    source: 'many published scripts set and compare the texts',
    test: ['people', 'whether a customer is a person is said with T and F, in code, in data and in searches'],
  },
  {
    id: 'customer.name',
    what: 'A customer without entityid is called by first and last name, a company by companyname',
    evidence: 'G',
    source: 'published import maps give no entityid',
    test: ['csv-import-maps', 'a person is called by the names the map gives'],
  },
];
