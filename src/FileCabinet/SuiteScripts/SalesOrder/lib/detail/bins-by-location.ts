/** The bin that each location ships from, as an administrator writes it: `114=A-1; 15=FRONT`. */
import { isInternalId, quoteForMessage } from '#feeds/format/values.ts';
import { failure } from '../netsuite/failure.ts';

/** Names of bins by internal id of their location. */
export type BinsByLocation = Readonly<Record<string, string>>;

/**
 * Semicolons and line ends separate locations; the name of a bin may have any other character.
 * @throws BINS_NOT_READ a deployment that means something else than it does must not fulfill anything
 */
export function parseBinsByLocation(text: string): BinsByLocation {
  const bins: Record<string, string> = {};
  for (const part of text.split(/[;\r\n]+/).map((found) => found.trim())) {
    if (part === '') continue;
    const { location, bin } = readPart(part);
    if (Object.hasOwn(bins, location)) throw notRead(part, `location ${location} is there twice`);
    bins[location] = bin;
  }
  return bins;
}

function readPart(part: string): { location: string; bin: string } {
  const at = part.indexOf('=');
  const location = part.slice(0, Math.max(at, 0)).trim();
  const bin = part.slice(at + 1).trim();
  if (at < 0) throw notRead(part, 'it has no equals sign');
  if (!isInternalId(location)) throw notRead(part, 'what is before the equals sign is no internal id');
  if (bin === '') throw notRead(part, 'it names no bin');
  return { location, bin };
}

const notRead = (part: string, why: string): Error =>
  failure(
    'BINS_NOT_READ',
    `The parameter "Bin of each location" has ${quoteForMessage(part)}, which cannot be read: ${why}. Write internal ids of locations and names of bins, such as 114=A-1; 15=FRONT.`,
  );
