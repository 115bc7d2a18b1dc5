/** What the emulator claims of how scripts are loaded, and what they get as arguments and errors. */
import type { Behaviour } from '../behaviour.ts';

export const LOADER: readonly Behaviour[] = [
  {
    id: 'loader.returned',
    what: 'Entry points are what the define callback returns',
    evidence: 'D',
    pages: {
      section_4387811519:
        'The return statement in the callback function must include at least one entry point',
    },
    test: ['scripts', 'a script that returns its entry points runs'],
  },
  {
    id: 'loader.exports',
    what: 'Entry points may be assigned to exports',
    evidence: 'P',
    source: 'published scripts',
    test: ['scripts', 'a script that assigns to exports runs'],
  },
  {
    id: 'loader.require',
    what: 'A file with require runs its callback as it is loaded',
    evidence: 'P',
    source: 'published scripts',
    test: ['foreign', 'a script of SuiteScript 2.0 with require does its work as it is loaded'],
  },
  {
    id: 'loader.define',
    what: 'No N call while define is running',
    evidence: 'D',
    pages: {
      section_4387811519:
        "SuiteScript API calls can be executed only after the define callback's return statement has executed",
    },
    source: 'netsuite-fasttrack-toolkit-ss2, issue 13, shows the error',
    test: ['scripts', 'an N call while define is running is refused'],
  },
  {
    id: 'loader.current-script',
    what: 'getCurrentScript and its parameters may be read while define is running',
    evidence: 'P',
    source: 'published scripts read their parameters there',
    test: ['scripts', 'a script learns who it is and reads its parameters while it is being defined'],
  },
  {
    id: 'loader.fresh',
    what: 'Variables do not outlive an invocation',
    evidence: 'G',
    source: 'undocumented; a published map function that keeps a Set across its calls relies on the opposite',
    test: ['map-reduce', 'nothing a script keeps in variables reaches the next invocation'],
  },
  {
    id: 'arguments.missing',
    what: 'A missing argument is SSS_MISSING_REQD_ARGUMENT',
    evidence: 'S',
    source: 'stub tags',
    test: ['scripts', 'a missing argument has its own code'],
    probe: 'define.arguments',
  },
  {
    id: 'arguments.unknown',
    what: 'An option nobody knows is ignored',
    evidence: 'P',
    source: 'published scripts with misspelt options',
    test: ['foreign', 'a script that ships orders fulfils what remains, once, and the order follows'],
  },
  {
    id: 'error.json',
    what: 'A SuiteScript error shows type, name, message, id and stack as JSON',
    evidence: 'S',
    source: 'stubs',
    test: ['scripts', 'a SuiteScript error shows its code, message and frames as JSON'],
    probe: 'error.shape',
  },
  {
    id: 'error.message-error',
    what: 'An Error of the language as message of error.create is its text',
    evidence: 'G',
    source: 'undocumented',
    test: ['scripts', 'error.create keeps the words of %s as its message'],
  },
];
