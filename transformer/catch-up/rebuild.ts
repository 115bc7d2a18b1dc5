/** Makes the row index anew from what the store has, and puts it in the place of the one there is in one step. */
import { openRowIndex, type RowIndex, removeIndex } from '../row-index/open-index.ts';
import { openRefusals } from '../row-index/settle-refusals.ts';
import { type CaughtUp, catchUp } from './catch-up.ts';
import type { CatchUp } from './task.ts';

const TABLES = ['files', 'blocks', 'changes', 'refusals', 'tallies', 'places', 'looks', 'counters'];

/**
 * It is made beside the old one, which answers until then, and stays as it is when this fails. What a pass notes meanwhile is
 * read from the archive by the next one.
 */
export async function rebuildIndex(options: CatchUp): Promise<CaughtUp> {
  const { index } = options;
  const path = `${index.path}.rebuild-${process.pid}`;
  removeIndex(path);
  try {
    const fresh = openRowIndex(path);
    const caughtUp = await filled(fresh, options).finally(() => fresh.close());
    replaceContent(index, path);
    return caughtUp;
  } finally {
    removeIndex(path);
  }
}

/** What stands refused is found out at once, so that the first answer need not. */
async function filled(index: RowIndex, options: CatchUp): Promise<CaughtUp> {
  const caughtUp = await catchUp({ ...options, index });
  openRefusals(index);
  return caughtUp;
}

function replaceContent(index: RowIndex, path: string): void {
  index.use((database) => database.prepare('ATTACH ? AS fresh').run(path));
  try {
    index.change((database) => {
      for (const table of TABLES)
        database.exec(`DELETE FROM main.${table}; INSERT INTO main.${table} SELECT * FROM fresh.${table}`);
    });
  } finally {
    index.use((database) => database.exec('DETACH fresh'));
  }
}
