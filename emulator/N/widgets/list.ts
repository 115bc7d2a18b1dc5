/** serverWidget.List: a page that is one table. Sources: section_4325835149 and the pages of List beside it. */
import { allow, type Execution } from '../../account/execution.ts';
import { readArguments, textOption } from '../../strictness/arguments.ts';
import { NotEmulated } from '../../strictness/not-emulated.ts';
import { strictProxy } from '../../strictness/strict-proxy.ts';
import { suiteError } from '../../strictness/suite-error.ts';
import { buttonOf, linkOf } from './buttons.ts';
import { wordOption } from './enums.ts';
import type { ListPage } from '../../platform/pages/page.ts';
import { keepPage } from './page.ts';
import { idOf } from './widget-ids.ts';

export function createList(execution: Execution, title: string, hideNavBar: boolean): object {
  const page: ListPage = {
    kind: 'list',
    title,
    hideNavBar,
    style: 'NORMAL',
    columns: [],
    rows: [],
    buttons: [],
    links: [],
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
  const list = strictProxy(
    'serverWidget.List',
    {
      get style(): string {
        return page.style;
      },
      set style(style: unknown) {
        page.style = wordOption('List.style', { style }, 'style', 'ListStyle');
      },
      addColumn: (...values: unknown[]) => {
        const call = 'List.addColumn';
        const options = given(call, ['id', 'type', 'label'], ['align'], values);
        const type = wordOption(call, options, 'type', 'FieldType');
        if (type === 'FILE')
          throw suiteError('SSS_INVALID_TYPE_ARG', `${call}: a list has no column of type FILE.`);
        const align =
          options.align === undefined ? 'LEFT' : wordOption(call, options, 'align', 'LayoutJustification');
        page.columns.push({
          id: idOf(call, options, page.columns),
          type,
          label: textOption(call, options, 'label'),
          align,
        });
        return strictProxy('serverWidget.ListColumn', {});
      },
      addRow: (...values: unknown[]) => addRow(page, given('List.addRow', ['row'], [], values).row),
      addRows: (...values: unknown[]) => {
        const { rows } = given('List.addRows', ['rows'], [], values);
        if (!Array.isArray(rows)) throw new NotEmulated('rows of List.addRows that are no array');
        for (const row of rows) addRow(page, row);
      },
      addButton: (...values: unknown[]) =>
        buttonOf(page, 'button', given('List.addButton', ['id', 'label'], ['functionName'], values), ''),
      addPageLink: (...values: unknown[]) =>
        linkOf(page, 'List.addPageLink', given('List.addPageLink', ['title', 'type', 'url'], [], values)),
    },
    ['style'],
  );
  return keepPage(list, page);
}

function addRow({ columns, rows }: ListPage, row: unknown): void {
  if (typeof row !== 'object' || row === null || 'recordType' in row)
    throw new NotEmulated('a row of serverWidget.List that is no plain object');
  const cells = Object.entries(row as Record<string, unknown>);
  const stray = cells.find(([id]) => !columns.some((column) => column.id === id));
  if (stray) throw new NotEmulated(`${stray[0]} in a row of serverWidget.List, which has no such column,`);
  rows.push(Object.fromEntries(cells.map(([id, value]) => [id, String(value ?? '')])));
}
