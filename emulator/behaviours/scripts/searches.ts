/** What the emulator claims of N/search. */
import type { Behaviour } from '../behaviour.ts';

export const SEARCHES: readonly Behaviour[] = [
  {
    id: 'search.rows',
    what: 'A transaction has a main row and a row per line',
    evidence: 'D',
    pages: {
      section_4459563851: 'main line and line item data for each transaction appear on separate rows',
    },
    test: ['search', 'a transaction has a main row and a row per line'],
    probe: 'search.values',
  },
  {
    id: 'search.status',
    what: "Statuses of sales orders show SuiteTalk's names as values",
    evidence: 'P',
    source: 'production scripts; enumeration SalesOrderOrderStatus',
    test: ['search', 'an order of status %s shows the value %s'],
  },
  {
    id: 'search.cogs',
    what: 'A fulfillment has cost of goods sold rows',
    evidence: 'P',
    source: 'production searches',
    test: [
      'search',
      'a fulfillment also has cost of goods sold rows, without custom line fields, which `cogs is F` leaves out',
    ],
  },
  {
    id: 'search.json',
    what: 'JSON gives references and identities as value and text, joins in their own letters',
    evidence: 'P',
    source: 'published map functions',
    test: [
      'search-formulas',
      'a saved search is loaded and its results in JSON carry values and texts, joins in their own letters',
    ],
    probe: 'search.json',
  },
  {
    id: 'search.formulas',
    what: 'SQL expressions; empty text is null, half is .5',
    evidence: 'D',
    pages: {
      section_N2833020: 'that you enter in field formulas call the Oracle database to evaluate the function',
    },
    source: 'empty text and numbers are as in Oracle SQL',
    test: ['search-formulas', 'the text formula %s of order %i is %s'],
    probe: 'search.formulas',
  },
  {
    id: 'search.saved',
    what: 'Saved searches are loaded and changed before they run',
    evidence: 'D',
    pages: { section_4345775360: 'Loads an existing saved search and returns it as a search.Search' },
    source: 'published scripts change filters and columns of what they loaded',
    test: [
      'search-formulas',
      'a loaded search takes more filters and columns, pushed or set, as objects or as an expression',
    ],
    probe: 'search.missing',
  },
  {
    id: 'search.words',
    what: 'Dates may be words',
    evidence: 'P',
    source: "published searches; SuiteTalk's enumeration SearchDate",
    test: ['search-formulas', 'created %s %s finds %i orders'],
  },
  {
    id: 'search.within-one',
    what: 'within with one date has no end',
    evidence: 'P',
    source: 'published script',
    test: [
      'search-formulas',
      'within with one date and no second has no end, as a published script relies on',
    ],
    probe: 'search.within-one-date',
  },
  {
    id: 'search.status-plain',
    what: 'Statuses of other transactions are codes in filters and run-together labels as values',
    evidence: 'C',
    source: 'published lists of SuiteAnswers 23874',
    test: ['plain-data', 'the status of %s %j is found as %s'],
  },
  {
    id: 'search.balance',
    what: 'inventorybalance has a row for each number, location and bin, with what is available; its joins lead to each',
    evidence: 'P',
    source: 'published scripts that choose lots by expiry; only stock with numbers is in it here',
    test: ['inventory-balance', 'shows what is there of each lot, by location and bin, with its expiry'],
  },
  {
    id: 'search.numbers',
    what: 'inventorynumber is searched by number and item, items tell by islotitem and isserialitem how they are numbered',
    evidence: 'S',
    source: 'SuiteTalk classes InventoryNumberSearchBasic and ItemSearchRowBasic; published searches',
    test: ['inventory-balance', 'finds numbers by item and text, and what kind of numbers an item has'],
  },
  {
    id: 'search.refused',
    what: 'Custom columns and filters nobody has, and unknown operators, have their codes',
    evidence: 'S',
    source: 'stub tags',
    test: ['search', '%s is refused'],
    probe: 'search.unknown-column',
  },
  {
    id: 'search.paging',
    what: 'Pages of 5 to 1,000, ranges of 1,000, each of 4,000',
    evidence: 'D',
    pages: {
      section_4486596158: ['The maximum number allowed is 1000', 'The minimum number allowed is 5'],
      section_N3352288: 'Search results are limited to 1,000 records',
      section_457160888671: 'up to 4000 results at a time',
    },
    test: ['search', 'paging goes through all rows, a page at a time'],
  },
  {
    id: 'search.is-choice',
    what: 'A choice is compared with `is` too, where the help gives only anyof and noneof; `@ANY@` and `@NONE@` stand for any value and none',
    evidence: 'P',
    source: 'production searches; a published tutorial on filter expressions',
    test: [
      'search',
      'a choice takes one value with `is`, any with @ANY@, none with @NONE@; values that depend on the user are refused',
    ],
  },
  {
    id: 'search.amount',
    what: 'The amount of a line is its rate times its quantity where the line gives none',
    evidence: 'G',
    source: 'as the form fills it in; totals of the main row are the data’s or refused',
    test: ['amounts', 'a line shows its amount, or its rate times its quantity, and these are added'],
  },
  {
    id: 'search.transfer-line',
    what: 'A line of a transfer order shows its own id as transferorderitemline',
    evidence: 'P',
    source: 'production scripts find the line of the record by it',
    test: ['search-joins', 'a line of a transfer order has its own id as the line of the transfer order'],
  },
];
