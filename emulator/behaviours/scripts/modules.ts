/** What the emulator claims of N/email, N/config and promises. */
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
];
