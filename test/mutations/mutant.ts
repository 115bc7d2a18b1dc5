/** A small fault as a maintainer could make it: one edit of one file, and the tests that must fail with it. */

/**
 * @property fault what was done, as a person would say it
 * @property find text that the file contains exactly once
 * @property harm what would come of it
 * @property tests test files of which one must fail, relative to the project
 * @property only a pattern for the names of tests, where a file has slow ones
 */
export type Mutant = {
  number: number;
  file: string;
  fault: string;
  find: string;
  replacement: string;
  harm: string;
  tests: readonly string[];
  only?: string;
};

/** A mutant before it has a number; its file and tests are named shortly. */
export type Fault = Omit<Mutant, 'number'>;

/** Mutants of the files of one folder, which are numbered from `first` on; each names its file and tests shortly. */
export const mutantsOf = (
  { first, folder, tests }: { first: number; folder: string; tests: string },
  faults: readonly Fault[],
): Mutant[] =>
  faults.map((fault, index) => ({
    ...fault,
    number: first + index,
    file: `${folder}/${fault.file}`,
    tests: fault.tests.map((name) => `${tests}/${name}.test.ts`),
  }));

/** The text of a file with the fault. */
export function mutated(text: string, { file, find, replacement }: Mutant): string {
  const parts = text.split(find);
  if (parts.length !== 2)
    throw new Error(
      `${file} has ${JSON.stringify(find)} ${parts.length - 1} times, not once: adapt the mutant.`,
    );
  return parts.join(replacement);
}

/** Whether the scripts for NetSuite have to be built anew for its tests. */
export const isInScripts = ({ file }: Mutant): boolean => /^(src|feeds)\//.test(file);
