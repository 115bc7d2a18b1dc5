/** Oracle's CLI, installed on first use. Without a registry it cannot be had, which only CI may not put up with. */
import { join } from 'node:path';
import { test } from '@jest/globals';
import { installCli } from '../../scripts/package.ts';
import { projectRoot } from './workspace.ts';

export const tools = join(projectRoot, 'tools/suitecloud');

const missing = await installCli(tools).then(
  () => undefined,
  (error: Error) => error,
);
if (missing !== undefined && process.env.CI) throw missing;
if (missing !== undefined) console.warn(`What needs the SuiteCloud CLI is not tested: ${missing.message}`);

export const testWithCli: (name: string, body: () => Promise<void>, timeout?: number) => void =
  missing === undefined ? test : test.skip;
