/**
 * Whether manifests are what Kubernetes accepts, as strictly as `kubeconform -strict`: no key that the API does not know, no value of
 * another type, nothing missing that it needs. The schemas are the types that kubernetes-types makes of the API's own
 * description; whatever tsc has against a manifest that is written down as a constant of its type is wrong with it.
 * Values of which the description says in words alone which there are, such as `Forbid`, are strings to it.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';

export type Manifest = { apiVersion?: unknown; kind?: unknown; [key: string]: unknown };

/** @throws when the text is no YAML */
export const manifestsIn = (text: string): Manifest[] =>
  parseAllDocuments(text).map((document) => {
    if (document.errors[0]) throw document.errors[0];
    return document.toJS();
  });

/** @returns what is wrong with each of them, by position */
export async function problemsOf(manifests: readonly Manifest[]): Promise<string[][]> {
  const folder = await mkdtemp(resolve('node_modules', '.manifests-'));
  try {
    await Promise.all(manifests.map((one, index) => writeFile(join(folder, `${index}.ts`), asTyped(one))));
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(compiler));
    const said = await tsc(folder);
    return manifests.map((_, index) => linesAbout(said, `${index}.ts`));
  } finally {
    await rm(folder, { recursive: true });
  }
}

const compiler = {
  compilerOptions: {
    strict: true,
    noEmit: true,
    module: 'esnext',
    moduleResolution: 'bundler',
    target: 'esnext',
    types: [],
    skipLibCheck: true,
  },
  include: ['*.ts'],
};

/** Kinds of the first group have no name before their version. */
function asTyped({ apiVersion, kind, ...rest }: Manifest): string {
  const path = String(apiVersion).replace(/^v/, 'core/v');
  const type = `import(${JSON.stringify(`kubernetes-types/${path}`)}).${/^\w+$/.test(String(kind)) ? kind : 'Unknown'}`;
  return `export const manifest: ${type} = ${JSON.stringify({ apiVersion, kind, ...rest }, null, 1)};\n`;
}

const tsc = (folder: string): Promise<string> =>
  new Promise((end, fail) => {
    const program = resolve('node_modules/typescript/bin/tsc');
    const options = { cwd: folder, maxBuffer: 10_000_000 };
    execFile(process.execPath, [program, '-p', folder, '--pretty', 'false'], options, (error, out, err) => {
      if (error && typeof error.code !== 'number') fail(error);
      else if (err !== '') fail(new Error(err));
      else end(out.replaceAll(`${relative('.', folder)}/`, ''));
    });
  });

const linesAbout = (said: string, file: string): string[] =>
  said
    .split(/\n(?=\S)/)
    .filter((message) => message.startsWith(`${file}(`))
    .map((message) => message.trim());
