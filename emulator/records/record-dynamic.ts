/**
 * The line a script works on in dynamic mode: selected or new, changed by itself, and part of the record once committed.
 * Source: section_1524156901 (modes) and the help pages of the methods; sourcing between fields is not emulated.
 */

import type { World } from '../account/account-context.ts';
import type { Draft } from '../account/draft.ts';
import { allow, type Execution } from '../account/execution.ts';
import { sublistFieldOf, sublistOf } from '../account/schema.ts';
import type { Values } from '../account/store.ts';
import { type Options, readArguments, textOption } from '../strictness/arguments.ts';
import { suiteError } from '../strictness/suite-error.ts';
import { subrecordMembers } from './subrecords/subrecord-members.ts';
import { isUndefinedField } from './undefined-fields.ts';
import { scriptFromStored, storedFromScript, storedFromText, textFromStored } from './values.ts';

type Current = { index: number; values: Values; isNew: boolean };

type Members = Record<string, (...values: unknown[]) => unknown>;

type Context = {
  world: World;
  execution: Execution;
  draft: Draft;
  self: () => object;
  /** What a script holds of a subrecord. */
  open: (draft: Draft) => object;
  /** Refuses lines that cannot be added or removed. */
  assertEditable: (call: string, sublistId: string) => void;
};

/** The members of a record that work on its current lines; what was not committed is not saved. */
export function dynamicLines(context: Context): Members {
  const current = new Map<string, Current>();
  const { world, execution, draft, self } = context;
  const read = (call: string, values: unknown[], required: string[], optional: string[] = []) => {
    allow(execution, call);
    const options = readArguments({ call, required: ['sublistId', ...required], optional }, values);
    const sublistId = textOption(call, options, 'sublistId');
    sublistOf(draft.type, sublistId);
    return { options, sublistId, lines: linesOf(draft, sublistId) };
  };
  const cell = (call: string, values: unknown[], more: string[] = [], optional: string[] = []) => {
    const { options, sublistId } = read(call, values, ['fieldId', ...more], optional);
    const line = current.get(sublistId);
    if (!line) throw notSelected(call, sublistId);
    const fieldId = textOption(call, options, 'fieldId');
    const fields = sublistOf(draft.type, sublistId);
    if (isUndefinedField(fields, fieldId, `${draft.type.id}.${sublistId}`)) return undefined;
    return { options, line, field: sublistFieldOf(draft.type, sublistId, fieldId) };
  };
  return {
    selectLine: (...values) => {
      const { options, sublistId, lines } = read('Record.selectLine', values, ['line']);
      const index = lineNumber('Record.selectLine', options, lines.length, sublistId);
      current.set(sublistId, {
        index,
        values: structuredClone(lines[index] ?? {}),
        isNew: index === lines.length,
      });
      return self();
    },
    selectNewLine: (...values) => {
      const { sublistId, lines } = read('Record.selectNewLine', values, []);
      context.assertEditable('Record.selectNewLine', sublistId);
      current.set(sublistId, { index: lines.length, values: {}, isNew: true });
      return self();
    },
    commitLine: (...values) => {
      const { sublistId, lines } = read('Record.commitLine', values, [], ['ignoreRecalc']);
      const line = current.get(sublistId);
      if (!line) throw notSelected('Record.commitLine', sublistId);
      if (line.isNew) context.assertEditable('Record.commitLine', sublistId);
      world.doubts.committed?.(sublistId, line.values);
      lines[line.index] = line.values;
      current.delete(sublistId);
      return self();
    },
    cancelLine: (...values) => {
      current.delete(read('Record.cancelLine', values, []).sublistId);
      return self();
    },
    getCurrentSublistIndex: (...values) =>
      current.get(read('Record.getCurrentSublistIndex', values, []).sublistId)?.index ?? -1,
    getCurrentSublistValue: (...values) => {
      const found = cell('Record.getCurrentSublistValue', values);
      if (!found) return null;
      return scriptFromStored(found.field, found.line.values[found.field.id], execution.realm.date);
    },
    getCurrentSublistText: (...values) => {
      const found = cell('Record.getCurrentSublistText', values);
      return found ? textFromStored(world, found.field, found.line.values[found.field.id]) : '';
    },
    setCurrentSublistValue: (...values) => {
      const found = cell('Record.setCurrentSublistValue', values, ['value'], SETTING);
      if (found) found.line.values[found.field.id] = storedFromScript(found.field, found.options.value);
      return self();
    },
    ...subrecordMembers(context, 'CurrentSublistSubrecord', (call, values) => {
      const found = cell(call, values);
      if (found) return { field: found.field, values: found.line.values };
      throw suiteError('FIELD_1_IS_NOT_A_SUBRECORD_FIELD', `${call}: there is no such custom field.`);
    }),
    setCurrentSublistText: (...values) => {
      const found = cell('Record.setCurrentSublistText', values, ['text'], SETTING);
      if (found)
        found.line.values[found.field.id] = storedFromText(world, found.field, String(found.options.text));
      return self();
    },
  };
}

const SETTING = ['ignoreFieldChange', 'forceSyncSourcing', 'fireSlavingSync'];

/** Calls of standard mode that a record in dynamic mode refuses. */
export const STANDARD_ONLY = [
  'setSublistValue',
  'setSublistText',
  'insertLine',
  'getSublistSubrecord',
  'hasSublistSubrecord',
  'removeSublistSubrecord',
];

export function wrongMode(call: string, isDynamic: boolean): never {
  throw suiteError(
    'SSS_INVALID_API_USAGE',
    isDynamic
      ? `Invalid API usage: ${call} is for standard mode. In dynamic mode select the line, set its current values and commit it.`
      : `Invalid API usage: ${call} is for dynamic mode. Load the record with isDynamic: true.`,
  );
}

function linesOf(draft: Draft, sublistId: string): Values[] {
  const lines = draft.sublists[sublistId] ?? [];
  draft.sublists[sublistId] = lines;
  return lines;
}

function lineNumber(call: string, { line }: Options, count: number, sublistId: string): number {
  const index = typeof line === 'string' && /^\d+$/.test(line) ? Number(line) : line;
  if (typeof index === 'number' && index >= 0 && index < count) return index;
  throw suiteError(
    'SSS_INVALID_SUBLIST_OPERATION',
    `${call}: there is no line ${String(line)} in ${sublistId}, which has ${count} lines.`,
  );
}

function notSelected(call: string, sublistId: string): Error {
  return suiteError(
    'SSS_INVALID_SUBLIST_OPERATION',
    `${call}: no line of ${sublistId} is selected. Call selectLine or selectNewLine first.`,
  );
}
