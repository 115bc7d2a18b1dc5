/** What the emulator claims of N/email, N/config, promises, RESTlets and Suitelets. */
import type { Behaviour } from '../behaviour.ts';

export const MODULES: readonly Behaviour[] = [
  {
    id: 'email.kept',
    what: 'A message is kept and sent to nobody; ids of people become their addresses',
    evidence: 'D',
    pages: {
      section_4358681681:
        'You can use an array that contains a combination of internal IDs and email addresses',
    },
    source: 'that nothing is sent is the emulator’s own',
    test: ['email', 'a message is kept with the addresses of the people it names, for 20 units'],
  },
  {
    id: 'email.limits',
    what: '10 recipients with copies, 10 MB a file, 15 MB a message',
    evidence: 'D',
    pages: {
      section_4358681681: [
        'A maximum of 10 recipients (recipient + cc + bcc) is allowed',
        'The size of each attachment cannot exceed 10MB',
        'The total message size (including attachments) must be 15MB or less',
      ],
    },
    test: ['email', 'a message %s is refused'],
  },
  {
    id: 'email.codes',
    what: 'SSS_AUTHOR_MUST_BE_EMPLOYEE, SSS_INVALID_TO_EMAIL and the other codes of its help page',
    evidence: 'D',
    pages: {
      section_4358681681: [
        'The author internal id or email must match an employee',
        'One or more recipient emails are not valid',
      ],
    },
    test: ['email', 'a message %s is refused'],
  },
  {
    id: 'config.company',
    what: 'Company information, preferences and features are read by their internal ids, those of the company case-sensitive',
    evidence: 'D',
    pages: {
      bridgehead_N3253690: 'All Company Information preference IDs are case-sensitive',
      section_4296668859: 'you must load each preference page using config.load(options)',
    },
    test: ['config', 'the pages give what the account has, for 10 units each'],
  },
  {
    id: 'config.values',
    what: 'Features are booleans, the time zone is an Olson name, date formats are as preferences write them',
    evidence: 'P',
    source: 'published scripts',
    test: ['config', 'the pages give what the account has, for 10 units each'],
  },
  {
    id: 'promise.modules',
    what: 'Of the modules here only N/search and N/query have promises in server scripts, and of their calls not all',
    evidence: 'D',
    pages: {
      subsect_24165317531: 'these keywords are only valid for a subset of modules',
      section_4629921431: 'Method used to asynchronously retrieve a slice of the search result',
    },
    test: ['promises', '%s is refused by name, as the help has it for client scripts'],
  },
  {
    id: 'promise.entry-points',
    what: 'An asynchronous entry point is waited for; what rejects it is the error of the script',
    evidence: 'G',
    source: 'the help shows async functions, and not what calls them',
    test: ['promises', 'an asynchronous entry point is waited for, with all it saves'],
  },
  {
    id: 'encode.notations',
    what: 'UTF-8 and base 64 into each other; a text that is not in its notation is FAILED_TO_DECODE_...; bytes that are no UTF-8 become U+FFFD',
    evidence: 'D',
    pages: {
      section_4369851165: 'the resulting string will contain the replacement character U+FFFD',
      section_4369865177: 'Padding is still present and represented by character',
    },
    test: ['encode', 'what is not in the notation it is said to be in'],
  },
  {
    id: 'restlet.input',
    what: 'GET and DELETE are given the parameters of the address, POST and PUT the body: an object as JSON, text as text/plain',
    evidence: 'D',
    pages: {
      section_4407965171: 'NetSuite passes URL parameters as a JavaScript object',
      section_4407966008: "The request body is a string if the Content-Type is 'text/plain'",
    },
    test: [
      'requests',
      'each method calls its entry point: with the parameters as text, or with the body in its format',
    ],
  },
  {
    id: 'restlet.content-type',
    what: 'A body without a known Content-Type is answered with 415; the older help says 206',
    evidence: 'D',
    pages: { section_4619215993: 'your request will fail with a 415: Unsupported Media Type error' },
    test: ['requests', 'a request NetSuite answers with %i, since it %s, never reaches the script'],
  },
  {
    id: 'restlet.method',
    what: 'A method the script has no entry point for is answered with 405, JSON that is none with 400',
    evidence: 'G',
    source:
      'the help lists 405 for “a request method that is not valid”, and says elsewhere that it must match an entry point',
    test: ['requests', 'a request NetSuite answers with %i, since it %s, never reaches the script'],
  },
  {
    id: 'restlet.error',
    what: 'An error that leaves a RESTlet is answered with 400, and so is a GET with a body',
    evidence: 'D',
    pages: {
      section_4634920277: [
        'Any unhandled runtime errors return a 400',
        'if you send a get request with a body',
      ],
    },
    test: ['requests', 'an error that leaves a RESTlet is its response, in the format of the request'],
  },
  {
    id: 'restlet.error-body',
    what: 'The body of that response has code and message, as JSON or as two lines of text; what is no error of SuiteScript is UNEXPECTED_ERROR',
    evidence: 'P',
    source: 'published clients read error.code and error.message',
    test: ['requests', 'an error that leaves a RESTlet is its response, in the format of the request'],
  },
  {
    id: 'restlet.text',
    what: 'INVALID_RETURN_DATA_FORMAT where anything but text is returned as text',
    evidence: 'P',
    source: 'published questions quote the error',
    test: ['requests', 'only text can be returned as text'],
  },
  {
    id: 'restlet.string-as-json',
    what: 'A text that is returned to a request as JSON is the body as it is, not quoted once more',
    evidence: 'G',
    source: 'samples return JSON.stringify(...), and none shows the body',
    test: ['requests', 'both know what they are, and not who called'],
  },
  {
    id: 'request.units',
    what: '5,000 units for a RESTlet, 1,000 for a Suitelet',
    evidence: 'D',
    pages: {
      section_4640094112: [
        'RESTlets let you use up to 5,000 units per script',
        'five times more than Suitelets and most other scripts',
      ],
    },
    test: ['requests', 'a RESTlet has 5,000 units, a Suitelet 1,000'],
  },
  {
    id: 'suitelet.headers',
    what: 'Request headers have names in lower and in title case; some response headers are discarded, others an error',
    evidence: 'D',
    pages: {
      section_4314803549: 'one in lower case and another in title case',
      section_4296361104: 'the values are discarded',
    },
    test: ['requests', 'a Suitelet reads the request and writes the response'],
  },
  {
    id: 'suitelet.response',
    what: 'Text is written piece by piece, a header that is added twice has a list of values',
    evidence: 'D',
    pages: {
      section_4316493873: 'The value input for options.output is not a string',
      section_4315356945: 'this method adds another line for that header',
    },
    test: ['requests', 'a Suitelet reads the request and writes the response'],
  },
];
