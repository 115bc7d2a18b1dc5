/** What the emulator claims of saved searches, searches of files, search tasks, column functions, joins and N/query. */
import type { Behaviour } from '../behaviour.ts';

export const SEARCH_SIDE: readonly Behaviour[] = [
  {
    id: 'saved.definition',
    what: 'The definition of a saved search in SDF is XML in gzip in base64: type, criteria, columns, sort',
    evidence: 'P',
    source: 'objects of a published project, decoded',
    test: ['saved-searches', 'a saved search of the project finds what its definition asks for'],
  },
  {
    id: 'saved.order',
    what: 'A saved search sorts by columns that it need not show; "Order Type" leaves rows of one kind as they are',
    evidence: 'G',
    source: 'the objects name the columns; what they do to loaded searches is undocumented',
    test: ['saved-searches', 'it sorts by what its definition says, by a column that it does not show also'],
  },
  {
    id: 'files.search',
    what: 'Files are searched by folder, name and type; folder and type also take `is`',
    evidence: 'P',
    source: 'published searches; documentsize is labelled Size (KB) there',
    test: ['cabinet-searches', 'files with %s are %j'],
  },
  {
    id: 'files.display',
    what: 'Sizes are rounded up to kilobytes, types have the names of the user interface, addresses are made up',
    evidence: 'G',
    source: 'undocumented',
    test: ['cabinet-searches', 'a file shows its name, folder, type, size in kilobytes, times and address'],
  },
  {
    id: 'files.move',
    what: 'A loaded file that is saved in another folder moves and keeps its id',
    evidence: 'P',
    source: 'published scripts archive files so',
    test: [
      'cabinet-searches',
      'what a script saves is found, moved where it moves it, with the times of its changes',
    ],
  },
  {
    id: 'task.search',
    what: 'A search task writes its results into a CSV file when the queue runs',
    evidence: 'D',
    pages: {
      section_4799343953: 'execute it asynchronously, and persist search results',
      section_4804558173: 'Directs NetSuite to initiate the asynchronous search task and return a unique ID',
    },
    test: [
      'search-tasks',
      'the file is written when the queue runs, with headings and texts as a person exports them',
    ],
  },
  {
    id: 'task.search-file',
    what: 'The file has a line of labels, then texts: names of references, Yes and No, days as the account writes them',
    evidence: 'G',
    source: 'undocumented',
    test: [
      'search-tasks',
      'the file is written when the queue runs, with headings and texts as a person exports them',
    ],
  },
  {
    id: 'task.search-codes',
    what: 'What a search task refuses has its codes',
    evidence: 'D',
    pages: {
      section_4804558173: [
        'The path specifies a folder and not a file',
        "The file Object references a file that doesn't exist",
        'The search task was already submitted and completed successfully',
      ],
      section_4804562077: 'Both this property and the SearchTask.filePath property are set at the same time',
    },
    test: ['search-tasks', 'a task with %s is refused with its code'],
  },
  {
    id: 'columns.functions',
    what: 'Columns may put their values through a function',
    evidence: 'D',
    pages: { section_453268676757: 'Special function applied to values in a search column' },
    test: ['column-functions', '%s of %s is %s'],
  },
  {
    id: 'columns.functions-text',
    what: 'A month is 2026-01, a year 2026, an age counts whole units that have passed',
    evidence: 'G',
    source: 'undocumented',
    test: ['column-functions', '%s of %s is %s'],
  },
  {
    id: 'columns.functions-unknown',
    what: 'A function nobody knows is INVALID_SRCH_FUNCTN',
    evidence: 'S',
    source: 'stub tags',
    test: ['column-functions', 'a function NetSuite does not have is its own error'],
  },
  {
    id: 'joins.applying',
    what: 'A line is shown once for each line that applies to it, once if none does',
    evidence: 'P',
    source: 'published searches add up applyingTransaction.quantity beside a type of transaction',
    test: [
      'search-joins',
      'an order line is shown once for each line that applies to it, and once if none does',
    ],
  },
  {
    id: 'joins.applying-to-order',
    what: 'Only deposits apply to the main row of a sales order; the main rows of other transactions are refused',
    evidence: 'G',
    source: 'guess from a published saved search for main rows of orders that no deposit applies to',
    test: ['search-joins', 'only deposits apply to an order as a whole'],
  },
  {
    id: 'joins.system-notes',
    what: 'A transaction is shown once for each system note of its status, TRANDOC.KSTATUS; the words in them are not to be relied on',
    evidence: 'P',
    source:
      'production searches of invoices, orders and item fulfillments by systemnotes.field, date and newvalue; of a shipped fulfillment they want Shipped or Order Shipped',
    test: [
      'search-joins',
      'a fulfillment is shown once for each system note of its status, the first of them of its creation',
    ],
  },
  {
    id: 'search.actual-ship-date',
    what: 'The actual ship date of an item fulfillment is its shippeddate',
    evidence: 'G',
    source:
      'listed among the columns of transactions in Oracle’s record reference, which describes it for sales orders only',
    test: [
      'search-joins',
      'the actual ship date of a fulfillment is the day it was marked as shipped, or the one somebody has given',
    ],
  },
  {
    id: 'joins.system-notes-of-data',
    what: 'Records that came with the data have no system notes, nor has any transaction of an account that is opened without them',
    evidence: 'C',
    source: 'a production script says that after a refresh its sandbox has none',
    test: [
      'search-joins',
      'records that were there before have no system notes, and those of other fields are refused',
    ],
  },
  {
    id: 'joins.to-location',
    what: 'toLocation is where a transfer goes, also of what is made from a transfer order',
    evidence: 'P',
    source: 'saved search of fulfillments of transfer orders in a published project',
    test: [
      'search-joins',
      'a transfer goes to its other location, and so does what is made from a transfer order',
    ],
  },
  {
    id: 'joins.members',
    what: 'Columns of members and of stock show a kit once for each member, an item once for each location',
    evidence: 'P',
    source: 'published searches group and add them up',
    test: ['search-joins', 'a kit is shown once for each member'],
  },
  {
    id: 'joins.stock-of-item',
    what: 'A line is shown once for each location of its item where a search asks for item.inventorylocation or its like',
    evidence: 'P',
    source:
      'published searches keep the row whose {item.inventorylocation} is {location} or {locationnohierarchy}',
    test: ['search-joins', 'a line is shown once for each location of its item where its stock is asked for'],
  },
  {
    id: 'joins.transfer-rows',
    what: 'An inventory transfer has two rows for each line, one below zero',
    evidence: 'C',
    source: 'community text; production searches take absolute values',
    test: ['search-joins', 'lines of adjustments are rows, and a transfer has a row for each side'],
  },
  {
    id: 'query.results',
    what: 'A run of SuiteQL gives 5,000 results at most, pages have 5 to 1,000',
    evidence: 'D',
    pages: {
      section_157960542026: 'This method can return a maximum of 5000 results',
      section_1510779273: [
        'the maximum number of result rows per page is 1000',
        'The minimum number of result rows per page is 5',
      ],
    },
    test: ['suiteql', 'a run gives 5,000 results at most, pages give all'],
  },
  {
    id: 'query.mapped',
    what: 'Mapped results are objects by the name or alias of the column',
    evidence: 'D',
    pages: { section_156336700395: 'Returns the query result set as an array of mapped results' },
    test: [
      'suiteql',
      'rows come as values and as maps with names in small letters: ids as numbers, check boxes as T and F, days as the account writes them',
    ],
  },
  {
    id: 'query.values',
    what: 'Names come in small letters, ids as numbers, check boxes as T and F, dates as days in the format of the account',
    evidence: 'P',
    source: 'published scripts read results so',
    test: [
      'suiteql',
      'rows come as values and as maps with names in small letters: ids as numbers, check boxes as T and F, days as the account writes them',
    ],
  },
  {
    id: 'query.quantity',
    what: 'What is sold is counted below zero in transactionline',
    evidence: 'P',
    source: 'published queries multiply it by -1',
    test: ['suiteql', 'lines are joined, the main line is line 0, and what is sold is counted below zero'],
  },
  {
    id: 'query.unnamed',
    what: 'A column without a name is expr1, expr2 and so on',
    evidence: 'C',
    source: 'published results',
    test: ['suiteql', 'a column without a name is called expr1 and so on'],
  },
  {
    id: 'query.params',
    what: 'A param that is no text, number or boolean is SSS_INVALID_TYPE_ARG',
    evidence: 'S',
    source: 'stub tags',
    test: ['suiteql', 'params stand for question marks, booleans as T and F'],
  },
];
