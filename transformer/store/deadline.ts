/** Work that ends: by its own result, by its deadline, or by the loss of the connection it needs. */
import { TransformerError } from '../errors.ts';

/** `lost` settles, by rejection, when the connection is gone. */
export async function withDeadline<Result>(
  what: string,
  milliseconds: number,
  work: Promise<Result>,
  lost?: Promise<never>,
): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(timedOut(what, milliseconds)), milliseconds);
  });
  try {
    return await Promise.race(lost ? [work, deadline, lost] : [work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}

export const timedOut = (what: string, milliseconds: number): TransformerError =>
  new TransformerError(
    'TIMED_OUT',
    `${what} took longer than ${milliseconds / 1000} seconds. Nothing is lost: run again, or raise timeoutSeconds if the server is slow.`,
  );
