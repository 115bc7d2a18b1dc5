/** What the emulator claims of N/task and scheduled scripts. */
import type { Behaviour } from '../behaviour.ts';

export const TASKS: readonly Behaviour[] = [
  {
    id: 'task.busy',
    what: 'One unfinished task per script and deployment',
    evidence: 'D',
    pages: {
      section_460871520995:
        'no unfinished scheduled script task for the same script ID and script deployment ID',
      section_453639770507:
        'no unfinished map/reduce script task for the same script ID and script deployment ID',
    },
    test: ['csv-import', 'a deployment with an unfinished task cannot be submitted again, any idle one can'],
  },
  {
    id: 'task.deployment',
    what: 'Scripts may have deployments of the same id: a task names both',
    evidence: 'D',
    pages: { section_460871520995: 'for the same script ID and script deployment ID' },
    test: ['csv-import', 'deployments of two scripts that have the same id are queued and run apart'],
  },
  {
    id: 'task.self',
    what: 'A script that submits itself gets no task id',
    evidence: 'D',
    pages: { section_460871520995: 'no task ID is returned when the scheduled script is submitted' },
    test: ['csv-import', 'a script that submits itself gets no task id and runs again after its end'],
  },
  {
    id: 'scheduled.restart',
    what: 'After a restart a scheduled script runs again from its beginning with the type ABORTED',
    evidence: 'D',
    pages: {
      section_1490041886: 'the script restarts from the beginning',
      section_4407982532: 'ABORTED | The script runs again automatically if the system went down',
    },
    source: "the first page's example compares the type with aborted",
    test: [
      'restarts',
      'a scheduled script runs again from its beginning with the type ABORTED; what it saved stays',
    ],
  },
];
