/** Plans in which another deployment of the same feed runs in the middle of a run, at a call of which the number is given. */
import type { Act, Action, Plan } from '../plan/plan.ts';
import { recordedTrace, type Scene, simulate } from './simulate.ts';

const kinds = (
  ...names: Exclude<
    Act['kind'],
    'script runs' | 'order stops runs' | 'older file comes late' | 'file comes again'
  >[]
): Act[] => names.map((kind) => ({ kind }) as Act);
const runs = (deployment: string): Act => ({ kind: 'script runs', deployment });

const action = (id: string, act: Act): Action => ({ id, minutes: 5, act, faults: [] });
const actions = (acts: readonly Act[]): Action[] => acts.map((act, index) => action(String(index + 1), act));

const UPDATE = 'customdeploy_update_salesorder';
const UPDATE_REST = 'customdeploy_update_so_rest';
const UPDATE_BACKLOG = 'customdeploy_hc_update_backlog';
const CREATE = 'customdeploy_create_itemfulfillment';
const EXPORT = 'customdeploy_export_so_fulfillment';

const allocated = kinds(
  'HotWax allocates',
  'HotWax allocates',
  'transformer passes',
  'HotWax allocates anew',
  'HotWax allocates anew',
  'transformer passes',
);

const allocatedAndShipped = [...allocated, ...kinds('HotWax ships among allocations')];

const shipped = kinds('HotWax allocates', 'HotWax ships', 'HotWax ships', 'transformer passes');

/** What there is to do when the two runs begin; `outer` is played with `others` in the middle of it, one after the other. */
export type Work = { before: Action[]; outer: Act; others: string[] };

export const works = {
  allocations: {
    before: actions(allocatedAndShipped),
    outer: runs(UPDATE),
    others: [UPDATE_REST],
  },
  'allocations beside a drain of them': {
    before: actions(allocatedAndShipped),
    outer: runs(UPDATE),
    others: [UPDATE_BACKLOG],
  },
  'a backlog of allocations that is handed over': {
    before: [
      ...actions(allocatedAndShipped),
      { ...action('98', runs(UPDATE)), faults: [{ id: '98a', fault: { kind: 'slow', at: 8, minutes: 46 } }] },
    ],
    outer: { kind: 'queued job runs' },
    others: [UPDATE],
  },
  'shipments of stores': {
    before: actions(shipped),
    outer: runs(CREATE),
    others: [`${CREATE}_rest`],
  },
  'a backlog of shipments that is handed over': {
    before: [
      ...actions(shipped),
      { ...action('98', runs(CREATE)), faults: [{ id: '98a', fault: { kind: 'slow', at: 8, minutes: 46 } }] },
    ],
    outer: { kind: 'queued job runs' },
    others: [CREATE, `${CREATE}_rest`],
  },
  'shipments of warehouses': {
    before: actions([...allocated, runs(UPDATE), ...kinds('warehouse ships', 'warehouse ships')]),
    outer: runs(EXPORT),
    others: [`${EXPORT}_rest`],
  },
} satisfies Readonly<Record<string, Work>>;

/** @param at number of the call of the outer run before which `other` runs */
function planOf(seed: number, { before, outer }: Work, other: string, at: number): Plan {
  const inner = { ...action('99a', runs(other)), minutes: 0 };
  const faults = [{ id: '99a', fault: { kind: 'meanwhile', at, action: inner } as const }];
  return { seed, actions: [...before, { ...action('99', outer), faults }] };
}

/** @returns what was broken, at whichever call; and how many calls the longest run made */
export async function playAtEveryCall(scene: Scene, seed: number, { others, ...work }: Work) {
  const broken: string[] = [];
  let calls = 0;
  for (const other of others) {
    for (let at = 1; ; at += 1) {
      const outcome = await simulate(scene, planOf(seed, { others, ...work }, other, at));
      if (!outcome.met.has('meanwhile: script runs')) break;
      calls = Math.max(calls, at);
      if (outcome.differences.length > 0)
        broken.push(
          ...outcome.differences.map(({ claim, text }) => `${claim}: ${text}`),
          ...recordedTrace(outcome),
        );
    }
  }
  return { broken, calls };
}
