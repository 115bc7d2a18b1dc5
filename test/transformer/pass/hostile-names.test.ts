/** Whatever a file is called on the server, nothing is made outside of the tree, and a pass neither breaks nor hangs. */
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { openLocalFolder } from '../../../transformer/store/local-folder.ts';
import { makeTemporaryFolder } from '../local-files/temporary-folder.ts';
import { memoryStoreWith, namesIn, pass, SOURCE } from '../small-feed.ts';

const part = fc.constantFrom(
  '..',
  '.',
  '/',
  '\\',
  '\0',
  '\n',
  '\u001b[2J',
  '~',
  'a',
  '__proto__',
  '\uFFFD',
  'é',
  ' ',
);
const name = fc.oneof(
  fc.array(part, { maxLength: 6 }).map((parts) => parts.join('')),
  fc.string(),
);

test('a name is refused or names something inside of the root', async () => {
  const folder = await makeTemporaryFolder();
  await mkdir(join(folder.path, 'root', 'in'), { recursive: true });
  const store = await openLocalFolder(join(folder.path, 'root'));
  await fc.assert(
    fc.asyncProperty(name, async (text) => {
      await store.write(`in/${text}`, Buffer.from('x')).catch(() => {});
      expect(await readdir(folder.path)).toEqual(['root']);
      expect(await readdir(join(folder.path, 'root'))).toEqual(['in']);
    }),
  );
  await folder.remove();
});

test('a pass over files of any name takes or refuses each of them', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(name, { maxLength: 4 }), async (names) => {
      const store = await memoryStoreWith({});
      for (const text of names) {
        store.files.set(`${SOURCE}/${text}`, { bytes: Buffer.from('["a"]'), modified: 0 });
      }
      const waiting = await namesIn(store, SOURCE);
      const { feeds } = await pass(store);
      const [feed] = feeds;
      const hidden = waiting.filter((text) => text.startsWith('.')).length;
      expect((feed?.files ?? 0) + (feed?.refusedNames ?? 0)).toBeGreaterThanOrEqual(waiting.length - hidden);
      expect(feed?.interruptions).toEqual([]);
    }),
  );
});
