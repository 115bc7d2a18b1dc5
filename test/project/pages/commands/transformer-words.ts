/** Commands of the transformer as sentences have them, `find <id>`, with something in the place of what one fills in. */

export const WORDS = [
  'run',
  'watch',
  'init',
  'check',
  'status',
  'find',
  'problems',
  'acknowledge',
  'page',
  'report',
  'replay',
  'index',
  'notify',
  'convert',
  'reconcile',
];

const FILLED: Readonly<Record<string, string>> = {
  '<id>': '1234',
  '<number>': '1234',
  '<file>': 'short.csv',
  '<shipment or tracking number>': 'T1',
};

/** @param folder for what it writes @returns the words after `transformer`; undefined of another program's command */
export function transformerWords(text: string, folder = 'folder'): string[] | undefined {
  const values = Object.entries({ ...FILLED, '<folder>': folder });
  const filled = values.reduce((all, [name, value]) => all.replaceAll(name, value), text);
  const words = [...filled.replace(/^transformer /, '').matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, plain]) => double ?? single ?? plain ?? '',
  );
  return WORDS.includes(words[0] ?? '') ? words : undefined;
}
