/** The words of N/ui/serverWidget. Sources: section_4332671056 (field types), section_4332670964, section_4332704307. */
import { textOption, type Options } from '../../strictness/arguments.ts';
import { NotEmulated } from '../../strictness/not-emulated.ts';
import { strictProxy } from '../../strictness/strict-proxy.ts';
import { suiteError } from '../../strictness/suite-error.ts';

const words = (list: string): readonly string[] => list.trim().split(/\s+/);

export const ENUMS = {
  FieldType:
    words(`CHECKBOX CURRENCY DATE DATETIME DATETIMETZ EMAIL FILE FLOAT HELP INLINEHTML INTEGER IMAGE LABEL LONGTEXT
    MULTISELECT PASSWORD PERCENT PHONE SELECT RADIO RICHTEXT TEXT TEXTAREA TIMEOFDAY URL`),
  FieldDisplayType: words('DISABLED ENTRY HIDDEN INLINE NODISPLAY NORMAL READONLY'),
  FieldBreakType: words('NONE STARTCOL STARTROW'),
  FieldLayoutType: words('ENDROW MIDROW NORMAL OUTSIDE OUTSIDEABOVE OUTSIDEBELOW STARTROW'),
  FormPageLinkType: words('BREADCRUMB CROSSLINK'),
  LayoutJustification: words('CENTER LEFT RIGHT'),
  ListStyle: words('GRID NORMAL PLAIN REPORT'),
  SublistDisplayType: words('HIDDEN NODISPLAY NORMAL'),
  SublistType: words('EDITOR INLINEEDITOR LIST STATICLIST'),
} as const;

export type EnumName = keyof typeof ENUMS;

/** Values are the names themselves, as far as published scripts show. */
export const enumObjects = (): Record<string, object> =>
  Object.fromEntries(
    Object.entries(ENUMS).map(([name, values]) => [
      name,
      strictProxy(`N/ui/serverWidget.${name}`, Object.fromEntries(values.map((value) => [value, value]))),
    ]),
  );

/** One of the words; small letters, which scripts of SuiteScript 1.0 write, are not known to do. */
export function wordOption(call: string, options: Options, option: string, name: EnumName): string {
  const given = textOption(call, options, option);
  if (ENUMS[name].includes(given)) return given;
  if (ENUMS[name].includes(given.toUpperCase())) throw new NotEmulated(`${option} ${given} of ${call}`);
  throw suiteError(
    'SSS_INVALID_TYPE_ARG',
    `${call}: ${option} ${JSON.stringify(given)} is none of serverWidget.${name}: ${ENUMS[name].join(', ')}.`,
  );
}
