/** Files with what became of them, as a look-up by name finds them. */
import { html } from 'hono/html';
import type { FileLife } from '../../answers/find.ts';
import { mark, type State } from '../parts/marks.ts';
import type { TenantView } from '../parts/page-data.ts';
import { table } from '../parts/table.ts';
import { count, foreign, type Html, path } from '../parts/text.ts';
import { moment } from '../parts/times.ts';

export const placeStates: Readonly<Record<FileLife['place'], [State, string]>> = {
  waiting: ['watch', 'Waits'],
  processing: ['watch', 'In processing'],
  archive: ['good', 'Finished'],
  failed: ['bad', 'Failed'],
  repeat: ['quiet', 'A repeat'],
  gone: ['quiet', 'Taken out of failed'],
};

export const skippedIn = (skipped: Readonly<Record<string, number>>): number =>
  Object.values(skipped).reduce((sum, count) => sum + count, 0);

export function fileTable(files: readonly FileLife[], { zone }: TenantView): Html {
  return table(
    'Files of this name',
    [
      { title: 'File', main: true, wide: true, cell: (file) => html`${path(file.path)}${reasonOf(file)}` },
      { title: 'State', cell: ({ place }) => mark(...placeStates[place]) },
      { title: 'By', cell: ({ by }) => by },
      { title: 'Since', cell: ({ at }) => moment(Date.parse(at), zone) },
      { title: 'Applied', numeric: true, cell: ({ applied }) => count(applied) },
      { title: 'Refused', numeric: true, cell: ({ rejected }) => count(rejected) },
      { title: 'Skipped', numeric: true, cell: ({ skipped }) => count(skippedIn(skipped)) },
    ],
    files,
  );
}

const reasonOf = ({ code, says, whatToDo }: FileLife): Html | string =>
  code === ''
    ? ''
    : html`<span class="reason"><code>${foreign(code, 60)}</code> ${foreign(says)}</span><span class="reason"><strong>Do:</strong> ${whatToDo}</span>`;
