/** What the emulator claims of user events and workflows. */
import type { Behaviour } from '../behaviour.ts';

export const EVENTS: readonly Behaviour[] = [
  {
    id: 'userevent.order',
    what: 'beforeSubmit runs before anything is saved, afterSubmit once it is, beforeLoad before a record is returned',
    evidence: 'D',
    pages: {
      section_1512409310: "At this point, the data hasn't been saved to the database yet",
      section_4407992281: 'Runs the function right after a record is submitted',
      section_4407991781: 'Runs a function before a record loads',
    },
    test: [
      'user-event-scripts',
      'hears of a load and a save, with the kind of event and the old record beside the new',
    ],
  },
  {
    id: 'userevent.changes',
    what: 'What beforeSubmit changes is saved with the rest',
    evidence: 'D',
    pages: {
      section_4407992070: 'Any changes you make to the record in this script stick after the write operation',
    },
    test: ['user-event-scripts', 'changes the record before it is saved'],
  },
  {
    id: 'userevent.before-load',
    what: 'What beforeLoad sets on a loaded record is ignored; on a new one it is a default',
    evidence: 'D',
    pages: { section_4407991781: "You can't update a record that's loaded in a beforeLoad script" },
    test: [
      'user-event-scripts',
      'that sets a field on a loaded record in beforeLoad changes nothing; on a new record it is the default',
    ],
  },
  {
    id: 'userevent.refusal',
    what: 'An error thrown in beforeSubmit refuses the save',
    evidence: 'D',
    pages: {
      section_4407992070:
        'You can use beforeSubmit to validate the record, add restrictions or permission checks',
    },
    source: 'the code of what is no error of N/error is a guess',
    test: ['user-event-scripts', 'that throws in beforeSubmit refuses the save: %s'],
  },
  {
    id: 'userevent.late-refusal',
    what: 'An error thrown in afterSubmit reaches the saver, though the record is saved',
    evidence: 'G',
    pages: { section_1512409310: 'After validation, the data gets saved to the database' },
    source:
      'SuiteTalk has a mark for it, StatusDetail.afterSubmitFailed; that Record.save throws is undocumented',
    test: ['user-event-scripts', 'that throws in afterSubmit reaches the saver, but the record is saved'],
  },
  {
    id: 'userevent.old-record',
    what: 'A new record has no old one',
    evidence: 'D',
    pages: { section_4407992281: "This parameter's empty when context.UserEventType is CREATE" },
    test: ['user-event-scripts', 'hears of what is created without an old record, and of what is deleted'],
  },
  {
    id: 'userevent.xedit',
    what: 'submitFields is an xedit, which shows only the fields it changes',
    evidence: 'D',
    pages: { section_4407992070: 'only returns the fields edited and not the full record' },
    source: 'the page speaks of inline editing; that submitFields is such is seen in published scripts',
    test: [
      'user-event-scripts',
      'sees of submitFields the fields that it changes and no others, under the type xedit',
    ],
  },
  {
    id: 'userevent.load-type',
    what: 'For beforeLoad, record.load is an edit and record.transform a create',
    evidence: 'G',
    source: 'undocumented',
    test: [
      'user-event-scripts',
      'hears of a load and a save, with the kind of event and the old record beside the new',
    ],
  },
  {
    id: 'userevent.chain',
    what: 'A user event wakes no other',
    evidence: 'D',
    pages: { section_1512409310: "User event scripts can't be triggered by other user event scripts" },
    test: ['user-event-scripts', 'wakes no user event by what it saves itself'],
  },
  {
    id: 'userevent.follows',
    what: 'What NetSuite changes by itself, such as the order of a fulfillment, wakes none',
    evidence: 'G',
    source: 'undocumented',
    test: ['user-event-scripts', 'does not run for what follows by itself from a save, nor for seed data'],
  },
  {
    id: 'userevent.units',
    what: 'Each has 1,000 units of its own, which are not those of the saver',
    evidence: 'D',
    pages: {
      section_N3351480: 'Regardless of the 1,000 usage unit limit for user event scripts',
      section_4480364878:
        "triggers other operations, like scripts or workflows, they don't affect the initial time and usage limits",
    },
    source: 'whether the events of one save share their 1,000 is undocumented; here they do not',
    test: [
      'user-event-scripts',
      'has 1,000 units of its own for each event, which are not those of the saver',
    ],
  },
  {
    id: 'userevent.import',
    what: 'CSV imports wake user events and workflows only if their map runs server scripts',
    evidence: 'D',
    pages: { section_4676525683: 'turn off all server SuiteScripts and workflow triggers during the import' },
    source: 'whether N/task honours this option of the map is undocumented',
    test: ['user-event-scripts', 'whose map runs server scripts is refused the row'],
  },
  {
    id: 'userevent.deployed',
    what: 'A deployment names a record type or all of them, and perhaps one kind of event and execution contexts',
    evidence: 'D',
    pages: { SDFxml_1334137041: 'You can specify multiple values by separating each value with a pipe' },
    test: ['user-event-scripts', 'has its say by a deployment %s'],
  },
  {
    id: 'userevent.testing',
    what: 'A deployment that is only being tested wakes for nobody here',
    evidence: 'G',
    source: 'it wakes for its owner, whom the account has not',
    test: ['user-event-scripts', 'has no say by a deployment %s'],
  },
  {
    id: 'workflow.lock',
    what: 'A record that a workflow has locked cannot be opened by a script',
    evidence: 'D',
    pages: { section_N2743672: 'NetSuite throws an error and does not load the record' },
    source:
      'code and words are those of REST in published integrations; that it cannot be marked or deleted follows',
    test: ['declared-events', 'that locks a record lets no script open, mark or delete it'],
  },
];
