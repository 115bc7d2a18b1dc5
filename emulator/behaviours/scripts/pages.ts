/** What the emulator claims of N/ui/serverWidget, N/url and Execute as Role. */
import type { Behaviour } from '../behaviour.ts';

export const PAGES: readonly Behaviour[] = [
  {
    id: 'page.form',
    what: 'Forms with fields, groups, buttons, links and sublists, and lists: kept as data, and drawn as plain HTML in the response',
    evidence: 'D',
    pages: {
      section_4426014272: 'A standalone page Object in the form of an assistant, form, or list',
      section_4335171133: 'Returns the type of a body or sublist field',
    },
    source: 'the HTML is the emulator’s own, and assistants are refused',
    test: ['server-widget', 'a form is there as data and as HTML'],
  },
  {
    id: 'page.markup',
    what: 'Only inline HTML fields are markup; every other value is shown as text',
    evidence: 'D',
    pages: { section_1518456409: 'HTML input is supported only in inline HTML fields' },
    source: 'published scripts put links into text fields of sublists, which NetSuite may show as links',
    test: ['server-widget', 'a form is there as data and as HTML'],
  },
  {
    id: 'page.list',
    what: 'A list shows its columns of plain objects',
    evidence: 'S',
    source: 'stubs of serverWidget.List; rows that are search results are refused',
    test: ['server-widget', 'a list has columns and rows'],
  },
  {
    id: 'page.types',
    what: 'DATETIME is refused for fields, and nine types for sublists; cells are texts',
    evidence: 'D',
    pages: {
      section_4332671056: 'The DATETIME field type is not supported with addField methods',
      section_456415649413:
        'DATETIME, FILE, HELP, INLINEHTML, LABEL, LONGTEXT, MULTISELECT, RADIO and RICHTEXT values are not supported',
      section_456052185058: "Checkbox fields accept string ('T'/'F') values, not Boolean",
    },
    source: 'the codes are guesses',
    test: ['server-widget', 'NetSuite refuses %s'],
  },
  {
    id: 'page.empty-cell',
    what: 'An empty text in a cell is a missing argument',
    evidence: 'P',
    source: 'published scripts set cells only where they have a text',
    test: ['server-widget', 'NetSuite refuses %s'],
  },
  {
    id: 'page.ids',
    what: 'Ids are in small letters without spaces; custpage is for pages that exist already',
    evidence: 'D',
    pages: {
      section_4337905245: 'must be in lowercase, contain no spaces, and include the prefix custpage',
    },
    source: 'what NetSuite says to others is not documented: they are refused',
    test: ['server-widget', '%s is refused by name'],
  },
  {
    id: 'page.reserved-parameters',
    what: 'Parameters of a Suitelet’s address may not have the names that NetSuite keeps',
    evidence: 'D',
    pages: { section_1516659125: "Some names are reserved and you shouldn't use them" },
    test: ['server-widget', '%s is refused by name'],
  },
  {
    id: 'url.addresses',
    what: 'Addresses of Suitelets, RESTlets, sales orders, item fulfillments and records of the project, without a host',
    evidence: 'P',
    source: 'published addresses; numbers of scripts and record types are counted here',
    test: ['server-widget', 'addresses of scripts and records are those of the account'],
  },
  {
    id: 'role.execute-as',
    what: 'A script that is deployed to run as a role of the project may search and load what that role permits',
    evidence: 'D',
    pages: {
      chapter_N2997500: "The Execute as Role field sets which role's permissions uses at runtime",
    },
    source: 'joined columns are not looked at, and standard roles may read everything',
    test: ['role-permissions', '%s'],
  },
];
