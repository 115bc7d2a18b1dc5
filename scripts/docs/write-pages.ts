/** `npm run docs`: writes every file that is generated from sources, each printed by a program of the room that owns it. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runTool } from '../tool-error.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The generated files, and what prints each; `docs/speed.md` is not among them, as its figures are measured. */
export const generated: Readonly<Record<string, string>> = {
  'docs/emulator-behaviours.md': 'emulator/behaviours/print-behaviours.ts',
  'docs/mutations.md': 'test/mutations/print-page.ts',
  'docs/objects.md': 'scripts/docs/object-table.ts',
  'transformer/configuration.schema.json': 'transformer/config/print-json-schema.ts',
};

/** The text of a generated file as it should be, formatted as the project's format check wants it. */
export function textOfPage(page: string): string {
  const text = runNode([join(root, generated[page] ?? '')]);
  const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
  return runNode([biome, 'format', `--stdin-file-path=${basename(page)}`], text);
}

const runNode = (words: readonly string[], input = ''): string =>
  execFileSync(process.execPath, ['--no-warnings', ...words], { cwd: root, input, encoding: 'utf8' });

if (import.meta.main) {
  await runTool('docs', async () => {
    const pages = Object.keys(generated);
    for (const page of pages) writeFileSync(join(root, page), textOfPage(page));
    return pages.join(', ');
  });
}
