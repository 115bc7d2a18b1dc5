/** What the emulator claims of RESTlets that are called from outside: tokens, audience, and whose permissions count. */
import type { Behaviour } from '../behaviour.ts';

export const RESTLETS: readonly Behaviour[] = [
  {
    id: 'restlet.token',
    what: 'A token logs in once for each nonce and timestamp, within five minutes, with a signature by HMAC-SHA256',
    evidence: 'D',
    pages: {
      subsect_156935170194: [
        'The combination of nonce and timestamp has already been used by this user',
        'Nonce must be at least six characters long',
      ],
      subsect_156934879823: 'The timestamp of the request must be within plus or minus five',
      section_1534941088: 'the support ended for the HMAC-SHA1 signature method',
    },
    test: [
      'restlets',
      'a nonce is taken once with its timestamp, and what was signed for another address is refused',
    ],
  },
  {
    id: 'restlet.login-refused',
    what: 'A login that is refused is answered with 401, whatever the reason: only the Login Audit Trail names it',
    evidence: 'C',
    source: 'what callers have published of WWW-Authenticate (token_rejected) and INVALID_LOGIN_ATTEMPT',
    test: ['restlets', 'a login that is wrong is refused with 401, and the audit trail says %s'],
  },
  {
    id: 'restlet.login-permission',
    what: 'The role of a token needs the permission Log in using Access Tokens',
    evidence: 'D',
    pages: {
      section_4636903496: 'You must create a role that permits logging in using token-based authentication',
    },
    test: ['restlets', 'a role without Log in using Access Tokens cannot log in'],
  },
  {
    id: 'restlet.web-services-only',
    what: 'A role that is Web Services Only cannot call a RESTlet',
    evidence: 'D',
    pages: {
      section_1530099787: 'Roles with the Web Services Only restriction will not work with RESTlets',
    },
    source:
      'chapter_157011522878 gives INVALID_LOGIN_CREDENTIALS as the code; that it is answered as other logins that fail is a guess',
    test: ['restlets', 'a role that is for web services alone cannot call a RESTlet'],
  },
  {
    id: 'restlet.audience',
    what: 'A RESTlet answers those of its audience, once it is released',
    evidence: 'D',
    pages: {
      chapter_N2999041: 'it will only run in the roles specified in the Audience subtab',
      section_4618456517: "The Status must be 'Released' before you can call the RESTlet from outside",
    },
    source: 'the statuses 403 and 404 and their codes are guesses',
    test: ['restlets', '%i is the answer where a RESTlet %s'],
  },
  {
    id: 'task.permission',
    what: 'Submitting a script takes SuiteScript Scheduling, and of a map/reduce also SuiteScript',
    evidence: 'D',
    pages: {
      section_460871520995: 'Only roles with the SuiteScript Scheduling permission or Administrators',
      section_453639770507: 'a role with the SuiteScript and SuiteScript Scheduling permissions',
    },
    source: 'the code of the refusal is a guess',
    test: ['restlets', 'a role submits %s'],
  },
  {
    id: 'task.role',
    what: 'A script that another has submitted runs with the permissions of the role that this one runs as',
    evidence: 'D',
    pages: {
      chapter_N2997500: "the triggered script runs with the first script's role",
      section_453639770507: 'the identity/role being inherited from the script that called the method',
    },
    source: 'whether scheduled scripts are an exception is not said',
    test: ['restlets', 'what a RESTlet submits runs with the permissions of the role that called it'],
  },
];
