/**
 * Makes what others have written harmless in Slack, in Teams, in their like and in mail: names of files and messages that quote cells
 * must not call a whole channel, make a link, or hide what stands behind them. What could is replaced by something that looks
 * alike, not escaped: each receiver has escapes of its own.
 */

/** Slack: `<` and `>` around mentions and links, `&` before its escapes; most others mention people by `@`. Links in Markdown, code, stars. */
const ALIKE: Readonly<Record<string, string>> = {
  '<': '\u2039',
  '>': '\u203a',
  '&': '\uff06',
  '@': '\uff20',
  '[': '(',
  ']': ')',
  '`': "'",
  '*': '\u2217',
};

/** Slack and Teams make links of what looks like an address. */
const withoutLinks = (text: string): string => text.replaceAll('://', ': //').replace(/\bwww\./gi, 'www .');

export const safeText = (text: string): string =>
  withoutLinks(
    text
      .toWellFormed()
      .replace(/[\p{Zl}\p{Zp}\s]/gu, ' ')
      .replace(/\p{C}/gu, '?')
      .replace(/[<>&@[\]`*]/g, (character) => ALIKE[character] ?? '?'),
  );

const LONGEST = 500;

/** On one line, and no longer than somebody reads. */
export function safeLine(text: string): string {
  const safe = [...safeText(text)];
  return safe.length <= LONGEST ? safe.join('') : `${safe.slice(0, LONGEST - 1).join('')}…`;
}
