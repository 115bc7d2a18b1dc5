/** serverWidget.Field: a field on a form or in a sublist. Sources: section_4325837128, section_4335171133 (type in small letters). */
import { allow, type Execution } from '../../account/execution.ts';
import { type Options, readArguments, textOption } from '../../strictness/arguments.ts';
import { NotEmulated } from '../../strictness/not-emulated.ts';
import { strictProxy } from '../../strictness/strict-proxy.ts';
import { suiteError } from '../../strictness/suite-error.ts';
import { wordOption } from './enums.ts';
import type { WidgetField } from '../../platform/pages/page.ts';

/** A text field holds 300 characters, a long text that a script adds 100,000 (section_4332671056). */
const LONGEST: Readonly<Record<string, number>> = { TEXT: 300, TEXTAREA: 4000, LONGTEXT: 100_000 };

export const newField = (values: Pick<WidgetField, 'id' | 'type' | 'label' | 'container'>): WidgetField => ({
  ...values,
  displayType: 'NORMAL',
  value: '',
  mandatory: false,
  maxLength: undefined,
  help: '',
  options: [],
});

export function createField(execution: Execution, field: WidgetField, isListed: boolean): object {
  const changed = (
    work: (options: Options) => void,
    call: string,
    required: readonly string[],
    optional = none,
  ) =>
    function change(...values: unknown[]): object {
      allow(execution, call);
      work(readArguments({ call, required, optional }, values));
      return held;
    };
  const set = (name: string) => new NotEmulated(`Field.${name}`);
  const held: object = strictProxy(
    'serverWidget.Field',
    {
      get id(): string {
        return field.id;
      },
      get type(): string {
        return field.type.toLowerCase();
      },
      get label(): string {
        return field.label;
      },
      set label(text: unknown) {
        field.label = String(text);
      },
      get defaultValue(): unknown {
        return field.value;
      },
      set defaultValue(value: unknown) {
        field.value = checkedValue('Field.defaultValue', field, value);
      },
      get isMandatory(): boolean {
        return field.mandatory;
      },
      set isMandatory(value: unknown) {
        field.mandatory = value === true;
      },
      get maxLength(): number | undefined {
        return field.maxLength;
      },
      set maxLength(value: unknown) {
        if (typeof value !== 'number') throw set('maxLength that is no number');
        field.maxLength = value;
      },
      addSelectOption: changed(
        (options) => addOption(field, options),
        'Field.addSelectOption',
        ['value', 'text'],
        ['isSelected'],
      ),
      setHelpText: changed(
        (options) => {
          field.help = textOption('Field.setHelpText', options, 'help');
        },
        'Field.setHelpText',
        ['help'],
        ['showInlineForAssistant'],
      ),
      updateDisplayType: changed(
        (options) => {
          const type = wordOption('Field.updateDisplayType', options, 'displayType', 'FieldDisplayType');
          if (type === 'ENTRY' && !isListed) throw set('updateDisplayType ENTRY outside a sublist');
          field.displayType = type;
        },
        'Field.updateDisplayType',
        ['displayType'],
      ),
      updateDisplaySize: changed(() => undefined, 'Field.updateDisplaySize', ['height', 'width']),
      updateBreakType: changed(
        (options) => void wordOption('Field.updateBreakType', options, 'breakType', 'FieldBreakType'),
        'Field.updateBreakType',
        ['breakType'],
      ),
      updateLayoutType: changed(
        (options) => void wordOption('Field.updateLayoutType', options, 'layoutType', 'FieldLayoutType'),
        'Field.updateLayoutType',
        ['layoutType'],
      ),
    },
    ['label', 'defaultValue', 'isMandatory', 'maxLength'],
  );
  return held;
}

const none: readonly string[] = [];

function addOption(field: WidgetField, options: Options): void {
  if (!/^(MULTI)?SELECT$/.test(field.type))
    throw suiteError('SSS_INVALID_UI_OBJECT_TYPE', `Field.addSelectOption: ${field.id} is no select field.`);
  field.options.push({
    value: textOption('Field.addSelectOption', options, 'value'),
    text: textOption('Field.addSelectOption', options, 'text'),
    selected: options.isSelected === true,
  });
}

/** A value as the field shows it. */
export function checkedValue(call: string, field: WidgetField, value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string' && typeof value !== 'number')
    throw new NotEmulated(`a value of type ${typeof value} in ${call} of ${field.id}`);
  const text = String(value);
  const longest = LONGEST[field.type];
  if (longest === undefined || text.length <= longest) return text;
  throw suiteError(
    'INVALID_FLD_VALUE',
    `The field ${field.id} contained more than the maximum number ( ${longest} ) of characters allowed.`,
  );
}
