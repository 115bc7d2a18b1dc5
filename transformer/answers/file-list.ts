/** The files that the index knows, page by page, the latest first. */
import { type PlaceFound, placesIn } from '../catch-up/store-looks.ts';
import type { Route } from '../folders/folders.ts';
import { filesWhere, type KnownFile } from '../row-index/files-table.ts';
import type { RowIndex } from '../row-index/open-index.ts';

/** @property text a part of the name; @property before where the page goes on: time and number of the last file before it */
export type FileFilter = {
  side: string;
  feed: string;
  place: string;
  text: string;
  before: { at: number; id: number } | undefined;
};

export type FilePage = { files: KnownFile[]; more: boolean };

export function filePage(index: RowIndex, filter: FileFilter, most: number): FilePage {
  const { side, feed, place, text, before } = filter;
  const conditions: [string, string][] = [
    ['side = ?', side],
    ['feed = ?', feed],
    ['place = ?', place],
    ['instr(lower(name), lower(?)) > 0', text],
  ];
  const wanted = conditions.filter(([, value]) => value !== '');
  const where = [
    'complete = 1',
    ...wanted.map(([condition]) => condition),
    ...(before ? ['(at < ? OR (at = ? AND id < ?))'] : []),
  ].join(' AND ');
  const values = [...wanted.map(([, value]) => value), ...(before ? [before.at, before.at, before.id] : [])];
  const ids = index.use((database) =>
    database
      .prepare(`SELECT id FROM files WHERE ${where} ORDER BY at DESC, id DESC LIMIT ?`)
      .all(...values, most + 1),
  );
  const numbers = ids.slice(0, most).map(({ id }) => Number(id));
  const files = numbers.length === 0 ? [] : filesWhere(index, `id IN (${numbers.join(', ')})`).reverse();
  return { files, more: ids.length > most };
}

/** What waits or is in processing, the oldest first, in the folders of the feed. */
export function filesUnderWay(
  { index, routes }: { index: RowIndex; routes: readonly Route[] },
  { text, place, feed }: Pick<FileFilter, 'text' | 'place' | 'feed'>,
): PlaceFound[] {
  const wanted = text.toLowerCase();
  const own = routes.filter((route) => feed === '' || route.feed.name === feed);
  const folders = new Set(own.flatMap(({ sourceFolder, targetFolder }) => [sourceFolder, targetFolder]));
  return placesIn(index).filter(
    (one) =>
      folders.has(one.folder) &&
      one.name.toLowerCase().includes(wanted) &&
      (place === '' || one.place === place),
  );
}

/**
 * @property sent the file that the transformer delivered it in, or the one that it was made of
 * @property answer what its receiver made of it
 */
export type FileStory = { file: KnownFile; sent: KnownFile | undefined; answer: KnownFile | undefined };

export function fileStory(index: RowIndex, id: number): FileStory | undefined {
  const [file] = filesWhere(index, 'id = ?', id);
  if (!file) return undefined;
  if (file.side === 'netsuite') {
    const [sent] = filesWhere(index, "side = 'transformer' AND output = ?", `${file.folder}/${file.name}`);
    return { file, sent, answer: undefined };
  }
  const cut = file.output.lastIndexOf('/');
  const [answer] =
    file.output === ''
      ? []
      : filesWhere(
          index,
          "side = 'netsuite' AND folder = ? AND name = ?",
          file.output.slice(0, cut),
          file.output.slice(cut + 1),
        );
  return { file, sent: undefined, answer };
}

/** Where a file lies now, as far as the index knows. */
export const pathOfFile = ({ folder, place, name }: KnownFile): string =>
  `${folder}/${place === 'repeat' ? 'archive' : place}/${name}`;
