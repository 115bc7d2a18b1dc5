/** What the emulator claims of N/file. */
import type { Behaviour } from '../behaviour.ts';

export const FILES: readonly Behaviour[] = [
  {
    id: 'file.cabinet',
    what: 'Files are saved in a folder and replaced by name',
    evidence: 'D',
    pages: {
      section_4229271179: 'you must set a NetSuite File Cabinet folder with the File.folder property',
    },
    source: 'that a file of the same name is replaced is seen in published scripts',
    test: [
      'runtime-and-format',
      'a file is saved in a folder of the File Cabinet, found by id and by path, replaced by name, and deleted',
    ],
    probe: 'file.unsaved',
  },
  {
    id: 'file.limit',
    what: 'More than 10 MB of text is refused',
    evidence: 'D',
    pages: { section_4223861820: 'Content held in memory is limited to 10MB' },
    test: ['runtime-and-format', 'more than 10 MB of text is refused'],
  },
];
