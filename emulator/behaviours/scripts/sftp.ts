/** What the emulator claims of N/sftp. */
import type { Behaviour } from '../behaviour.ts';

export const SFTP: readonly Behaviour[] = [
  {
    id: 'sftp.codes',
    what: 'Documented codes per call',
    evidence: 'D',
    pages: {
      section_4617005472: 'FTP_UNKNOWN_HOST | The host could not be found',
      section_4618512910: 'exception is thrown when a file with the same name already exists',
      section_1557234961: 'Source is not readable or the target is not writable',
    },
    source: 'an existing folder in makeDirectory is undocumented',
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
    pages: { section_1557235176: 'This method can return a maximum of 5000 results' },
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
