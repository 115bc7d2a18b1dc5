/** The thread that speaks to SFTP servers, as the program sees it: one for the whole process, as long as a store is open. */
import { Worker } from 'node:worker_threads';
import { describe, TransformerError } from '../errors.ts';
import { type Call, errorFrom, type Message } from './messages.ts';

/** What else than the answer comes to a call. */
export type OnMessage = (message: Message) => void;

export type Thread = {
  /** @returns the number of the call, and its answer */
  call(call: Call, onMessage?: OnMessage): { id: number; answer: Promise<unknown> };
  send(message: Message, transferred?: ArrayBuffer[]): void;
  /** Nothing more of a call is heard, which otherwise goes on after its answer. */
  forget(id: number): void;
  /** Ends the thread when nobody uses it any more. */
  release(): Promise<void>;
};

let shared: { thread: Thread; users: number } | undefined;

export function takeThread(): Thread {
  shared ??= { thread: startThread(), users: 0 };
  shared.users += 1;
  return shared.thread;
}

type Waiting = { resolve: (value: unknown) => void; reject: (error: unknown) => void };

function startThread(): Thread {
  const worker = new Worker(new URL('./thread.ts', import.meta.url));
  const waiting = new Map<number, Waiting>();
  const listeners = new Map<number, OnMessage>();
  let last = 0;
  let over: TransformerError | undefined;
  worker.on('message', (message: Message) => {
    if ('value' in message) waiting.get(message.id)?.resolve(message.value);
    else if ('failure' in message) waiting.get(message.id)?.reject(errorFrom(message.failure));
    else listeners.get(message.id)?.(message);
    if ('value' in message || 'failure' in message) waiting.delete(message.id);
  });
  const end = (cause: unknown): void => {
    over ??= threadLost(cause);
    if (shared?.thread === thread) shared = undefined;
    for (const { reject } of waiting.values()) reject(over);
    waiting.clear();
  };
  worker.on('error', end);
  worker.on('exit', () => end('it has ended'));
  const send: Thread['send'] = (message, transferred = []) => worker.postMessage(message, transferred);
  const thread: Thread = {
    send,
    call: (call, onMessage) => {
      const id = ++last;
      if (over) return { id, answer: Promise.reject(over) };
      const { promise, ...settle } = Promise.withResolvers<unknown>();
      waiting.set(id, settle);
      if (onMessage) listeners.set(id, onMessage);
      send({ id, call });
      return { id, answer: promise };
    },
    forget: (id) => void listeners.delete(id),
    release: async () => {
      if (shared?.thread !== thread) return;
      shared.users -= 1;
      if (shared.users > 0) return;
      shared = undefined;
      await worker.terminate();
    },
  };
  return thread;
}

const threadLost = (cause: unknown): TransformerError =>
  new TransformerError(
    'CONNECTION_LOST',
    `The part of the program that speaks to the SFTP server has stopped: ${describe(cause)}. No data is lost: run again, and the pass continues where it stopped.`,
    { cause },
  );
