/** The programs of the tests as commands: how they are used, and what is said of options that they do not know. */
import { version } from '../transformer/version.ts';

/**
 * @param readOptions throws an error that says what is wrong
 * @param run what the command does with them, and its exit code
 */
export async function runCommand<Options extends { help: boolean; version: boolean }>(
  usage: string,
  readOptions: () => Options,
  run: (options: Options) => Promise<number>,
): Promise<void> {
  const options = read(usage, readOptions);
  if (options === undefined) process.exitCode = 2;
  else if (options.help || options.version) process.stdout.write(options.help ? usage : `${version}\n`);
  else process.exitCode = await run(options);
}

function read<Options>(usage: string, readOptions: () => Options): Options | undefined {
  try {
    return readOptions();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n\n${usage}`);
    return undefined;
  }
}

/** @throws Error that names the option and what it is given */
export function wholeNumber(option: string, text: string, least: number): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= least && Number.isSafeInteger(number)) return number;
  throw new Error(`--${option} must be a whole number${least > 0 ? ` from ${least}` : ''}, not ${text}.`);
}
