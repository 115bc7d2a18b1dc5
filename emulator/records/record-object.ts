/** `record.Record`: what a script holds after load, create or transform. Dynamic mode has its lines in record-dynamic.ts. */

import type { World } from '../account/account-context.ts';
import type { Draft } from '../account/draft.ts';
import { allow, charge, type Execution } from '../account/execution.ts';
import { withPromises } from '../account/promises.ts';
import { type Field, fieldOf, sublistFieldOf, sublistOf } from '../account/schema.ts';
import type { Value, Values } from '../account/store.ts';
import { type Options, readArguments, textOption, wrongArgument } from '../strictness/arguments.ts';
import { NotEmulated } from '../strictness/not-emulated.ts';
import { strictProxy } from '../strictness/strict-proxy.ts';
import { suiteError } from '../strictness/suite-error.ts';
import { knownValue, lineAmount } from './computed-fields.ts';
import { dynamicLines, STANDARD_ONLY, wrongMode } from './record-dynamic.ts';
import { saveDraft } from './save-record.ts';
import { notOnSubrecords, subrecordMembers } from './subrecords/subrecord-members.ts';
import { transactionStatus } from './transaction-status.ts';
import { isUndefinedField } from './undefined-fields.ts';
import { scriptFromStored, storedFromScript, storedFromText, textFromStored } from './values.ts';

type Holder = {
  world: World;
  execution: Execution;
  draft: Draft;
  isDynamic: boolean;
  /** Fields set since it was loaded: by text or by value, which decides how they may be read (section_1524156901). */
  setBy: Map<string, 'text' | 'value'>;
  saved: boolean;
};

/** `lost`: a custom field the account does not have, where that may pass: what is set is lost, what is read is empty. */
type Cell = { field: Field; values: Values; key: string; lost?: boolean };

/** What getLineCount gives for a sublist that records of the type may have and this one has not (published scripts). */
const NO_SUCH_SUBLIST = -1;

/** Lines of these come from the transform; scripts cannot add or remove them (sublist type "list"). */
const FIXED_SUBLISTS = ['itemfulfillment.item', 'itemreceipt.item'];

export function makeRecord(world: World, execution: Execution, draft: Draft, isDynamic = false): object {
  return makeObject({ world, execution, draft, isDynamic, setBy: new Map(), saved: false }, false);
}

/** A record, or a subrecord: the same without what only its record can do. */
function makeObject(holder: Holder, isSubrecord: boolean): object {
  const { execution, draft, isDynamic } = holder;
  const self = () => record;
  const open = (part: Draft) => makeObject({ ...holder, draft: part, setBy: new Map() }, true);
  const dynamic = dynamicLines({
    ...holder,
    self,
    open,
    assertEditable: (call, sublistId) => assertEditable(holder, call, sublistId),
  });
  const lines = sublistMembers(holder, self, open);
  const whole = {
    ...bodySubrecordMembers(holder, self, open),
    ...withPromises(execution, 'Record', { save: (...values: unknown[]) => save(holder, values) }),
  };
  const record: object = strictProxy('record.Record', {
    get id() {
      return draft.id;
    },
    type: draft.type.id,
    isDynamic,
    getFields: () => execution.realm.adopt([...draft.type.fields.keys()]),
    getSublists: () => execution.realm.adopt([...draft.type.sublists.keys()]),
    ...bodyMembers(holder, self),
    ...(isDynamic ? { ...lines, ...refusing(STANDARD_ONLY, true) } : lines),
    ...(isDynamic ? dynamic : refusing(Object.keys(dynamic), false)),
    ...(isSubrecord ? notOnSubrecords(Object.keys(whole)) : whole),
    toJSON: () => ({
      id: draft.id,
      type: draft.type.id,
      isDynamic,
      fields: draft.fields,
      sublists: draft.sublists,
    }),
  });
  return record;
}

/** Members of the other mode: they exist, and say so. */
const refusing = (names: readonly string[], isDynamic: boolean): Record<string, () => never> =>
  Object.fromEntries(names.map((name) => [name, () => wrongMode(`Record.${name}`, isDynamic)]));

function bodyMembers(holder: Holder, self: () => object) {
  const cell = (call: string, values: unknown[], optional: string[] = []) => {
    const options = read(holder, call, values, ['fieldId'], optional);
    return { ...bodyCell(holder, textOption(call, options, 'fieldId')), options };
  };
  /** Refuses a status or a total that the account's data leaves out, where NetSuite would have one. */
  const known = (found: Cell) => {
    const { id, type } = holder.draft;
    if (!found.lost) knownValue(found.key, found.values[found.key], { id, type: type.id });
    if (found.key === 'status' && isEmpty(found)) transactionStatus({ ...holder.draft, type: type.id });
    return found;
  };
  return {
    getValue: (...values: unknown[]) => getValue(holder, known(cell('Record.getValue', values))),
    getText: (...values: unknown[]) => getText(holder, known(cell('Record.getText', values))),
    setValue: (...values: unknown[]) => {
      const target = cell('Record.setValue', values, ['value', 'ignoreFieldChange']);
      setValue(holder, target, target.options.value);
      return self();
    },
    setText: (...values: unknown[]) => {
      const target = cell('Record.setText', values, ['text', 'ignoreFieldChange']);
      setText(holder, target, target.options.text);
      return self();
    },
  };
}

