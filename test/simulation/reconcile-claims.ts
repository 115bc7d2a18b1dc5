/** Claims about `transformer reconcile` on days that are simulated with everything that can go wrong. */
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { Difference } from '../../transformer/answers/reconcile.ts';
import { makePlan } from './plan/make-plan.ts';
import { compareWorld } from './reconcile-world.ts';
import { openScene, simulate } from './run/simulate.ts';
import type { World } from './world/world.ts';

const scene = openScene(join(import.meta.dirname, '../../dist/netsuite'));

const play = (seed: number, look: (world: World) => Promise<void>) =>
  simulate(scene, makePlan(seed, scene.deployments), look);

const causesOf = (differences: readonly Difference[]): string[] =>
  differences.map(({ cause, salesOrder, line }) => `${cause} ${salesOrder} ${line}`).sort();

/** Whatever has happened, the promise holds: what one side has and the other has not is in an error file. */
export function claimAgreement(seeds: readonly number[]): void {
  test.each(seeds)(
    'a day that has settled differs only by rows that are in an error file: seed %d',
    async (seed) => {
      await play(seed, async (world) => {
        const { answer, differences } = await compareWorld(world);

        expect(causesOf(differences.filter(({ cause }) => !cause.endsWith('_REFUSED')))).toEqual([]);
        expect(answer.lines).toMatchObject({ tooNew: 0, notCovered: 0 });
        expect(answer.lines.compared).toBeGreaterThan(5);
      });
    },
  );

  test.each(seeds)(
    'and what somebody deletes afterwards is a difference, and nothing else is: seed %d',
    async (seed) => {
      await play(seed, async (world) => {
        const before = await compareWorld(world);
        const { account } = world.netsuite;
        const found = account
          .listRecords('itemfulfillment')
          .find(({ fields }) => fields.custbody_hc_shipment_id);
        if (!found) return;
        const lines = (found.sublists.item ?? []).filter(({ orderline }) => orderline);
        account.asUser(({ record }) => record.delete({ type: 'itemfulfillment', id: found.id }));

        const after = await compareWorld(world);
        const known = new Set(causesOf(before.differences));
        const more = causesOf(after.differences).filter((one) => !known.has(one));

        expect(more).toHaveLength(new Set(lines.map(({ orderline }) => String(orderline))).size);
        for (const one of more) expect(one).toMatch(/^SHIPMENT_(?:DELETED|QUANTITY) /);
      });
    },
  );
}
