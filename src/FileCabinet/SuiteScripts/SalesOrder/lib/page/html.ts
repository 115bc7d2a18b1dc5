/**
 * HTML of which every value is escaped. It goes into a field of type inline HTML, the only one of N/ui/serverWidget that takes markup (help
 * section_1518456409). Whether texts of other fields and of sublists are escaped is not documented, and published scripts put links into
 * them: so what comes from files, records and addresses is shown in this way alone.
 */

/** Markup, as only `html` makes it. */
export type Html = { readonly markup: string };

type Value = string | number | Html | readonly Html[];

/** A template: what stands in it is markup, what is put into it is text unless it is markup itself. */
export const html = (parts: readonly string[], ...values: readonly Value[]): Html => ({
  markup: parts.map((part, index) => `${part}${markupOf(values[index] ?? '')}`).join(''),
});

function markupOf(value: Value): string {
  if (typeof value === 'string' || typeof value === 'number') return escapeHtml(String(value));
  return 'markup' in value ? value.markup : value.map(({ markup }) => markup).join('');
}

/** For texts and for attributes in double quotes. */
export const escapeHtml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');

export const nothing: Html = html``;

export type Cell = string | number | Html;

/** @param caption says to those who do not see the page what the table is */
export function table(caption: string, head: readonly string[], rows: readonly (readonly Cell[])[]): Html {
  if (rows.length === 0) return nothing;
  const heads = head.map((text) => html`<th scope="col">${text}</th>`);
  const left = rows.length - MOST_ROWS;
  const body = rows
    .slice(0, MOST_ROWS)
    .map((cells) => html`<tr>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`);
  return html`<div class="hc-wide"><table class="hc"><caption>${caption}</caption><thead><tr>${heads}</tr></thead><tbody>${body}</tbody></table>${left > 0 ? html`<p>And ${left} more.</p>` : nothing}</div>`;
}

/** More are not read at a screen, and a page of tens of thousands does not open. */
const MOST_ROWS = 200;

/** @param address as N/url gives it */
export const link = (address: string, text: string): Html => html`<a href="${address}">${text}</a>`;

export const STYLE: Html = html`<style>
.hc { border-collapse: collapse; margin: 0 0 1.5em; }
.hc caption { text-align: left; font-weight: bold; font-size: 1.1em; padding: 0.3em 0; }
.hc th, .hc td { border: 1px solid #8a8a8a; padding: 0.3em 0.6em; text-align: left; vertical-align: top; overflow-wrap: break-word; }
.hc-wide { overflow-x: auto; }
.hc th { background: #ececec; }
.hc-first { font-size: 1.3em; margin: 0.5em 0 1em; }
</style>`;
