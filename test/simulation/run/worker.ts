/** A thread that plays the seeds it is told, one after the other. */
import { parentPort, workerData } from 'node:worker_threads';
import { openScene } from './simulate.ts';
import { trySeed } from './try-seed.ts';

const { project, shorten } = workerData as { project: string; shorten: boolean };
const scene = openScene(project);
const port = parentPort;

port?.on('message', async (seed: number) => {
  port.postMessage(await trySeed(scene, seed, shorten));
});
