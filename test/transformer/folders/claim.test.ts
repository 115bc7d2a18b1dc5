import { describe, expect, test } from '@jest/globals';
import {
  claimedName,
  claimMark,
  isLeftover,
  isReleased,
  neverTwice,
  parseClaimedName,
  releasedName,
  wasInterrupted,
} from '../../../transformer/folders/claim.ts';
import { NOW } from '../small-feed.ts';

const claim = { at: NOW, passId: '4f1c9a02' };

describe('the name of a claimed file', () => {
  test.each(['plain.json', 'with~tilde.json', '~', 'a~~b', '20240104T212300123Z-4f1c9a02~of-another.json'])(
    'is read back: %s',
    (name) => {
      expect(parseClaimedName(claimedName(claim, name))).toEqual({ claim, name });
    },
  );

  test('without a claim is its own', () => {
    expect(parseClaimedName('put~there.json')).toEqual({ claim: undefined, name: 'put~there.json' });
  });
});

describe('a file that was let go', () => {
  const released = (at: number, release: 'waits' | 'interrupted') =>
    parseClaimedName(releasedName({ ...claim, at }, 'a.json', release))?.claim ?? claim;

  test.each([NOW, NOW + 1, Date.UTC(2026, 0, 1) - 1])(
    'says so by its name, and how, of whatever time: %d',
    (at) => {
      const [waits, interrupted] = [released(at, 'waits'), released(at, 'interrupted')];
      expect([isReleased(waits), wasInterrupted(waits)]).toEqual([true, false]);
      expect([isReleased(interrupted), wasInterrupted(interrupted)]).toEqual([true, true]);
      expect([isReleased(claim), wasInterrupted(claim)]).toEqual([false, false]);
    },
  );

  test('has another name than the next of its name that the same pass let go', () => {
    const moment = neverTwice(() => NOW);
    const name = () => releasedName({ ...claim, at: moment() }, 'a.json', 'interrupted');
    expect(name()).not.toBe(name());
  });
});

describe('a temporary file', () => {
  const isLeft = (at: number, name = 'one.csv') =>
    isLeftover('one.csv', `${name}.${claimMark({ at, passId: 'other' })}`, claim);

  test('of an earlier claim is left over; of a later one somebody has it under way', () => {
    expect([isLeft(NOW - 1), isLeft(NOW + 1)]).toEqual([true, false]);
  });

  test('of another file is not its own', () => {
    expect(isLeft(NOW - 1, 'one.csv.csv')).toBe(false);
  });
});
