/** Runs a command of the tests; where its options are wrong, says how it is used and ends with exit code 2. */
export async function runCommand<Options>(
  usage: string,
  options: Options | undefined,
  run: (options: Options) => Promise<number>,
): Promise<void> {
  if (options === undefined) process.stderr.write(usage);
  process.exitCode = options === undefined ? 2 : await run(options);
}
