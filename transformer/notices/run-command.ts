/** Hands a message to a program, on its standard input; it is started without a shell. */
import { spawn } from 'node:child_process';
import { codeOf, TransformerError } from '../errors.ts';
import type { Message } from './message.ts';

/**
 * @property command the program and its arguments @property folder where it runs
 * @property environment what it gets to know besides the message
 */
export type NoticeCommand = {
  command: readonly string[];
  folder: string;
  environment: Readonly<Record<string, string | undefined>>;
  timeoutSeconds: number;
};

/** @throws TransformerError NOTICE_FAILED */
export async function handToCommand(to: NoticeCommand, { title, text, fields }: Message): Promise<void> {
  const [program = '', ...words] = to.command;
  const own = { NOTICE_TITLE: title, NOTICE_JSON: JSON.stringify(fields) };
  const environment = { ...to.environment, ...own };
  // A group of its own, so that what it has started ends with it.
  const child = spawn(program, words, {
    cwd: to.folder,
    env: environment,
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  child.stdin.on('error', () => {}); // who does not read it is not made to
  child.stdin.end(`${text}\n`);
  const killed = { late: false };
  const timer = setTimeout(() => {
    killed.late = true;
    endGroup(child.pid);
  }, to.timeoutSeconds * 1000);
  const [code, error] = await new Promise<[number | null, unknown?]>((resolve) => {
    child.on('error', (cause) => resolve([null, cause]));
    child.on('exit', (status) => resolve([status]));
  });
  clearTimeout(timer);
  if (code === 0) return;
  throw failed(program, error, killed.late ? `was ended after ${to.timeoutSeconds} seconds` : endOf(code));
}

const endOf = (code: number | null): string =>
  code === null ? 'was ended by a signal' : `ended with exit code ${code}`;

function endGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if (codeOf(error) !== 'ESRCH') throw error; // it has just ended
  }
}

function failed(program: string, cause: unknown, what: string): TransformerError {
  const says = cause === undefined ? what : `could not be started (${codeOf(cause)})`;
  return new TransformerError(
    'NOTICE_FAILED',
    `The command ${JSON.stringify(program)} of notify.command ${says}. Try it with "transformer notify --test".`,
  );
}
