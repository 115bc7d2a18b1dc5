/** Plays many seeds on several threads: each takes the next seed when it is done with its last. */
import { Worker } from 'node:worker_threads';
import { addResult, emptyTally, type SeedResult, type Tally } from './tally.ts';

/** @property worker the file of the thread; what it plays and how is handed to it */
export type ManySeeds = {
  worker?: URL;
  project: string;
  except?: readonly string[];
  first: number;
  runs: number;
  jobs: number;
  shorten: boolean;
  onResult(result: SeedResult, tally: Tally): void;
};

export async function playMany(options: ManySeeds): Promise<Tally> {
  const { first, runs, jobs } = options;
  const tally = emptyTally();
  const seeds = Array.from({ length: runs }, (_, index) => first + index);
  const next = seeds.values();
  await Promise.all(Array.from({ length: Math.min(jobs, runs) }, () => work(options, next, tally)));
  tally.broken.sort((one, other) => one - other);
  return tally;
}

async function work(
  { worker: file = new URL('./worker.ts', import.meta.url), project, except, shorten, onResult }: ManySeeds,
  next: Iterator<number>,
  tally: Tally,
): Promise<void> {
  const worker = new Worker(file, { workerData: { project, shorten, except } });
  try {
    for (let seed = next.next(); !seed.done; seed = next.next()) {
      const result = await ask(worker, seed.value);
      addResult(tally, result);
      onResult(result, tally);
    }
  } finally {
    await worker.terminate();
  }
}

function ask(worker: Worker, seed: number): Promise<SeedResult> {
  return new Promise((resolve, reject) => {
    const settle = (then: () => void): void => {
      worker.off('message', onMessage);
      worker.off('error', onError);
      worker.off('exit', onExit);
      then();
    };
    const onMessage = (result: SeedResult): void => settle(() => resolve(result));
    const onError = (error: unknown): void =>
      settle(() => reject(new Error(`Seed ${seed} ended its thread.`, { cause: error })));
    const onExit = (code: number): void => onError(new Error(`It ended with exit code ${code}.`));
    worker.once('message', onMessage);
    worker.once('error', onError);
    worker.once('exit', onExit);
    worker.postMessage(seed);
  });
}
