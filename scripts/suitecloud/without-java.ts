/** Oracle's CLI breaks where there is no java, also in commands that do nothing with one: then a stand-in is found. */
import { delimiter, join } from 'node:path';

/** Last on the PATH, so that a java that is installed comes first. @param tools tools/suitecloud */
export const withoutJava = (tools: string): NodeJS.ProcessEnv => ({
  ...process.env,
  PATH: [process.env.PATH, join(tools, 'without-java')].filter(Boolean).join(delimiter),
});
