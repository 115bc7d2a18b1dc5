/** A thread that plays the seeds it is told, one after the other, in its own time and on its own network. */
import { parentPort, workerData } from 'node:worker_threads';
import { openSimulator } from '../play/play.ts';
import { type Trying, trySeed } from './try-seed.ts';

const { project, shorten, except = [] } = workerData as { project: string } & Trying;
const port = parentPort;
const simulator = openSimulator(project);

port?.on('message', async (seed: number) => {
  port.postMessage(await trySeed(await simulator, seed, { shorten, except }));
});
