/** What the emulator claims of NetSuite: each behaviour with its evidence, the test that shows it, and the probe that asks an account. */

/** D Oracle's help, S Oracle's stubs or schema, P published production code, C community, G guess. */
export type Evidence = 'D' | 'S' | 'P' | 'C' | 'G';

export type Behaviour = {
  id: string;
  what: string;
  evidence: Evidence;
  source: string;
  /** File in test/emulator and the test's name. */
  test: readonly [file: string, name: string];
  /** Id in emulator/probe; left out where a reading script cannot determine it. */
  probe?: string;
};

export const EVIDENCE: Readonly<Record<Evidence, string>> = {
  D: "documented on Oracle's help pages",
  S: "Oracle's stubs or schema",
  P: 'implied by published production code',
  C: 'community text',
  G: 'guess',
};

const behaviour = (
  id: string,
  evidence: Evidence,
  what: string,
  source: string,
  test: Behaviour['test'],
  probe?: string,
): Behaviour => ({ id, what, evidence, source, test, ...(probe === undefined ? {} : { probe }) });

export const BEHAVIOURS: readonly Behaviour[] = [
  behaviour(
    'loader.returned',
    'D',
    'Entry points are what the define callback returns',
    'chapter_156042690639',
    ['scripts', 'a script that returns its entry points runs'],
  ),
  behaviour('loader.exports', 'P', 'Entry points may be assigned to exports', 'published scripts', [
    'scripts',
    'a script that assigns to exports runs',
  ]),
  behaviour(
    'loader.require',
    'P',
    'A file with require runs its callback as it is loaded',
    'published scripts',
    ['foreign', 'a script of SuiteScript 2.0 with require does its work as it is loaded'],
  ),
  behaviour(
    'loader.define',
    'C',
    'No N call while define is running',
    'netsuite-fasttrack-toolkit-ss2, issue 13, shows the error',
    ['scripts', 'an N call while define is running is refused'],
  ),
  behaviour(
    'loader.current-script',
    'P',
    'getCurrentScript and its parameters may be read while define is running',
    'published scripts read their parameters there',
    ['scripts', 'a script learns who it is and reads its parameters while it is being defined'],
  ),
  behaviour('loader.fresh', 'D', 'Variables do not outlive an invocation', 'section_1490041886', [
    'map-reduce',
    'nothing a script keeps in variables reaches the next invocation',
  ]),
  behaviour(
    'arguments.missing',
    'S',
    'A missing argument is SSS_MISSING_REQD_ARGUMENT',
    'stub tags',
    ['scripts', 'a missing argument has its own code'],
    'define.arguments',
  ),
  behaviour(
    'arguments.unknown',
    'P',
    'An option nobody knows is ignored',
    'published scripts with misspelt options',
    ['foreign', 'a script that ships orders fulfils what remains, once, and the order follows'],
  ),
  behaviour(
    'error.json',
    'S',
    'A SuiteScript error shows type, name, message, id and stack as JSON',
    'stubs',
    ['scripts', 'a SuiteScript error shows its code, message and frames as JSON'],
    'error.shape',
  ),
  behaviour(
    'error.message-error',
    'G',
    'An Error of the language as message of error.create is its text',
    'undocumented',
    ['scripts', 'error.create keeps the words of %s as its message'],
  ),
  behaviour(
    'time.zone-name',
    'G',
    'The text of a date ends with (PST) or (PDT)',
    'undocumented; engines write a name of the zone there',
    ['scripts', 'the text of a date names the zone, in summer too, and reads as the same date'],
  ),
  behaviour(
    'time.pacific',
    'D',
    'Local time in scripts is Pacific',
    'section_4388843892',
    [
      'scripts',
      "the clock of the account is the script's clock, in Pacific time whatever this machine's zone is",
    ],
    'time.server-zone',
  ),
  behaviour(
    'units.calls',
    'D',
    'Units per call and record class',
    'section_157072844224',
    ['governance', '%s costs what the help page says'],
    'units.record',
  ),
  behaviour('units.over', 'C', 'SSS_USAGE_LIMIT_EXCEEDED cannot be caught', 'sources disagree', [
    'governance',
    'a script that has used its units is over, even if it catches the error',
  ]),
  behaviour(
    'record.values',
    'D',
    'Ids as text, check boxes as booleans, dates as Date',
    'section_4273155868',
    [
      'records',
      'a script sees ids as text, check boxes as booleans, numbers as numbers, and empty text as empty',
    ],
    'record.values',
  ),
  behaviour(
    'record.line-id',
    'P',
    'Line ids are text',
    'compared strictly with search values in production',
    [
      'fulfillment',
      'open fulfillable lines are offered, ready to be received, with what remains and the order line as text',
    ],
    'record.line-id',
  ),
  behaviour(
    'record.missing',
    'S',
    'A record that is not there is RCRD_DSNT_EXIST',
    'stub tags',
    ['governance', '%s costs what the help page says'],
    'record.missing',
  ),
  behaviour(
    'record.locking',
    'P',
    'A record changed in between is RCRD_HAS_BEEN_CHANGED',
    'status codes of SuiteTalk',
    ['records', 'a sales order somebody else saved in between is not overwritten'],
  ),
  behaviour(
    'record.external-id',
    'D',
    'External ids are unique in a group of records: all transactions, all items, all entities',
    'section_N3436356; DUP_RCRD is shown for other records',
    ['records', 'an external id is unique among all %s'],
  ),
  behaviour(
    'record.text-and-value',
    'D',
    'In standard mode text and value of a field set by the other cannot be read',
    'section_1524156901',
    ['records', 'a value set as text cannot be read as a value before it is saved, and the other way round'],
  ),
  behaviour(
    'record.dynamic',
    'D',
    'Dynamic mode works on a selected line and commits it',
    'section_1524156901',
    [
      'records',
      'in dynamic mode a line is selected, changed and committed, and not before that part of the record',
    ],
  ),
  behaviour(
    'record.modes',
    'D',
    'Calls of the other mode are refused',
    'section_1524156901',
    ['records', 'each mode refuses the calls of the other, and a line that is not selected'],
    'record.modes',
  ),
  behaviour(
    'record.copy',
    'D',
    'A copy has no identity; a fulfillment cannot be copied',
    'section_N3195884',
    ['records', 'a copy has the lines and fields of the original, and no identity'],
  ),
  behaviour(
    'record.submit-fields',
    'S',
    'submitFields takes memo and custom fields of transactions',
    'schema',
    ['records', 'submitFields on a fulfillment takes memo and custom fields only'],
  ),
  behaviour(
    'transform.lines',
    'D',
    'Open, fulfillable lines with what remains, marked as received',
    'section_4267258715',
    [
      'fulfillment',
      'open fulfillable lines are offered, ready to be received, with what remains and the order line as text',
    ],
    'transform.lines',
  ),
  behaviour('transform.committed', 'D', 'Only what is committed is offered', 'section_N3195884', [
    'fulfillment',
    'only what is committed is offered, and no more can be fulfilled',
  ]),
  behaviour(
    'transform.refused',
    'P',
    'An order that cannot be fulfilled is refused',
    'codes in production logs',
    ['fulfillment', 'an order that %s cannot be transformed'],
    'transform.missing',
  ),
  behaviour(
    'fulfillment.create',
    'D',
    'A fulfillment is not created directly',
    'section_N3195884',
    ['fulfillment', 'a fulfillment cannot be created directly, nor lines added to it'],
    'fulfillment.create',
  ),
  behaviour('fulfillment.order', 'P', 'Quantities and status of the order follow', 'production searches', [
    'fulfillment',
    'a fulfillment in part ships a part: quantities and status of the order follow',
  ]),
  behaviour('fulfillment.over', 'G', 'More than remains is USER_ERROR', 'code undocumented', [
    'fulfillment',
    'fulfilling %s is refused, and the sales order is unchanged',
  ]),
  behaviour('fulfillment.kit', 'C', 'A kit is fulfilled by its main line', 'mikebian.co', [
    'fulfillment',
    'a kit is fulfilled by its main line; its components come along without an order line',
  ]),
  behaviour('fulfillment.places', 'G', 'One fulfillment may mix locations', 'undocumented', [
    'fulfillment',
    'with several locations in use a line needs one, of the subsidiary of its order',
  ]),
  behaviour(
    'search.rows',
    'D',
    'A transaction has a main row and a row per line',
    'section_N3352288',
    ['search', 'a transaction has a main row and a row per line'],
    'search.values',
  ),
  behaviour(
    'search.status',
    'P',
    "Statuses of sales orders show SuiteTalk's names as values",
    'production scripts; enumeration SalesOrderOrderStatus',
    ['search', 'an order of status %s shows the value %s'],
  ),
  behaviour('search.cogs', 'P', 'A fulfillment has cost of goods sold rows', 'production searches', [
    'search',
    'a fulfillment also has cost of goods sold rows, without custom line fields, which `cogs is F` leaves out',
  ]),
  behaviour(
    'search.json',
    'P',
    'JSON gives references and identities as value and text, joins in their own letters',
    'published map functions',
    [
      'search-formulas',
      'a saved search is loaded and its results in JSON carry values and texts, joins in their own letters',
    ],
    'search.json',
  ),
  behaviour(
    'search.formulas',
    'D',
    'SQL expressions; empty text is null, half is .5',
    'help on formulas; Oracle SQL',
    ['search-formulas', 'the text formula %s of order %i is %s'],
    'search.formulas',
  ),
  behaviour(
    'search.saved',
    'D',
    'Saved searches are loaded and changed before they run',
    'help of search.load',
    [
      'search-formulas',
      'a loaded search takes more filters and columns, pushed or set, as objects or as an expression',
    ],
    'search.missing',
  ),
  behaviour('search.words', 'D', 'Dates may be words', 'help on date filters', [
    'search-formulas',
    'created %s %s finds %i orders',
  ]),
  behaviour(
    'search.within-one',
    'P',
    'within with one date has no end',
    'published script',
    ['search-formulas', 'within with one date and no second has no end, as a published script relies on'],
    'search.within-one-date',
  ),
  behaviour(
    'search.status-plain',
    'C',
    'Statuses of other transactions are codes in filters and run-together labels as values',
    'published lists of SuiteAnswers 23874',
    ['plain-data', 'the status of %s %j is found as %s'],
  ),
  behaviour(
    'custom-fields.places',
    'G',
    'A custom field of sales or purchases is on every transaction of that side',
    'SDFxml_3330726969 names the flags only',
    ['plain-data', 'a custom field of the project is set and found on %s'],
  ),
  behaviour(
    'search.refused',
    'S',
    'Custom columns and filters nobody has, and unknown operators, have their codes',
    'stub tags',
    ['search', '%s is refused'],
    'search.unknown-column',
  ),
  behaviour(
    'search.paging',
    'D',
    'Pages of 5 to 1,000, ranges of 1,000, each of 4,000',
    'section_457160888671',
    ['search', 'paging goes through all rows, a page at a time'],
  ),
  behaviour(
    'format.seconds',
    'P',
    'Formatted date-times have seconds',
    'a production script strips them',
    ['runtime-and-format', 'text in the format of the account is read, with and without seconds'],
    'format.datetime',
  ),
  behaviour(
    'file.cabinet',
    'D',
    'Files are saved in a folder and replaced by name',
    'section_4223861820',
    [
      'runtime-and-format',
      'a file is saved in a folder of the File Cabinet, found by id and by path, replaced by name, and deleted',
    ],
    'file.unsaved',
  ),
  behaviour('file.limit', 'D', 'More than 10 MB of text is refused', 'section_4223861820', [
    'runtime-and-format',
    'more than 10 MB of text is refused',
  ]),
  behaviour('sftp.codes', 'D', 'Documented codes per call', 'section_4617004932', ['sftp', '%s gives %s']),
  behaviour('sftp.move', 'G', 'Moving onto an existing file is FTP_INVALID_MOVE', 'undocumented', [
    'sftp',
    '%s gives %s',
  ]),
  behaviour('sftp.limit', 'D', 'At most 5,000 entries in a listing', 'section_4617005472', [
    'sftp',
    'a listing never has more than 5,000 entries',
  ]),
  behaviour('sftp.listing', 'G', 'lastModified is a Date, size a number', 'types undocumented', [
    'sftp',
    'a listing is sorted as asked',
  ]),
  behaviour('csv.lines', 'D', 'A line id that matches nothing adds a line', 'section_3751046270', [
    'csv-import',
    'a line id that matches nothing adds a line',
  ]),
  behaviour('csv.groups', 'D', 'Only consecutive rows are one record', 'section_1534420070', [
    'csv-import',
    'rows of one order that stand apart are two changes: the second may succeed though the first fails',
  ]),
  behaviour('csv.failed', 'G', 'A job that fails half-way leaves what it has changed', 'undocumented', [
    'csv-import',
    'one that fails %s, and its status is FAILED',
  ]),
  behaviour('csv.columns', 'G', 'A file without a mapped column is refused when submitted', 'undocumented', [
    'csv-import',
    'an import is refused when submitted if %s',
  ]),
  behaviour('csv.who', 'D', 'Map/reduce scripts may not submit imports', 'section_4345798668', [
    'map-reduce',
    'a map/reduce script may not submit a CSV import',
  ]),
  behaviour(
    'csv.unknown',
    'G',
    'An import map nobody has is FAILED_TO_SUBMIT_JOB_REQUEST_1',
    'code of other tasks',
    ['csv-import', 'an import map nobody has is refused'],
    'task.unknown-map',
  ),
  behaviour('task.busy', 'D', 'One unfinished task per script and deployment', 'section_460871520995', [
    'csv-import',
    'a deployment with an unfinished task cannot be submitted again, any idle one can',
  ]),
  behaviour(
    'task.deployment',
    'D',
    'Scripts may have deployments of the same id: a task names both',
    'section_460871520995',
    ['csv-import', 'deployments of two scripts that have the same id are queued and run apart'],
  ),
  behaviour('task.self', 'D', 'A script that submits itself gets no task id', 'section_460871520995', [
    'csv-import',
    'a script that submits itself gets no task id and runs again after its end',
  ]),
  behaviour(
    'mapreduce.shuffle',
    'D',
    'Text between stages, grouped by key, values in text order',
    'section_4472721828',
    ['map-reduce', 'map, shuffle, reduce and summarize pass on text, grouped by key, values in text order'],
  ),
  behaviour(
    'mapreduce.retries',
    'D',
    'retryCount tries again, writes thrown away, records kept',
    'section_1517279521',
    [
      'map-reduce',
      'with retryCount a failed pair is tried again, its writes thrown away, what it did to records kept',
    ],
  ),
  behaviour(
    'mapreduce.yields',
    'D',
    'A job yields after 10,000 units, between two calls',
    'section_4480364878',
    [
      'map-reduce',
      'a job that has used 10,000 units yields to another one between two calls, and summarize learns how often',
    ],
  ),
  behaviour('mapreduce.exit', 'D', 'exitOnError ends the stage', 'section_1517279521', [
    'map-reduce',
    'with exitOnError the stage ends at the first failure',
  ]),
  behaviour(
    'mapreduce.limits',
    'D',
    'Keys of 3,000 characters, values of 1 MB (the stricter of two pages)',
    'section_4480364878',
    ['map-reduce', 'a key of more than 3,000 characters and a value of more than 1 MB are refused'],
  ),
  behaviour(
    'scheduled.restart',
    'D',
    'After a restart a scheduled script runs again from its beginning with the type ABORTED',
    'section_1490041886',
    [
      'restarts',
      'a scheduled script runs again from its beginning with the type ABORTED; what it saved stays',
    ],
  ),
  behaviour(
    'mapreduce.restart',
    'D',
    'After a restart the interrupted pair runs again, with isRestarted and SSS_APP_SERVER_RESTART',
    'section_1517279626',
    ['restarts', 'the pair that was interrupted runs again, its writes thrown away; summarize hears of it'],
  ),
  behaviour(
    'runtime.parameters',
    'P',
    'Parameters have the type of their field',
    'published scripts',
    ['runtime-and-format', 'parameters have the type of their field, and their default'],
    'runtime.parameter',
  ),
  behaviour('log.levels', 'D', 'Lines below the log level are not kept', 'section_4574548135', [
    'scripts',
    'lines below the log level of the deployment are not kept',
  ]),
];

/** What would mislead most if it were otherwise, first what is likeliest to. */
export const RISKIEST: readonly string[] = [
  'SSS_USAGE_LIMIT_EXCEEDED cannot be caught. Sources disagree; here the run is over either way.',
  'Moving a file onto an existing one fails with FTP_INVALID_MOVE, as plain SFTP renames do. Undocumented.',
  'A second fulfillment with the same external id is DUP_RCRD. Shown for other records only.',
  'Over-fulfillment, packages without weight and empty fulfillments are USER_ERROR. Codes undocumented.',
  'One fulfillment may mix locations. Undocumented.',
  'A partly shipped order is E (pending billing / partially fulfilled) while something shipped is unbilled, else D.',
  'A CSV file without a mapped column is refused when submitted. Undocumented.',
  'A mapped quantity replaces the one on the line; one help page shows it being added.',
  "TO_CHAR and text of a date-time in a formula are in the account's time zone, also inside scripts. Undocumented.",
  'A SuiteScript error is not an instance of Error inside a script, and names of errors without a documented code are ours.',
];
