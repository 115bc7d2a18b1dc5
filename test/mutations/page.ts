/** The page of docs that lists the mutants. */
import type { Mutant } from './mutant.ts';
import { mutants } from './table.ts';

export function mutationsPage(): string {
  return `# Small faults, and the tests that notice them

Generated from \`test/mutations/table.ts\` by \`npm run docs\`; a test checks that it is up to date.

Each of these ${mutants.length} faults is one a maintainer could make: a guard dropped, two steps swapped, a comparison turned. Numbers
such as T05 and M17 come from an earlier search, in which no test noticed them. If you change a line that a fault edits, the fast test
\`test/mutations/table.test.ts\` fails: adapt the fault.

\`\`\`sh
npm run mutations                       # all of them, in about a quarter of an hour on two cores
npm run mutations -- --only 7,25        # some
npm run mutations -- --jobs 1           # one at a time; two is the most
\`\`\`

Each is made in a copy of the working tree, so your files are not touched. The named tests must pass without the fault, and one of them must
fail with it; a program that does not start does not count. A fault that no test notices is reported, and the exit code is 1:
write the test beside those of the module.

| No. | File | Fault | Harm | Noticed by |
| --- | --- | --- | --- | --- |
${mutants.map(row).join('\n')}
`;
}

function row({ number, file, fault, harm, tests, only }: Mutant): string {
  const which = only === undefined ? '' : ` (${only})`;
  const noticed = `${tests.map((test) => `\`${shortTest(test)}\``).join(', ')}${which}`;
  const cells = [String(number), `\`${shortFile(file)}\``, fault, harm, noticed];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

const shortFile = (file: string): string => file.replace('src/FileCabinet/SuiteScripts/SalesOrder/', '');

const shortTest = (test: string): string => test.replace(/^test\//, '').replace(/\.test\.ts$/, '');