/** An amount that the line leaves out is its rate times its quantity. */
function withAmount(found: Cell): Cell {
  const amount = found.field.id === 'amount' && isEmpty(found) ? lineAmount(found.values) : undefined;
  return amount === undefined ? found : { ...found, values: { ...found.values, amount } };
}

const isEmpty = ({ field, values }: Cell): boolean => (values[field.id] ?? '') === '';

function bodySubrecordMembers(holder: Holder, self: () => object, open: (draft: Draft) => object) {
  return subrecordMembers({ world: holder.world, self, open }, 'Subrecord', (call, values) => {
    const options = read(holder, call, values, ['fieldId'], []);
    return bodyCell(holder, textOption(call, options, 'fieldId'));
  });
}

function sublistMembers(holder: Holder, self: () => object, open: (draft: Draft) => object) {
  const cell = (call: string, values: unknown[], optional: string[] = [], mayAdd = false) => {
    const options = read(holder, call, values, ['sublistId', 'fieldId', 'line'], optional);
    return { ...sublistCell(holder, call, options, mayAdd), options };
  };
  return {
    getLineCount: (...values: unknown[]) => {
      const { sublistId, lines } = linesOf(holder, 'Record.getLineCount', values);
      return holder.draft.sublists[sublistId] ? lines.length : NO_SUCH_SUBLIST;
    },
    getSublistValue: (...values: unknown[]) =>
      getValue(holder, withAmount(cell('Record.getSublistValue', values))),
    getSublistText: (...values: unknown[]) => getText(holder, cell('Record.getSublistText', values)),
    setSublistValue: (...values: unknown[]) => {
      const target = cell('Record.setSublistValue', values, ['value'], true);
      setValue(holder, target, target.options.value);
      return self();
    },
    setSublistText: (...values: unknown[]) => {
      const target = cell('Record.setSublistText', values, ['text'], true);
      setText(holder, target, target.options.text);
      return self();
    },
    ...subrecordMembers({ world: holder.world, self, open }, 'SublistSubrecord', (call, values) =>
      cell(call, values),
    ),
    findSublistLineWithValue: (...values: unknown[]) => findLine(holder, values),
    getSublistFields: (...values: unknown[]) => {
      const options = read(holder, 'Record.getSublistFields', values, ['sublistId'], []);
      const id = textOption('Record.getSublistFields', options, 'sublistId');
      return holder.execution.realm.adopt([...sublistOf(holder.draft.type, id).keys()]);
    },
    insertLine: (...values: unknown[]) => {
      insertLine(holder, values);
      return self();
    },
    removeLine: (...values: unknown[]) => {
      removeLine(holder, values);
      return self();
    },
  };
}

function read(
  holder: Holder,
  call: string,
  values: unknown[],
  required: string[],
  optional: string[],
): Options {
  allow(holder.execution, call);
  return readArguments({ call, required, optional }, values);
}

function bodyCell({ draft }: Holder, fieldId: string): Cell {
  const lost = lostCell(draft.type.fields, fieldId, draft.type.id);
  if (lost) return lost;
  return { field: fieldOf(draft.type, fieldId), values: draft.fields, key: fieldId };
}

function lostCell(fields: ReadonlyMap<string, Field>, id: string, where: string): Cell | undefined {
  if (!isUndefinedField(fields, id, where)) return undefined;
  const field: Field = { id, label: id, type: 'text', target: '', required: false, readOnly: false };
  return { field, values: {}, key: id, lost: true };
}

function sublistCell(holder: Holder, call: string, options: Options, mayAdd: boolean): Cell {
  const { draft } = holder;
  const sublistId = textOption(call, options, 'sublistId');
  const fieldId = textOption(call, options, 'fieldId');
  const lost = lostCell(sublistOf(draft.type, sublistId), fieldId, `${draft.type.id}.${sublistId}`);
  if (lost) return lost;
  const field = sublistFieldOf(draft.type, sublistId, fieldId);
  const lines = draft.sublists[sublistId];
  if (!lines) throw noSuchSublist(call, sublistId);
  const index = options.line;
  if (mayAdd && index === lines.length) addLine(holder, call, sublistId, lines.length);
  const values = typeof index === 'number' ? lines[index] : undefined;
  if (!values) throw noSuchLine(call, sublistId, index, lines.length);
  return { field, values, key: `${sublistId}.${String(index)}.${fieldId}` };
}

function getValue({ setBy, execution, isDynamic }: Holder, { field, values, key, lost }: Cell): unknown {
  if (lost) return null;
  if (!isDynamic && setBy.get(key) === 'text') throw apiUsage(field, 'getValue after setText');
  return scriptFromStored(field, values[field.id], execution.realm.date);
}

