/** Plays a plan on a fresh world, lets it settle, and looks at it from outside. */
import { readSdfProject, type SdfProject } from '../../../emulator/sdf/project.ts';
import { runAction } from '../actions/run-action.ts';
import { settle } from '../actions/settle.ts';
import { checkInvariants } from '../invariants/check-invariants.ts';
import type { Difference } from '../invariants/claims.ts';
import { makePlan } from '../plan/make-plan.ts';
import type { Plan } from '../plan/plan.ts';
import { type Line, numbered } from '../world/trace.ts';
import { makeWorld, type World } from '../world/world.ts';
import { handedSettings } from './handed-settings.ts';

/** @property met how often each kind of action was done and of fault was met */
export type Outcome = {
  plan: Plan;
  /** Ids of the orders there were. */
  orders: readonly string[];
  differences: Difference[];
  trace: readonly Line[];
  met: ReadonlyMap<string, number>;
};

export type Scene = { project: SdfProject; deployments: readonly string[]; scheduled: readonly string[] };

/** @param folder the built SDF project */
export function openScene(folder: string): Scene {
  const project = withTexts(readSdfProject(folder));
  const deployments = project.scripts
    .filter(({ id, type }) => id !== AT_CUT_OVER && !MOVE_NO_ROW.includes(id) && type !== 'suitelet')
    .flatMap((script) => script.deployments);
  const namesOf = (some: typeof deployments): string[] => some.map(({ id }) => id).sort();
  return {
    project,
    deployments: namesOf(deployments),
    scheduled: namesOf(deployments.filter(({ status }) => status === 'SCHEDULED')),
  };
}

/** Takes all that is left of tagged lines as shipped: run once, before the first file. */
const AT_CUT_OVER = 'customscript_hc_fulfill_tagged';

/** Neither they nor a page move a row. */
const MOVE_NO_ROW = ['customscript_hc_feed_digest', 'customscript_hc_order_statement'];

/** The scripts' texts are read once: a build may replace them meanwhile. */
function withTexts(project: SdfProject): SdfProject {
  const texts = new Map(project.scripts.map(({ file }) => [file, project.readFile(file)]));
  return {
    ...project,
    scripts: project.scripts.map(withHandedSettings).map(switchedOn),
    readFile: (path) => texts.get(path) ?? project.readFile(path),
  };
}

/** Scripts for backlogs may also run when nothing was handed over just now. */
/** Of two deployments the first is the one that administrators switch on, as docs/deploying.md says. */
function switchedOn(script: SdfProject['scripts'][number]): SdfProject['scripts'][number] {
  const [main, ...others] = script.deployments;
  if (!main || others.length === 0) return script;
  return { ...script, deployments: [{ ...main, status: 'SCHEDULED' }, ...others] };
}

function withHandedSettings(script: SdfProject['scripts'][number]): SdfProject['scripts'][number] {
  const handed = handedSettings[script.id];
  if (!handed) return script;
  const deployments = script.deployments.map((deployment) => ({
    ...deployment,
    parameterValues: { ...handed, ...deployment.parameterValues },
  }));
  return { ...script, deployments };
}

export const simulateSeed = (scene: Scene, seed: number): Promise<Outcome> =>
  simulate(scene, makePlan(seed, scene.deployments));

/** @param look at the world once it has settled, for more than the invariants */
export async function simulate(
  { project, scheduled }: Scene,
  plan: Plan,
  look: (world: World) => Promise<void> = async () => {},
): Promise<Outcome> {
  const world = makeWorld({ ...plan, project, play: runAction });
  try {
    for (const action of plan.actions) await runAction(world, action);
    const unsettled = await settle(world, scheduled);
    const differences = [...unsettled, ...checkInvariants(world)];
    await look(world);
    const orders = world.hotwax.book.orders.map(({ orderId }) => orderId);
    return { plan, orders, differences, trace: world.trace.lines, met: world.met };
  } finally {
    world.dispose();
  }
}

export const recordedTrace = ({ trace }: Outcome): string[] => numbered(trace);
