/** What the emulator claims of N/sftp. */
import type { Behaviour } from '../behaviour.ts';

export const SFTP: readonly Behaviour[] = [
  {
    id: 'sftp.codes',
    what: 'Documented codes per call',
    evidence: 'D',
    pages: { section_4617004932: '' },
    test: ['sftp', '%s gives %s'],
  },
  {
    id: 'sftp.move',
    what: 'Moving onto an existing file is FTP_INVALID_MOVE',
    evidence: 'G',
    source: 'undocumented',
    test: ['sftp', '%s gives %s'],
  },
  {
    id: 'sftp.limit',
    what: 'At most 5,000 entries in a listing',
    evidence: 'D',
    pages: { section_4617005472: '' },
    test: ['sftp', 'a listing never has more than 5,000 entries'],
  },
  {
    id: 'sftp.listing',
    what: 'lastModified is a Date, size a number',
    evidence: 'G',
    source: 'types undocumented',
    test: ['sftp', 'a listing is sorted as asked'],
  },
];
