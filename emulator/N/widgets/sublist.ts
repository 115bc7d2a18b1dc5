/** serverWidget.Sublist: rows and columns on a form. Sources: section_4325844858, section_456415649413, section_456052185058. */
import { allow, type Execution } from '../../account/execution.ts';
import { missingArgument, readArguments, textOption } from '../../strictness/arguments.ts';
import { NotEmulated } from '../../strictness/not-emulated.ts';
import { strictProxy } from '../../strictness/strict-proxy.ts';
import { suiteError } from '../../strictness/suite-error.ts';
import { wordOption } from './enums.ts';
import { checkedValue, createField, newField } from './field.ts';
import type { WidgetSublist } from '../../platform/pages/page.ts';
import { idOf } from './widget-ids.ts';

/** Raw HTML among them: a cell is no place for markup. */
const NOT_IN_SUBLISTS = 'DATETIME FILE HELP INLINEHTML LABEL LONGTEXT MULTISELECT RADIO RICHTEXT'.split(' ');

export function createSublist(execution: Execution, sublist: WidgetSublist): object {
  const { fields, lines } = sublist;
  const held = new Map<string, object>();
  const entered = (call: string) => allow(execution, call);
  return strictProxy(
    'serverWidget.Sublist',
    {
      get label(): string {
        return sublist.label;
      },
      set label(text: unknown) {
        sublist.label = String(text);
      },
      get helpText(): string {
        return sublist.help;
      },
      set helpText(text: unknown) {
        sublist.help = String(text);
      },
      get lineCount(): number {
        return lines.length === 0 ? -1 : lines.length;
      },
      addField: (...values: unknown[]) => {
        const call = 'Sublist.addField';
        entered(call);
        const options = readArguments(
          { call, required: ['id', 'type', 'label'], optional: ['source'] },
          values,
        );
        const id = idOf(call, options, fields);
        const type = wordOption(call, options, 'type', 'FieldType');
        if (NOT_IN_SUBLISTS.includes(type))
          throw suiteError('SSS_INVALID_TYPE_ARG', `${call}: a sublist has no fields of type ${type}.`);
        if (options.source !== undefined) throw new NotEmulated(`source of ${call}`);
        const field = newField({ id, type, label: textOption(call, options, 'label'), container: '' });
        fields.push(field);
        held.set(id, createField(execution, field, true));
        return held.get(id);
      },
      getField: (...values: unknown[]) => {
        entered('Sublist.getField');
        return (
          held.get(String(readArguments({ call: 'Sublist.getField', required: ['id'] }, values).id)) ?? null
        );
      },
      setSublistValue: (...values: unknown[]) => {
        entered('Sublist.setSublistValue');
        setValue(sublist, values);
      },
      getSublistValue: (...values: unknown[]) => {
        const call = 'Sublist.getSublistValue';
        entered(call);
        const { id, line } = readArguments({ call, required: ['id', 'line'] }, values);
        return lines[Number(line)]?.[String(id)] ?? null;
      },
    },
    ['label', 'helpText'],
  );
}

/** An empty text counts as a missing one: published scripts go out of their way not to set it. */
function setValue({ id: sublistId, fields, lines }: WidgetSublist, values: unknown[]): void {
  const call = 'Sublist.setSublistValue';
  const { id, line, value } = readArguments({ call, required: ['id', 'line', 'value'] }, values);
  if (value === '') throw missingArgument(call, 'value');
  const field = fields.find((one) => one.id === id);
  if (!field) throw new NotEmulated(`${call} of ${String(id)}, which ${sublistId} has no field for,`);
  if (typeof value !== 'string')
    throw suiteError('WRONG_PARAMETER_TYPE', `${call}: value of ${field.id} is expected as string.`);
  if (typeof line !== 'number' || line < 0 || line > lines.length)
    throw new NotEmulated(`${call} on line ${String(line)} of ${sublistId}, which has ${lines.length}`);
  lines[line] = { ...lines[line], [field.id]: checkedValue(call, field, value) };
}
