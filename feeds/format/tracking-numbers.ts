/** Several tracking numbers in one text, as NetSuite's searches and the published scripts join them. */

/** Each number once, in the order given. Source: contracts A.e (`<BR>` in searches, ` | ` in exported files). */
export function trackingNumbers(text: string): string[] {
  if (!/[<|\r\n]/.test(text)) return text.trim() === '' ? [] : [text.trim()];
  const parts = text.split(/<br\s*\/?>|\||[\r\n]+/i).map((part) => part.trim());
  return [...new Set(parts.filter((part) => part !== ''))];
}
