/** What the emulator claims of N/email. */
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
];
