/** N/log and the global `log`: lines kept by the account when the deployment's log level lets them through. */

import type { World } from '../account/account-context.ts';
import type { LogLine } from '../account/account-events.ts';
import { allow, type Execution } from '../account/execution.ts';
import type { LogLevel } from '../sdf/project.ts';
import { readArguments } from '../strictness/arguments.ts';
import { strictProxy } from '../strictness/strict-proxy.ts';
import { errorToJson } from '../strictness/suite-error.ts';

const LEVELS: readonly LogLevel[] = ['DEBUG', 'AUDIT', 'ERROR', 'EMERGENCY'];

/** Commonly cited and not documented: a longer title or text is cut. */
const MAX_TITLE = 99;
const MAX_DETAILS = 3_999;

export function createLogModule(world: World, execution: Execution): object {
  const methods = LEVELS.map((level) => [level.toLowerCase(), writer(world, execution, level)] as const);
  return strictProxy('N/log', Object.fromEntries(methods));
}

function writer(world: World, execution: Execution, level: LogLevel) {
  return (...values: unknown[]): void => {
    const call = `N/log.${level.toLowerCase()}`;
    allow(execution, call);
    const { title, details } = readArguments({ call, optional: ['title', 'details'] }, values);
    const deployment = execution.script?.deployment;
    if (deployment && LEVELS.indexOf(level) < LEVELS.indexOf(deployment.logLevel)) return;
    keep(world, execution, {
      time: world.clock(),
      deploymentId: deployment?.id ?? '',
      scriptId: execution.script?.record.id ?? '',
      level,
      title: shown(title).slice(0, MAX_TITLE),
      details: shown(details).slice(0, MAX_DETAILS),
    });
  };
}

function keep(world: World, execution: Execution, line: LogLine): void {
  world.logs.push(line);
  execution.logs.push(line);
  world.emit({ kind: 'log', line });
}

/** Objects are written as JSON (section_4574548135); a script's own errors keep their name and message. */
function shown(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value !== 'object') return String(value);
  const isError = 'message' in value && 'name' in value;
  return JSON.stringify(isError ? errorToJson(value) : value) ?? '';
}
