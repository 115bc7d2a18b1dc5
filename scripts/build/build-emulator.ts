/** `npm run pack:emulator`: the emulator as a package, which is JavaScript without types, declarations and its pages, packed into dist. */
import { execFileSync } from 'node:child_process';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { type Plugin, rollup } from 'rollup';
import { runTool, ToolError } from '../tool-error.ts';

/** Programs of the package by the name of their file; the worker is started by its name. */
const ENTRIES = { index: 'index.ts', bin: 'bin.ts', 'server-worker': 'sftp/server-worker.ts' };

/** `root` has emulator/ and docs/; `out` is where the package goes. */
export type PackageOptions = { root: string; out?: string };

/** Builds the package and packs it for npm beside itself; the path of the archive. @throws ToolError NOT_BUILT */
export async function packEmulator(options: PackageOptions): Promise<string> {
  const folder = await buildEmulator(options);
  const words = ['pack', '--silent', folder, '--pack-destination', dirname(folder)];
  return join(dirname(folder), execFileSync('npm', words, { encoding: 'utf8' }).trim());
}

async function buildEmulator({
  root,
  out = join(root, 'dist/netsuite-emulator'),
}: PackageOptions): Promise<string> {
  await rm(out, { recursive: true, force: true });
  await bundle(join(root, 'emulator'), join(out, 'lib'));
  await copyTypes(compileTypes(root), join(out, 'types'));
  await copyPages(root, out);
  await writeManifest(root, out);
  return out;
}

async function bundle(source: string, out: string): Promise<void> {
  const input = Object.fromEntries(Object.entries(ENTRIES).map(([name, file]) => [name, join(source, file)]));
  const build = await rollup({
    input,
    external: (id) => !/^[./]/.test(id),
    plugins: [erasedTypes],
    onwarn: ({ message }) => {
      throw new ToolError('NOT_BUILT', message);
    },
  });
  await build.write({
    dir: out,
    format: 'cjs',
    exports: 'named',
    interop: 'auto',
    entryFileNames: '[name].js',
    chunkFileNames: '[name].js',
    sourcemap: true,
    sourcemapPathTransform: (path) => path.replace(/^.*\/emulator\//, '../emulator/'),
  });
  await build.close();
}

/** Blanks take the place of types, so that a line and column are the same in the source. */
const erasedTypes: Plugin = {
  name: 'erased-types',
  transform: (text, id) => {
    if (id.endsWith('.json')) return { code: `export default ${text}`, map: null };
    const code = stripTypeScriptTypes(text).replace("'./server-worker.ts'", "'./server-worker.js'");
    return { code, map: null };
  },
};

function compileTypes(root: string): string {
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  execFileSync(process.execPath, [compiler, '-b', join(root, 'emulator')], { stdio: 'inherit' });
  return join(root, 'dist/types/emulator');
}

/** Those that a program can come upon from index.d.ts, with imports that every version of TypeScript follows. */
async function copyTypes(from: string, to: string, file = 'index.d.ts', copied = new Set<string>()) {
  if (copied.has(file)) return;
  copied.add(file);
  const text = await readFile(join(from, file), 'utf8');
  await mkdir(dirname(join(to, file)), { recursive: true });
  await writeFile(
    join(to, file),
    text.replace(IMPORT, (_, before, path) => `${before}${path}.js'`),
  );
  for (const [, , path = ''] of text.matchAll(IMPORT))
    await copyTypes(from, to, join(dirname(file), `${path}.d.ts`), copied);
}

const IMPORT = /((?:from |import\(?)')(\.[^']*)\.ts'/g;

/** The list of behaviours, which lies elsewhere in this repository, lies beside the other pages of the package. */
async function copyPages(root: string, out: string): Promise<void> {
  await cp(join(root, 'emulator/probe'), join(out, 'probe'), { recursive: true });
  await cp(join(root, 'LICENSE'), join(out, 'LICENSE'));
  await cp(join(root, 'docs/emulator-behaviours.md'), join(out, 'behaviours.md'));
  for (const page of ['README.md', 'CHANGELOG.md', 'account-file.md']) {
    const text = await readFile(join(root, 'emulator', page), 'utf8');
    await writeFile(join(out, page), text.replaceAll('(../docs/emulator-behaviours.md', '(behaviours.md'));
  }
}

/** What is in the sources for their own sake stays behind: they are ES modules, and no package by themselves. */
async function writeManifest(root: string, out: string): Promise<void> {
  const text = await readFile(join(root, 'emulator/package.json'), 'utf8');
  const { scripts, type, ...manifest } = JSON.parse(text) as Record<string, unknown>;
  await writeFile(join(out, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

if (import.meta.main) {
  await runTool('emulator', async () => {
    const archive = await packEmulator({ root: join(import.meta.dirname, '../..') });
    return `${relative(process.cwd(), archive)}; to use it elsewhere: npm install --save-dev ${archive}`;
  });
}
