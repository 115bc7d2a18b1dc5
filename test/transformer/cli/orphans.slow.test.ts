/** `watch` takes up what a dead pass has begun as soon as it may, however long its own pause is. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { claimMark } from '../../../transformer/folders/claim.ts';
import { command, logLines } from '../command.ts';
import { makeTemporaryFolder } from '../local-files/temporary-folder.ts';

const SECOND = 1000;

test('a file whose pass was last alive 75 seconds ago is taken up 15 seconds later by a watch that pauses for an hour', async () => {
  const folder = await makeTemporaryFolder();
  try {
    expect((await command(['init', '--folder', folder.path])).exitCode).toBe(0);
    const at = Date.now() - 75 * SECOND;
    const processing = join(folder.path, 'hotwax/BrokeredOrderItems/processing');
    const mark = claimMark({ at, passId: 'dead' });
    await writeFile(join(processing, `${mark}~orders.json`), '[{"orderId":"HC1"}]\n');
    await writeFile(join(processing, `.alive-${mark}`), '');

    const stop = new AbortController();
    const words = ['watch', '--folder', folder.path, '--feed', 'brokered-order-items', '--interval', '1h'];
    const onError = (text: string): void => {
      if (text.includes('"file archived"')) stop.abort();
    };
    const { err } = await command(words, { stop: stop.signal, onError });

    const [left, ended] = logLines(err).filter(({ msg }) => msg === 'file left' || msg === 'file archived');
    expect(left).toMatchObject({
      msg: 'file left',
      file: 'orders.json',
      reason: expect.stringContaining('sign of life'),
    });
    expect(left?.takenUpInSeconds).toBeGreaterThan(0);
    expect(left?.takenUpInSeconds).toBeLessThanOrEqual(15);
    expect(ended).toMatchObject({ msg: 'file archived', file: 'orders.json' });
  } finally {
    await folder.remove();
  }
});
