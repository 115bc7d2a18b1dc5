/** A scenario of its own for every test of the file that imports this. */
import { afterEach, beforeEach } from '@jest/globals';
import type { Faults } from '../../emulator/account/faults.ts';
import { type AccountSetup, openScenario, type Scenario } from './scenario.ts';

/** That of the test that runs. */
export let scenario: Scenario;
let usual: AccountSetup = {};

/** At the top of a file whose tests all want another account than the usual one. */
export function usuallyOpen(setup: AccountSetup): void {
  usual = setup;
}

beforeEach(() => {
  scenario = openScenario({}, usual);
});
afterEach(() => scenario.end());

/** Begins anew, with another account than the usual one. */
export function reopen(faults: Faults = {}, setup: AccountSetup = {}): void {
  scenario.end();
  scenario = openScenario(faults, setup);
}
