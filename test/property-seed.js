/**
 * Properties of fast-check try other values in every run, unless PROPERTY_SEED says which: `.ci/run` sets it, so that one
 * commit has one result, and a failure is repeated with the seed that it names.
 */
import { configureGlobal, readConfigureGlobal } from 'fast-check';

const { PROPERTY_SEED } = process.env;

if (PROPERTY_SEED) {
  const seed = Number(PROPERTY_SEED);
  if (!Number.isInteger(seed))
    throw new Error(
      `PROPERTY_SEED is ${JSON.stringify(PROPERTY_SEED)}: set it to a whole number, or not at all.`,
    );
  configureGlobal({ ...readConfigureGlobal(), seed });
}
