/** The page of docs that lists the mutants. */
import type { Mutant } from './mutant.ts';
import { mutants } from './table.ts';

export function mutationsPage(): string {
  return `# Small faults, and the tests that notice them

Generated from \`test/mutations/table.ts\` by \`npm run docs\`; a test compares.

Each of these ${mutants.length} faults is one a maintainer could make: a guard dropped, two steps swapped, a comparison turned. Numbers
such as T05 and M17 are those of an earlier hunt in which they went unnoticed. Who changes a line that a fault edits sees the fast test
\`test/mutations/table.test.ts\` fail, and adapts the fault.

\`\`\`sh
npm run mutations                       # all of them, in about a quarter of an hour on two cores
npm run mutations -- --only 7,25        # some
npm run mutations -- --jobs 1           # one at a time; two is the most
\`\`\`

Each is made in a copy of the working tree, so nothing of yours is touched. The named tests must pass without the fault and fail with
it, by a test: a program that does not start is no fault anybody would commit. One that no test notices is told, and the exit code is 1:
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
