/** Checks a built SDF project for what NetSuite would refuse, ignore or misread: there is no offline validator for it. */
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkDeploy } from './checks/deploy.ts';
import { checkManifest } from './checks/features.ts';
import { checkHotwaxObjects } from './checks/hotwax-objects.ts';
import { checkObjects } from './checks/objects.ts';
import { checkOwnRules } from './checks/own-rules.ts';
import { checkReferences } from './checks/references.ts';
import { checkRoles } from './checks/roles.ts';
import { checkScripts } from './checks/scripts.ts';
import { type ProjectFault, readSdfProject } from './checks/sdf-project.ts';
import { checkSecrets } from './checks/secrets.ts';
import { checkUsedIds } from './checks/used-ids.ts';
import { runTool, ToolError } from './tool-error.ts';

const checks = [
  checkObjects,
  checkReferences,
  checkManifest,
  checkScripts,
  checkUsedIds,
  checkDeploy,
  checkRoles,
  checkSecrets,
  checkOwnRules,
  checkHotwaxObjects,
];

/** Problems of a built project or an unpacked archive, one line each: file, what is wrong, what to write. */
export function findProblems(folder: string): string[] {
  const project = readSdfProject(folder);
  const problems = [...project.unreadable, ...checks.flatMap((check) => check(project))];
  return [...new Set(problems.map(formatProblem))];
}

const formatProblem = ({ file, problem, fix }: ProjectFault): string => `${file}: ${problem}. ${fix}.`;

/** @throws ToolError NOT_BUILT, CHECK_FAILED */
export function checkProject(folder: string): string {
  if (!existsSync(folder)) throw new ToolError('NOT_BUILT', `${folder} does not exist. Run: npm run build`);
  const problems = findProblems(folder);
  if (problems.length === 0) return 'found nothing that NetSuite would refuse';
  throw new ToolError('CHECK_FAILED', problems.join('\ncheck: '));
}

if (import.meta.main) {
  const root = fileURLToPath(new URL('..', import.meta.url));
  await runTool(
    'check',
    async () =>
      `${checkProject(join(root, 'dist/netsuite'))} in ${relative(root, join(root, 'dist/netsuite'))}`,
  );
}
