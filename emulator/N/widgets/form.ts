/** serverWidget.Form: a page with fields, buttons and sublists. Sources: section_4325835149, section_4337905245, section_4338794048. */
import { allow, type Execution } from '../../account/execution.ts';
import { type Options, readArguments, textOption } from '../../strictness/arguments.ts';
import { NotEmulated } from '../../strictness/not-emulated.ts';
import { strictProxy } from '../../strictness/strict-proxy.ts';
import { suiteError } from '../../strictness/suite-error.ts';
import { buttonOf, linkOf } from './buttons.ts';
import { wordOption } from './enums.ts';
import { createField, newField } from './field.ts';
import type { FormPage, WidgetGroup } from '../../platform/pages/page.ts';
import { keepPage } from './page.ts';
import { createSublist } from './sublist.ts';
import { idOf } from './widget-ids.ts';

export function createForm(execution: Execution, title: string, hideNavBar: boolean): object {
  const page: FormPage = {
    kind: 'form',
    title,
    hideNavBar,
    fields: [],
    groups: [],
    buttons: [],
    sublists: [],
    links: [],
  };
  const held = new Map<string, object>();
  const kept = (id: string, object: object): object => {
    held.set(id, object);
    return object;
  };
  const given = (
    call: string,
    required: readonly string[],
    optional: readonly string[],
    values: unknown[],
  ) => {
    allow(execution, call);
    return readArguments({ call, required, optional }, values);
  };
  const group = (kind: WidgetGroup['kind'], call: string) =>
    function addGroup(...values: unknown[]): object {
      const options = given(call, ['id', 'label'], ['tab'], values);
      const id = idOf(call, options, [...page.groups, ...page.fields]);
      page.groups.push({
        id,
        kind,
        label: textOption(call, options, 'label'),
        container: containerOf(page, call, options, 'tab'),
      });
      return strictProxy(`serverWidget.${kind}`, {}, []);
    };
  const get = (call: string) =>
    function getOne(...values: unknown[]): object | null {
      return held.get(textOption(call, given(call, ['id'], [], values), 'id')) ?? null;
    };
  const form = strictProxy(
    'serverWidget.Form',
    {
      get title(): string {
        return page.title;
      },
      set title(text: unknown) {
        page.title = String(text);
      },
      addField: (...values: unknown[]) => {
        const call = 'Form.addField';
        const options = given(call, ['id', 'type', 'label'], ['source', 'container'], values);
        const field = newField({
          id: idOf(call, options, [...page.groups, ...page.fields]),
          type: fieldType(call, options),
          label: textOption(call, options, 'label'),
          container: containerOf(page, call, options, 'container'),
        });
        page.fields.push(field);
        return kept(field.id, createField(execution, field, false));
      },
      addFieldGroup: group('group', 'Form.addFieldGroup'),
      addTab: group('tab', 'Form.addTab'),
      addSubtab: group('subtab', 'Form.addSubtab'),
      addSublist: (...values: unknown[]) => {
        const call = 'Form.addSublist';
        const options = given(call, ['id', 'type', 'label'], ['tab'], values);
        const sublist = {
          id: idOf(call, options, page.sublists),
          type: wordOption(call, options, 'type', 'SublistType'),
          label: textOption(call, options, 'label'),
          container: containerOf(page, call, options, 'tab'),
          help: '',
          fields: [],
          lines: [],
        };
        page.sublists.push(sublist);
        return kept(sublist.id, createSublist(execution, sublist));
      },
      addSubmitButton: (...values: unknown[]) =>
        buttonOf(page, 'submit', given('Form.addSubmitButton', [], ['label'], values), 'Save'),
      addResetButton: (...values: unknown[]) =>
        buttonOf(page, 'reset', given('Form.addResetButton', [], ['label'], values), 'Reset'),
      addButton: (...values: unknown[]) =>
        buttonOf(page, 'button', given('Form.addButton', ['id', 'label'], ['functionName'], values), ''),
      addPageLink: (...values: unknown[]) =>
        linkOf(page, 'Form.addPageLink', given('Form.addPageLink', ['title', 'type', 'url'], [], values)),
      getField: get('Form.getField'),
      getSublist: get('Form.getSublist'),
    },
    ['title'],
  );
  return keepPage(form, page);
}

/** DATETIME is in the list of types, and no field may have it (section_4332671056). */
function fieldType(call: string, options: Options): string {
  const type = wordOption(call, options, 'type', 'FieldType');
  if (type === 'DATETIME')
    throw suiteError('SSS_INVALID_TYPE_ARG', `${call}: DATETIME is not supported; use DATETIMETZ.`);
  if (type === 'RADIO' || options.source !== undefined)
    throw new NotEmulated(`${type === 'RADIO' ? 'a radio field' : 'source'} in ${call}`);
  return type;
}

function containerOf({ groups }: FormPage, call: string, options: Options, name: string): string {
  const id = options[name];
  if (id === undefined || id === null) return '';
  if (groups.some((group) => group.id === id)) return String(id);
  throw new NotEmulated(`${name} ${String(id)} of ${call}, which the form does not have,`);
}
