/** What the program and its SFTP thread send each other. Messages are taken up in the order in which they were sent. */
import { describe, TransformerError, type TransformerErrorCode } from '../errors.ts';
import type { FileStore } from '../store/file-store.ts';
import type { SftpSettings } from '../store/sftp-connection.ts';
import type { Block } from './blocks.ts';

/** The functions of a store that have one question and one answer. */
export type PlainCall = Exclude<
  keyof FileStore,
  'inOrder' | 'hasOwnClock' | 'silence' | 'readStream' | 'writeStream' | 'habits'
>;

/** @property store which of the open ones; @property aheadMilliseconds how far the asker's clock is ahead of the machine's */
export type Call =
  | { call: 'open'; settings: Omit<SftpSettings, 'giveUp'>; root: string }
  | { call: 'plain'; store: number; name: PlainCall; given: readonly unknown[] }
  | { call: 'habits'; store: number; folder: string; name: string; aheadMilliseconds: number }
  | { call: 'readStream'; store: number; path: string; size: number | undefined }
  | { call: 'writeStream'; store: number; path: string };

/**
 * @property id of the call; that which opened a store is the number of the store
 * @property block of a content, which ends with `end`; `broken` also means that no more of it is wanted, or no connection
 * @property back the memory of a block that was used
 * @property silence of a store, in milliseconds
 */
export type Message = { id: number } & (
  | { call: Call }
  | { block: Block }
  | { end: 'whole' | 'broken' }
  | { back: ArrayBuffer }
  | { silence: number }
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
  const error =
    code === undefined ? new Error(message, options) : new TransformerError(code, message, options);
  if (stack !== undefined) error.stack = stack;
  return error;
}

/** Whoever is sent a part of some memory is sent all of it. */
export const ownCopy = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes);
