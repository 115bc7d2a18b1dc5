/** User events an account file describes instead of programming them: on which records they run, and what they then do. */
import type { World } from '../account/account-context.ts';
import type { Draft } from '../account/draft.ts';
import type { EntryPoint, RecordEventType, UserEventData } from '../account/event-data.ts';
import type { Actor, RecordChange } from '../account/record-events.ts';
import type { Values } from '../account/store.ts';
import { writeRecord } from '../records/write-record.ts';
import { badData } from '../setup/restore-values.ts';
import { suiteError } from '../strictness/suite-error.ts';
import { bodyValues, changeLines, type LineChange, lineChange } from './account-values.ts';
import { type Condition, holds, readConditions } from './conditions.ts';

/** One described event on one type of record. */
type DeclaredEvent = {
  data: UserEventData;
  typeId: string;
  conditions: readonly Condition[];
  sets: Values | undefined;
  setsLines: LineChange | undefined;
  meanwhile: Values | undefined;
  submits: Values | undefined;
  /** How often it may still act; shared by all types of records the description names. */
  left: { times: number };
};

export type DeclaredEvents = {
  opened(draft: Draft, type: RecordEventType, actor: Actor): void;
  submitting(entryPoint: 'beforeSubmit' | 'afterSubmit', change: RecordChange): void;
};

export function readDeclaredEvents(world: World, given: readonly UserEventData[]): DeclaredEvents {
  const events = given.flatMap((data, index) => readEvent(world, data, `userEvents[${index}]`));
  const awake = (entryPoint: EntryPoint, typeId: string, type: RecordEventType, { context }: Actor) =>
    events.filter(
      ({ data, ...event }) =>
        data.event === entryPoint &&
        event.typeId === typeId &&
        (data.when?.includes(type) ?? true) &&
        (data.contexts?.includes(context) ?? true),
    );
  return {
    opened: (draft, type, actor) => {
      for (const event of awake('beforeLoad', draft.type.id, type, actor)) {
        if (mayAct(event, draft.fields, draft.fields)) actOnOpened(world, event, draft, type);
      }
    },
    submitting: (entryPoint, change) => {
      for (const event of awake(entryPoint, change.now.type.id, change.type, change.actor)) {
        if (mayAct(event, change.now.fields, change.before?.fields)) act(world, event, change);
      }
    },
  };
}

const ACTIONS: Readonly<Record<EntryPoint, readonly (keyof UserEventData)[]>> = {
  beforeLoad: ['throws', 'sets', 'setsLines', 'changesMeanwhile'],
  beforeSubmit: ['throws', 'sets', 'setsLines'],
  afterSubmit: ['throws', 'submits'],
};
const ALL_ACTIONS = [...new Set(Object.values(ACTIONS).flat())];

function readEvent(world: World, data: UserEventData, where: string): DeclaredEvent[] {
  const allowed = ACTIONS[data.event];
  if (!allowed) throw badData(where, `event is one of ${Object.keys(ACTIONS).join(', ')}`);
  const actions = ALL_ACTIONS.filter((action) => data[action] !== undefined);
  const wrong = actions.find((action) => !allowed.includes(action));
  if (wrong || actions.length === 0)
    throw badData(
      where,
      `a ${data.event} event has one or more of ${allowed.join(', ')}, and no other action`,
    );
  const left = { times: data.times ?? Number.POSITIVE_INFINITY };
  return [data.record].flat().map((id) => {
    const type = world.schema.typeOf(id);
    return {
      data,
      typeId: type.id,
      conditions: readConditions(world, type, data.condition, `${where}.condition`),
      sets: bodyValues(world, type, data.sets, `${where}.sets`),
      setsLines: lineChange(world, type, data.setsLines, `${where}.setsLines`),
      meanwhile: bodyValues(world, type, data.changesMeanwhile, `${where}.changesMeanwhile`),
      submits: bodyValues(world, type, data.submits, `${where}.submits`),
      left,
    };
  });
}

function mayAct({ conditions, left }: DeclaredEvent, now: Values, before: Values | undefined): boolean {
  if (left.times <= 0 || !holds(conditions, now, before)) return false;
  left.times -= 1;
  return true;
}

/** What is set on a record that exists already is ignored (section_4407991781). */
function actOnOpened(world: World, event: DeclaredEvent, draft: Draft, type: RecordEventType): void {
  throwIfAsked(event);
  if (type !== 'edit') setOn(event, draft);
  if (event.meanwhile && draft.id !== null) saveBesides(world, draft.type.id, draft.id, event.meanwhile);
}

function act(world: World, event: DeclaredEvent, { now, actor }: RecordChange): void {
  throwIfAsked(event);
  setOn(event, now);
  if (event.submits && now.id !== null) saveBesides(world, now.type.id, now.id, event.submits, actor);
}

function throwIfAsked({ data: { throws } }: DeclaredEvent): void {
  if (throws) throw suiteError(throws.name, throws.message);
}

function setOn({ sets, setsLines }: DeclaredEvent, draft: Draft): void {
  Object.assign(draft.fields, sets);
  if (setsLines) changeLines(draft.sublists[setsLines.sublist], setsLines);
}

/** Another save of the stored record, which whoever holds it does not know of. */
function saveBesides(world: World, typeId: string, id: number, values: Values, actor?: Actor): void {
  const record = world.store.read(typeId, id);
  if (!record) return;
  const { version, fields } = record;
  const changed = {
    ...record,
    version: version + 1,
    modified: world.clock(),
    fields: { ...fields, ...values },
  };
  writeRecord(world, changed, false, actor?.execution);
}
