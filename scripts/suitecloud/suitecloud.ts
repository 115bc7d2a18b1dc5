/** Runs Oracle's SuiteCloud CLI on this project: installed on first use, and with its sign-in program when one is needed. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSuiteScripts } from '../build/build-suitescripts.ts';
import { checkProject } from '../check-project.ts';
import { runTool, ToolError } from '../tool-error.ts';
import { installCli } from './package.ts';
import { withoutJava } from './without-java.ts';

export type SuiteCloudOptions = { root: string; arguments: readonly string[] };

const CLI = 'tools/suitecloud/node_modules/@oracle/suitecloud-cli';

/**
 * Runs a command in the root of the project, where suitecloud.config.js is; its output goes where ours goes.
 * @returns the CLI's exit code
 * @throws ToolError CLI_NOT_INSTALLED, NO_JAVA, LICENSE_NOT_ACCEPTED, SIGN_IN_PROGRAM_MISSING, BUILD_REFUSED, CHECK_FAILED
 */
export async function runSuiteCloud({ root, arguments: args }: SuiteCloudOptions): Promise<number> {
  const tools = join(root, 'tools/suitecloud');
  await installCli(tools);
  const [command = ''] = args;
  const signsIn = reachesAccount(command);
  if (signsIn) await prepareSignIn(root, command);
  await buildOnce(root);
  const env = signsIn ? process.env : withoutJava(tools);
  const program = join(root, CLI, 'src/suitecloud.js');
  const { status, error } = spawnSync(process.execPath, [program, ...args], {
    cwd: root,
    env,
    stdio: 'inherit',
  });
  if (error) throw new ToolError('CLI_FAILED', `The SuiteCloud CLI did not start: ${error.message}`);
  return status ?? 1;
}

const LOCAL_COMMANDS = ['', 'project:package', 'project:create', 'file:create', 'help'];

const reachesAccount = (command: string): boolean =>
  !command.startsWith('-') && !LOCAL_COMMANDS.includes(command);

/** What is wrong with the project is reported even where nobody can sign in, and before anything is asked of the machine. */
async function prepareSignIn(root: string, command: string): Promise<void> {
  try {
    requireJava();
    installSignInProgram(root);
  } catch (error) {
    if (CHECKED_COMMANDS.includes(command)) checkProject((await buildSuiteScripts({ root })).out);
    throw error;
  }
}

/** The hooks of suitecloud.config.js build and check before these. */
const CHECKED_COMMANDS = ['project:validate', 'project:deploy'];

const JAVA_WANTED = 'Signing in to NetSuite needs a JDK, version 17 or 21, on the PATH';

/** The CLI itself remembers that it once saw a good Java, and then fails in a way that does not say so. */
function requireJava(): void {
  const { error, stderr } = spawnSync('java', ['-version'], { encoding: 'utf8' });
  if (error) throw new ToolError('NO_JAVA', `${JAVA_WANTED}, but java is not installed. Install one.`);
  const version = /version "(\d+)/.exec(stderr)?.[1] ?? 'unknown';
  if (version !== '17' && version !== '21')
    throw new ToolError('NO_JAVA', `${JAVA_WANTED}, but this one is version ${version}. Install one.`);
}

/** Oracle's licence is for the person who runs this to accept, so it is asked for and never assumed. */
function installSignInProgram(root: string): void {
  if (existsSync(signInProgram(root))) return;
  if (process.env.SUITECLOUD_CLI_ACCEPT_LICENSE !== 'true') {
    const message =
      'Reaching an account needs a sign-in program that Oracle licenses and that is not downloaded yet. Read the Oracle Free Use Terms and Conditions in tools/suitecloud/node_modules/@oracle/suitecloud-cli/resources; if you accept it, set SUITECLOUD_CLI_ACCEPT_LICENSE=true and run the command again.';
    throw new ToolError('LICENSE_NOT_ACCEPTED', message);
  }
  const { status } = spawnSync(process.execPath, ['postinstall.js'], {
    cwd: join(root, CLI),
    stdio: 'inherit',
  });
  if (status === 0 && existsSync(signInProgram(root))) return;
  const message =
    "Oracle's sign-in program could not be downloaded from system.netsuite.com. Is it in reach? Behind a proxy set SUITECLOUD_PROXY.";
  throw new ToolError('SIGN_IN_PROGRAM_MISSING', message);
}

function signInProgram(root: string): string {
  const { sdkFilename } = JSON.parse(readFileSync(join(root, CLI, 'package.json'), 'utf8'));
  return join(homedir(), '.suitecloud-sdk/cli', sdkFilename);
}

/** The CLI wants a project before it does anything, also before the hooks that build it anew. */
async function buildOnce(root: string): Promise<void> {
  if (!existsSync(join(root, 'dist/netsuite/manifest.xml'))) await buildSuiteScripts({ root });
}

if (import.meta.main) {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  await runTool('suitecloud', async () => {
    const code = await runSuiteCloud({ root, arguments: process.argv.slice(2) });
    process.exitCode = code;
    return code === 0 ? 'done' : `failed with exit code ${code}; see above`;
  });
}
