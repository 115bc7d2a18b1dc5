/** With the settings that are deployed and nothing shortened: how long claims of a dead process lie, and a job lasts. */
import { deployedSettings, readManifest } from '../../testbed/tenants/manifest.ts';
import { makePlan, PROCESSES, TENANTS } from '../../testbed/tenants/plan.ts';
import { initialize, startPods } from '../../testbed/tenants/pods.ts';
import { playStory } from '../../testbed/tenants/story.ts';
import { layFiles, openWorld } from '../../testbed/tenants/world.ts';
import { progress } from '../harness/alternate.ts';
import type { Section } from '../harness/results.ts';

/** Seconds without a sign of life after which a pass counts as gone, and some for the sign before and the start after. */
const MOST_SECONDS_TO_TAKE_OVER = 110;
const SIZES = { files: 2, rows: 120 };
/** So that its server falls silent in the middle of a file, when the most is waited for. */
const BYTES_HEARD = 15_000;

/** Both wait for the most part, so they do it at the same time. */
export async function measureDeployed(): Promise<Section> {
  const { periodSeconds, file } = readManifest();
  const [takeover, job] = await Promise.all([timeOfTakeover(), timeOfJob()]);
  progress('the claims of a killed process are taken up after', takeover);
  progress('a job beside a dead server lasts', job);
  return {
    results: [],
    tables: [],
    targets: [
      {
        claim: `default settings, ${PROCESSES} processes, one killed inside a file: seconds until another has all of its claims`,
        limit: MOST_SECONDS_TO_TAKE_OVER,
        found: takeover,
      },
      {
        claim: `deploy/${file}, one of ${TENANTS} servers falls silent: seconds that the job lasts, as the next waits for it`,
        limit: periodSeconds,
        found: job,
      },
    ],
  };
}

/** Processes are started again every second, so that what is found is the time until a claim may be taken. */
async function timeOfTakeover(): Promise<number> {
  const plan = makePlan(1, SIZES);
  const settings = deployedSettings();
  const story = { settings, without: [plan.silent], patienceSeconds: 1200, pauseSeconds: 1, waits: true };
  const { faults, takeoverSeconds } = await playStory(plan, story);
  if (faults.length > 0) throw new Error(`After the kill: ${faults.slice(0, 3).join('; ')}.`);
  if (takeoverSeconds === undefined) throw new Error('The process that was killed left no claim.');
  return takeoverSeconds;
}

async function timeOfJob(): Promise<number> {
  const world = await openWorld(makePlan(1, SIZES), { settings: deployedSettings() });
  try {
    await initialize(world);
    layFiles(world);
    world.silent.fallSilent(BYTES_HEARD);
    const began = Date.now();
    const ends = await Promise.all(startPods(world, PROCESSES).map(({ ended }) => ended));
    return (Math.max(...ends.map(({ at }) => at)) - began) / 1000;
  } finally {
    await world.stop();
  }
}
