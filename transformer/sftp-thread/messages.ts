/** What the program and its SFTP thread send each other. Messages are taken up in the order in which they were sent. */
import { describe, TransformerError, type TransformerErrorCode } from '../errors.ts';
import type { FileStore } from '../store/file-store.ts';
import type { SftpSettings } from '../store/sftp-connection.ts';

/** The functions of a store that have one question and one answer. */
export type PlainCall = Exclude<
  keyof FileStore,
  'inOrder' | 'hasOwnClock' | 'readStream' | 'writeStream' | 'habits'
>;

/** @property store which of the open ones; @property aheadMilliseconds how far the asker's clock is ahead of the machine's */
export type Call =
  | { call: 'open'; settings: SftpSettings; root: string }
  | { call: 'plain'; store: number; name: PlainCall; given: readonly unknown[] }
  | { call: 'habits'; store: number; folder: string; name: string; aheadMilliseconds: number }
  | { call: 'readStream'; store: number; path: string; size: number | undefined }
  | { call: 'writeStream'; store: number; path: string };

/** @property call a new one @property piece of a content, which ends with `end` @property taken how many bytes of the other's pieces were used */
export type Message = { id: number } & (
  | { call: Call }
  | { piece: Uint8Array }
  | { end: 'whole' | 'broken' }
  | { taken: number }
  | { value: unknown }
  | { failure: Failure }
);

export type Failure = {
  code: TransformerErrorCode | undefined;
  message: string;
  cause: string | undefined;
  stack: string | undefined;
};

/** Of an error only data can be sent. */
export function failureOf(error: unknown): Failure {
  const isOurs = error instanceof TransformerError;
  const isError = error instanceof Error;
  const cause = isError && error.cause !== undefined ? describe(error.cause) : undefined;
  return {
    code: isOurs ? error.code : undefined,
    message: isError ? error.message : String(error),
    cause,
    stack: isError ? error.stack : undefined,
  };
}

export function errorFrom({ code, message, cause, stack }: Failure): Error {
  const options = cause === undefined ? {} : { cause: new Error(cause) };
  const error = code === undefined ? new Error(message, options) : new TransformerError(code, message, options);
  if (stack !== undefined) error.stack = stack;
  return error;
}

/** A piece whose memory nobody else uses, so that it can be handed to the other thread without a copy there. */
export const ownCopy = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes);
