/** Oracle's CLI, installed on first use. Without a registry it cannot be had, so what needs it is then skipped. */
import { join } from 'node:path';
import { installCli } from '../../../scripts/suitecloud/package.ts';
import { testNeeding } from '../../needs.ts';
import { projectRoot } from '../workspace.ts';

export const tools = join(projectRoot, 'tools/suitecloud');

const missing = await installCli(tools).then(
  () => undefined,
  (error: Error) => error.message,
);

export const testWithCli = testNeeding(missing);
