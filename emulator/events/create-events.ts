/** All that an account has to say about its records: scripts of the project, then events and workflows of the account file. */
import type { World } from '../account/account-context.ts';
import type { UserEventData, WorkflowData } from '../account/event-data.ts';
import { NO_EVENTS, type RecordEvents } from '../account/record-events.ts';
import { readDeclaredEvents } from './declared-events.ts';
import { afterSubmitOfScripts, beforeSubmitOfScripts, openedByScripts } from './script-events.ts';
import { readWorkflows } from './workflows.ts';

export type EventsData = { userEvents: readonly UserEventData[]; workflows: readonly WorkflowData[] };

/** A user event wakes no other, whatever it opens and saves (section_1512409310). */
export function createRecordEvents(world: World, { userEvents, workflows }: EventsData): RecordEvents {
  if (userEvents.length + workflows.length + world.project.userEventScripts.length === 0) return NO_EVENTS;
  const declared = readDeclaredEvents(world, userEvents);
  const flows = readWorkflows(world, workflows);
  return {
    opened: (draft, type, actor) => {
      if (actor.context === 'USEREVENT') return;
      flows.opened(draft, actor);
      openedByScripts(world, draft, type, actor);
      declared.opened(draft, type, actor);
    },
    beforeSubmit: (change) => {
      if (change.actor.context === 'USEREVENT') return;
      beforeSubmitOfScripts(world, change);
      declared.submitting('beforeSubmit', change);
      flows.submitting(change);
    },
    afterSubmit: (change) => {
      if (change.actor.context === 'USEREVENT') return;
      afterSubmitOfScripts(world, change);
      declared.submitting('afterSubmit', change);
    },
  };
}
