/** Rows of one feed that another goes on with: the file they are handed on in, and its outcome in the ledger entry of their own. */
import * as record from 'N/record';
import * as search from 'N/search';
import { shortHash } from '#feeds/format/file-name.ts';
import { feedFile as ids } from '../netsuite/ids.ts';
import { utf8Length } from '../netsuite/text-size.ts';
import { type FeedFileEntry, LONGEST_MESSAGE } from './ledger.ts';

const SUFFIX = '.shipments.json';

/** File systems take 255 bytes, of which a time before the name and the ending of an error file need some. */
const LONGEST = 190;

/** The same for the same file, so that nothing is handed on twice. */
export function nameOfShipments(name: string): string {
  if (utf8Length(name + SUFFIX) <= LONGEST) return name + SUFFIX;
  const kept = [...name].reduce(
    (text, letter) => (utf8Length(text + letter) <= 150 ? text + letter : text),
    '',
  );
  // Names that begin alike must not become one.
  return `${kept}-${shortHash(name)}${SUFFIX}`;
}

/** Before the file is published, so that its outcome finds its way back. 2 units. */
export function recordHandedOn(entry: FeedFileEntry, file: string): void {
  record.submitFields({ type: ids.type, id: entry.id, values: { [ids.handedOn]: file } });
}

/** Nothing for files that nobody has handed on, else 12 units. */
export function tellOrigin(name: string, outcome: string): void {
  if (!name.endsWith(SUFFIX)) return;
  const [found] = search
    .create({ type: ids.type, filters: [[ids.handedOn, 'is', name]] })
    .run()
    .getRange({ start: 0, end: 1 });
  if (found) {
    record.submitFields({
      type: ids.type,
      id: Number(found.id),
      values: { [ids.handedOnOutcome]: outcome.slice(0, LONGEST_MESSAGE) },
    });
  }
}
