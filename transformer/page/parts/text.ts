/** Text as the page shows it: whatever others have written is escaped, cannot turn the line around, and has a first part that fits. */
import { html } from 'hono/html';

export type Html = ReturnType<typeof html>;

/** More is folded away. */
const LONGEST_SHOWN = 240;

/** What others have written: a name, an id, a message. */
export function foreign(text: string, longest = LONGEST_SHOWN): Html {
  const shown = visible(text);
  if (shown.length <= longest) return html`<bdi>${shown}</bdi>`;
  const [first, rest] = cutAt(shown, longest);
  return html`<details class="long"><summary><bdi>${first}…</bdi></summary><bdi>…${rest}</bdi></details>`;
}

/** The same where nothing can be folded, such as in a title. */
export function foreignCut(text: string, longest = 80): string {
  const shown = visible(text);
  return shown.length <= longest ? shown : `${cutAt(shown, longest)[0]}…`;
}

/** Between characters, not inside one. */
function cutAt(text: string, at: number): [string, string] {
  const cut = /[\uD800-\uDBFF]/.test(text[at - 1] ?? '') ? at - 1 : at;
  return [text.slice(0, cut), text.slice(cut)];
}

/** Line ends and tabs become blanks; what cannot be seen, or turns the text around it, is shown by its number. */
export const visible = (text: string): string =>
  text.replace(/[\t\r\n]+/g, ' ').replace(/[\p{C}\u2028\u2029]/gu, escaped);

const escaped = (character: string): string =>
  `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;

/** A path may be broken behind each slash. */
export function path(name: string): Html {
  const parts = visible(name).split('/');
  const last = parts.pop() ?? '';
  const folders = parts.map((part) => html`${part}/<wbr>`);
  return html`<bdi class="path"><span class="folders">${folders}</span>${last}</bdi>`;
}

const groups = new Intl.NumberFormat('en-US');

/** Thousands are parted, as numbers stand below each other. */
export const number = (count: number): string => groups.format(count);

/** In a table of many, where what is not nothing should be seen. */
export const count = (rows: number): Html | string =>
  rows === 0 ? html`<span class="zero">0</span>` : number(rows);

export const counted = (count: number, one: string, several = `${one}s`): string =>
  `${number(count)} ${count === 1 ? one : several}`;
