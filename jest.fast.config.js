/** What `npm test` runs: everything a change needs. The simulations, the bench, the SuiteCloud CLI and `*.slow.test.ts` are in `npm run test:all`. */
import all from './jest.config.js';

export default {
  ...all,
  globals: { isFast: true },
  testPathIgnorePatterns: [
    '/test/simulation/',
    '/test/bench/',
    '/test/project/suitecloud/',
    '\\.slow\\.test\\.ts$',
  ],
};