function getText({ world, setBy, isDynamic }: Holder, { field, values, key }: Cell): string {
  if (!isDynamic && setBy.get(key) === 'value') throw apiUsage(field, 'getText after setValue');
  return textFromStored(world, field, values[field.id]);
}

function setValue(holder: Holder, cell: Cell, value: unknown): void {
  if (cell.lost) return;
  set(holder, cell, storedFromScript(cell.field, value, holder.world.doubts.dateFieldZone), 'value');
}

function setText(holder: Holder, cell: Cell, text: unknown): void {
  if (cell.lost) return;
  if (typeof text !== 'string') throw wrongArgument('Record.setText', 'text', 'text', text);
  set(holder, cell, storedFromText(holder.world, cell.field, text), 'text');
}

function set({ setBy }: Holder, { field, values, key }: Cell, value: Value, by: 'text' | 'value'): void {
  if (field.readOnly) throw new NotEmulated(`setting the read-only field ${field.id}`);
  values[field.id] = value;
  setBy.set(key, by);
}

function linesOf(holder: Holder, call: string, values: unknown[], more: string[] = []) {
  const options = read(holder, call, values, ['sublistId', ...more], ['ignoreRecalc']);
  const sublistId = textOption(call, options, 'sublistId');
  sublistOf(holder.draft.type, sublistId);
  const lines = holder.draft.sublists[sublistId] ?? [];
  return { sublistId, lines, options };
}

/** The first line whose value reads the same, numbers and text alike; -1 when there is none. */
function findLine(holder: Holder, values: unknown[]): number {
  const call = 'Record.findSublistLineWithValue';
  const { sublistId, lines, options } = linesOf(holder, call, values, ['fieldId', 'value']);
  const field = sublistFieldOf(holder.draft.type, sublistId, textOption(call, options, 'fieldId'));
  return lines.findIndex((line) => String(line[field.id] ?? '') === String(options.value));
}

function insertLine(holder: Holder, values: unknown[]): void {
  const { sublistId, lines, options } = linesOf(holder, 'Record.insertLine', values, ['line']);
  const index = options.line;
  if (typeof index !== 'number' || index < 0 || index > lines.length) {
    throw noSuchLine('Record.insertLine', sublistId, index, lines.length);
  }
  addLine(holder, 'Record.insertLine', sublistId, index);
}

function removeLine(holder: Holder, values: unknown[]): void {
  const { sublistId, lines, options } = linesOf(holder, 'Record.removeLine', values, ['line']);
  const index = options.line;
  if (typeof index !== 'number' || !lines[index]) {
    throw noSuchLine('Record.removeLine', sublistId, index, lines.length);
  }
  assertEditable(holder, 'Record.removeLine', sublistId);
  lines.splice(index, 1);
}

function addLine(holder: Holder, call: string, sublistId: string, index: number): void {
  assertEditable(holder, call, sublistId);
  const lines = holder.draft.sublists[sublistId];
  if (!lines) throw noSuchSublist(call, sublistId);
  lines.splice(index, 0, {});
}

function assertEditable({ draft }: Holder, call: string, sublistId: string): void {
  const name = `${draft.type.id}.${sublistId}`;
  if (!FIXED_SUBLISTS.includes(name)) return;
  throw suiteError(
    'SSS_INVALID_SUBLIST_OPERATION',
    `${call}: lines cannot be added to or removed from ${name}.`,
  );
}

function save(holder: Holder, values: unknown[]): number {
  const { world, execution, draft } = holder;
  charge(execution, 'Record.save', draft.type.class);
  const options = readArguments(
    { call: 'Record.save', optional: ['enableSourcing', 'ignoreMandatoryFields'] },
    values,
  );
  if (holder.saved) throw new NotEmulated('saving the same record.Record twice');
  const ignoreMandatoryFields = options.ignoreMandatoryFields === true;
  const working = structuredClone({ fields: draft.fields, sublists: draft.sublists });
  const onWritten = (id: number) => {
    draft.id = id;
    holder.saved = true;
  };
  return saveDraft(
    world,
    { ...draft, ...working },
    { ignoreMandatoryFields, execution, isDynamic: holder.isDynamic, onWritten },
  );
}

function noSuchLine(call: string, sublistId: string, index: unknown, count: number): Error {
  return suiteError(
    'SSS_INVALID_SUBLIST_OPERATION',
    `${call}: you have attempted an invalid sublist or line item operation: line ${String(index)} of ${sublistId}, which has ${count} lines.`,
  );
}

function noSuchSublist(call: string, sublistId: string): Error {
  return suiteError(
    'SSS_INVALID_SUBLIST_OPERATION',
    `${call}: you have attempted an invalid sublist or line item operation: this record has no sublist ${sublistId}.`,
  );
}

function apiUsage(field: Field, what: string): Error {
  return suiteError(
    'SSS_INVALID_API_USAGE',
    `Invalid API usage on ${field.id}: ${what} in standard mode. Save and load the record first.`,
  );
}
