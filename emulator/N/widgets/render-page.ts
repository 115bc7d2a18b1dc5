/**
 * Draws a page of N/ui/serverWidget as plain HTML, so that a person can look at it: what is on it and in which order, not NetSuite's look.
 * Only inline HTML is markup ("HTML input is supported only in inline HTML fields", section_1518456409); all else is shown as text.
 */
import type { FormPage, ListPage, Page, WidgetField, WidgetSublist } from '../../platform/pages/page.ts';

export function renderPage(page: Page): string {
  const links = page.links.map(({ title, url }) => `<a href="${escaped(url)}">${escaped(title)}</a>`);
  const body = page.kind === 'form' ? formHtml(page) : listHtml(page);
  return [
    '<!doctype html>',
    `<html lang="en"><head><meta charset="utf-8"><title>${escaped(page.title)}</title>`,
    '<style>body{font:14px sans-serif;margin:2em}table{border-collapse:collapse}th,td{padding:2px 8px;text-align:left;border:1px solid #ccc}</style>',
    `</head><body><h1>${escaped(page.title)}</h1>`,
    ...(links.length > 0 ? [`<nav>${links.join(' · ')}</nav>`] : []),
    body,
    '</body></html>',
  ].join('\n');
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

function formHtml({ fields, groups, buttons, sublists }: FormPage): string {
  const inside = (container: string) => [
    ...fields.filter((field) => field.container === container).map(fieldHtml),
    ...sublists.filter((sublist) => sublist.container === container).map(sublistHtml),
  ];
  return [
    '<form method="post">',
    ...inside(''),
    ...groups.map(({ id, label }) =>
      [`<fieldset id="${id}"><legend>${escaped(label)}</legend>`, ...inside(id), '</fieldset>'].join('\n'),
    ),
    ...buttons.map(({ label, kind }) => `<button type="${kind}">${escaped(label)}</button>`),
    '</form>',
  ].join('\n');
}

function fieldHtml(field: WidgetField): string {
  const { id, type, label, value, displayType } = field;
  if (displayType === 'HIDDEN' || displayType === 'NODISPLAY')
    return `<input type="hidden" name="${id}" value="${escaped(value)}">`;
  if (type === 'INLINEHTML') return `<div id="${id}">${value}</div>`;
  if (type === 'LABEL' || type === 'HELP') return `<p id="${id}">${escaped(label)}</p>`;
  const shown = displayType === 'NORMAL' ? inputHtml(field) : `<span id="${id}">${escaped(value)}</span>`;
  return `<p><label>${escaped(label)} ${shown}</label></p>`;
}

function inputHtml({ id, type, value, maxLength, options }: WidgetField): string {
  if (/^(MULTI)?SELECT$/.test(type)) {
    const choices = options.map(
      (option) =>
        `<option value="${escaped(option.value)}"${option.selected || option.value === value ? ' selected' : ''}>${escaped(option.text)}</option>`,
    );
    return `<select name="${id}">${choices.join('')}</select>`;
  }
  if (type === 'CHECKBOX') return `<input type="checkbox" name="${id}"${value === 'T' ? ' checked' : ''}>`;
  if (type === 'TEXTAREA' || type === 'LONGTEXT')
    return `<textarea name="${id}">${escaped(value)}</textarea>`;
  const limit = maxLength === undefined ? '' : ` maxlength="${maxLength}"`;
  return `<input name="${id}" value="${escaped(value)}"${limit}>`;
}

const sublistHtml = ({ id, label, fields, lines }: WidgetSublist): string =>
  tableHtml(id, label, fields, lines);

const listHtml = ({ columns, rows }: ListPage): string => tableHtml('list', '', columns, rows);

function tableHtml(
  id: string,
  caption: string,
  columns: readonly { id: string; label: string }[],
  rows: readonly Record<string, string>[],
): string {
  const cells = (tag: string, texts: readonly string[]) =>
    `<tr>${texts.map((text) => `<${tag}>${escaped(text)}</${tag}>`).join('')}</tr>`;
  return [
    `<table id="${id}"><caption>${escaped(caption)}</caption>`,
    cells(
      'th',
      columns.map(({ label }) => label),
    ),
    ...rows.map((row) =>
      cells(
        'td',
        columns.map((column) => row[column.id] ?? ''),
      ),
    ),
    '</table>',
  ].join('\n');
}
