/** What `npm test` runs: everything a change needs. The simulations, the bench and the SuiteCloud CLI are in `npm run test:all`. */
import all from './jest.config.js';

export default {
  ...all,
  testPathIgnorePatterns: ['/test/simulation/', '/test/bench/', '/test/project/suitecloud/'],
};
