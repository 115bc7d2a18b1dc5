import { expect, test } from '@jest/globals';
import { opensshMissing } from '../../testbed/sftp/openssh.ts';
import { makePlan, seedSizes } from '../../testbed/tenants/plan.ts';
import { playStory, quickStory } from '../../testbed/tenants/story.ts';
import { describeNeeding } from '../needs.ts';

const SEEDS = [1, 2, 3];
const TIMEOUT = 1_800_000;

describeNeeding(opensshMissing)(
  'twelve tenants and two processes as the manifest starts them, on a real server',
  () => {
    test.each(SEEDS)(
      'when one is killed inside a file and one server swallows everything, every row comes once and in order (seed %i)',
      async (seed) => {
        const { faults } = await playStory(makePlan(seed, seedSizes), quickStory);

        expect(faults).toEqual([]);
      },
      TIMEOUT,
    );
  },
);
