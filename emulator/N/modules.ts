/** The N modules of one execution, by name; a name without a module is refused. */

import type { World } from '../account/account-context.ts';
import type { Execution } from '../account/execution.ts';
import { withFaults } from '../account/faults.ts';
import { NotEmulated } from '../strictness/not-emulated.ts';
import { createErrorModule } from './error.ts';
import { createFileModule } from './file.ts';
import { createFormatModule } from './format.ts';
import { createLogModule } from './log.ts';
import { createRecordModule } from './record.ts';
import { createRuntimeModule } from './runtime.ts';
import { createSearchModule } from './search.ts';
import { createSftpModule } from './sftp.ts';
import { createTaskModule } from './task.ts';

const MODULES: Readonly<Record<string, (world: World, execution: Execution) => object>> = {
  'N/error': createErrorModule,
  'N/file': createFileModule,
  'N/format': createFormatModule,
  'N/log': createLogModule,
  'N/record': createRecordModule,
  'N/runtime': createRuntimeModule,
  'N/search': createSearchModule,
  'N/sftp': createSftpModule,
  'N/task': createTaskModule,
};

export function createModules(world: World, execution: Execution): (name: string) => object {
  const made = new Map<string, object>();
  return (name) => {
    const create = MODULES[name];
    if (!create) throw new NotEmulated(`module ${name}`);
    const module = made.get(name) ?? faulty(name, create(world, execution), world, execution);
    made.set(name, module);
    return module;
  };
}

const faulty = (name: string, module: object, { faults }: World, execution: Execution): object =>
  faults && execution.script ? withFaults(name, module, faults, execution) : module;
