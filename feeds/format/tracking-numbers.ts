/** Several tracking numbers in one text, as NetSuite's searches and the published scripts join them. */

/**
 * Each number once, in the order given. `<BR>` joins them in searches, ` | ` in exported files.
 * Source: docs/contracts.md#item-fulfillments-netsuite.
 */
export function trackingNumbers(text: string): string[] {
  if (!/[<|\r\n]/.test(text)) return text.trim() === '' ? [] : [text.trim()];
  const parts = text.split(/<br\s*\/?>|\||[\r\n]+/i).map((part) => part.trim());
  return [...new Set(parts.filter((part) => part !== ''))];
}
