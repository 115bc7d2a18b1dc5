/** User event scripts of the SDF project: each entry point in a context of its own, with units of its own (section_N3351480). */
import type { World } from '../account/account-context.ts';
import type { Draft } from '../account/draft.ts';
import type { EntryPoint, RecordEventType } from '../account/event-data.ts';
import type { Execution } from '../account/execution.ts';
import { ServerDown, ServerRestart } from '../account/faults.ts';
import type { Actor, RecordChange } from '../account/record-events.ts';
import { callEntryPoint, type Invocation, invoke, type Run, reportOf } from '../jobs/run-script.ts';
import type { Deployment, ScriptRecord } from '../sdf/project.ts';
import { NotEmulated } from '../strictness/not-emulated.ts';
import { errorToJson, SuiteScriptError, suiteError } from '../strictness/suite-error.ts';
import { copyOf, oldRecordOf, onlyEdited, recordFor } from './event-records.ts';

/** The record type of a deployment on all of them (SDFxml_1033692142). */
const ALL_RECORDS = 'record';

type Deployed = { script: ScriptRecord; deployment: Deployment };

/** What an entry point is told: records of its own making, for a script that is being run. */
type Told = {
  type: RecordEventType;
  newRecord: (execution: Execution) => object;
  oldRecord: (execution: Execution) => object | null;
};

/** context.UserEventType (section_4407992596); those that only the user interface makes are never met here. */
const USER_EVENT_TYPES = Object.fromEntries(
  `APPROVE CANCEL CHANGEPASSWORD COPY CREATE DELETE DROPSHIP EDIT EDITFORECAST EMAIL MARKCOMPLETE ORDERITEMS PACK PAYBILLS
   PRINT QUICKVIEW REASSIGN REJECT SHIP SPECIALORDER TRANSFORM VIEW XEDIT`
    .split(/\s+/)
    .map((name) => [name, name.toLowerCase()]),
);

export function openedByScripts(world: World, draft: Draft, type: RecordEventType, actor: Actor): void {
  const seen = type === 'edit' ? copyOf(draft) : draft;
  const told: Told = {
    type,
    newRecord: (execution) => recordFor(world, execution, seen),
    oldRecord: () => null,
  };
  runAll(world, 'beforeLoad', draft.type.id, actor, told);
}

export function beforeSubmitOfScripts(world: World, change: RecordChange): void {
  const { now, edited, type, actor } = change;
  const seen = edited ? onlyEdited(now, edited) : now;
  runAll(world, 'beforeSubmit', now.type.id, actor, {
    type,
    newRecord: (execution) => recordFor(world, execution, seen),
    oldRecord: oldRecordOf(world, change),
  });
  if (seen !== now) Object.assign(now.fields, seen.fields);
}

/** What is set on the new record now goes nowhere: it is read-only (section_4407992281). */
export function afterSubmitOfScripts(world: World, change: RecordChange): void {
  const { now, edited, type, actor } = change;
  const seen = edited ? onlyEdited(now, edited) : copyOf(now);
  runAll(world, 'afterSubmit', now.type.id, actor, {
    type,
    newRecord: (execution) => recordFor(world, execution, seen),
    oldRecord: oldRecordOf(world, change),
  });
}

function runAll(world: World, entryPoint: EntryPoint, typeId: string, actor: Actor, told: Told): void {
  for (const deployed of deployedOn(world, typeId, told.type, actor)) {
    runOne(world, deployed, entryPoint, actor, told);
  }
}

function deployedOn(world: World, typeId: string, type: RecordEventType, { context }: Actor): Deployed[] {
  const scripts = world.project.userEventScripts.filter(({ inactive }) => !inactive);
  return scripts.flatMap((script) =>
    script.deployments
      .filter(({ deployed, status, trigger }) => {
        if (!deployed || status !== 'RELEASED' || !trigger) return false;
        const { recordType, eventType, contexts } = trigger;
        return (
          [typeId, ALL_RECORDS].includes(recordType) &&
          ['', type].includes(eventType) &&
          (contexts.length === 0 || contexts.includes(context))
        );
      })
      .map((deployment) => ({ script, deployment })),
  );
}

function runOne(
  world: World,
  { script, deployment }: Deployed,
  entryPoint: EntryPoint,
  actor: Actor,
  told: Told,
): void {
  const run: Run = { world, script, deployment, invocationType: actor.context, executions: [] };
  let failure: unknown;
  try {
    invoke(run, 'userevent', (invocation) => {
      const { entryPoints, execution, realm } = invocation;
      if (entryPoints[entryPoint] === undefined) return;
      callEntryPoint(invocation, entryPoint, contextFor(realm, execution, told));
    });
  } catch (thrown) {
    failure = asSaverSees(thrown);
    throw failure;
  } finally {
    report(run, entryPoint, failure, actor.execution);
  }
}

function contextFor(realm: Invocation['realm'], execution: Execution, told: Told): object {
  const context = realm.adopt({ type: told.type, UserEventType: USER_EVENT_TYPES }) as object;
  const newRecord = told.newRecord(execution);
  const oldRecord = told.oldRecord(execution);
  return Object.defineProperties(context, {
    newRecord: { value: newRecord, enumerable: true },
    oldRecord: { value: oldRecord, enumerable: true },
    form: {
      get: () => {
        throw new NotEmulated('the form of a user event');
      },
    },
  });
}

/** The saver's run shows what its user events logged and changed; their units are their own (section_4480364878). */
function report(run: Run, entryPoint: EntryPoint, failure: unknown, saver: Execution | undefined): void {
  for (const { logs, recordsCreated, recordsChanged, used } of run.executions) {
    saver?.logs.push(...logs);
    saver?.recordsCreated.push(...recordsCreated);
    saver?.recordsChanged.push(...recordsChanged);
    if (used === 0 && logs.length === 0 && failure === undefined) continue;
    const stage = { stage: entryPoint, invocations: 1, units: used, errors: [] };
    run.world.emit({ kind: 'script-ended', report: reportOf(run, [stage], failure) });
  }
}

/** An error of SuiteScript keeps its name and message; what the account itself throws at a run passes through. */
function asSaverSees(thrown: unknown): unknown {
  if (thrown instanceof NotEmulated || thrown instanceof ServerDown || thrown instanceof ServerRestart)
    return thrown;
  if (thrown instanceof SuiteScriptError) return suiteError(thrown.name, thrown.message, thrown);
  const { name, message } = errorToJson(thrown);
  return suiteError(
    'UNEXPECTED_ERROR',
    name === 'UNEXPECTED_ERROR' ? message : `${name}: ${message}`,
    thrown,
  );
}
