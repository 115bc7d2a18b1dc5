/** The words of a page, without what differs between stored copies of it: tags, entities, Markdown, kinds of quote marks, white space. */

export const plainText = (page: string): string =>
  [...MARKUP, ...CHARACTERS, ...SPACE].reduce((text, [from, to]) => text.replaceAll(from, to), page).trim();

type Rule = readonly [from: RegExp, to: string];

const MARKUP: readonly Rule[] = [
  [/<(script|style)\b[\s\S]*?<\/\1>/gi, ' '],
  [/<\/?[a-z][^>]*>/gi, ' '],
  [/!?\[([^\]]*)\]\([^)\s]*\)/g, '$1'],
  [/\*\*|`/g, ''],
  [/\\([_*[\]<>|#-])/g, '$1'],
  [/(?<![\w])_([^_\n]+)_(?![\w])/g, '$1'],
  [/\|/g, ' '],
];

const CHARACTERS: readonly Rule[] = [
  [/&nbsp;|&#160;|\u00a0/g, ' '],
  [/&quot;|&[lr]dquo;|[\u201c\u201d]/g, '"'],
  [/&#0?39;|&apos;|&[lr]squo;|[\u2018\u2019]/g, "'"],
  [/&[mn]dash;|[\u2013\u2014]/g, '-'],
  [/&lt;/g, '<'],
  [/&gt;/g, '>'],
  [/&amp;/g, '&'],
];

/** A tag round a word leaves a space before the punctuation that follows it. */
const SPACE: readonly Rule[] = [
  [/\s+/g, ' '],
  [/ (?=[.,;:)!?])/g, ''],
  [/(?<=\() /g, ''],
];
