/** The N modules of one execution, by name; a name without a module is refused. */

import type { World } from '../account/account-context.ts';
import type { Execution } from '../account/execution.ts';
import { withFaults } from '../account/faults.ts';
import { withPromises } from '../account/promises.ts';
import { NotEmulated } from '../strictness/not-emulated.ts';
import { strictProxy } from '../strictness/strict-proxy.ts';
import { createConfigModule } from './company/config.ts';
import { createEmailModule } from './company/email.ts';
import { createErrorModule } from './error.ts';
import { createFileModule } from './file.ts';
import { createFormatModule } from './format.ts';
import { createLogModule } from './log.ts';
import { createQueryModule } from './query.ts';
import { createRecordModule } from './record.ts';
import { createRuntimeModule } from './runtime.ts';
import { createSearchModule } from './search.ts';
import { createSftpModule } from './sftp.ts';
import { createTaskModule } from './task.ts';
import { createUtilModule } from './util.ts';
import { createEncodeModule } from './web/encode.ts';
import { createHttpModule, createHttpsModule } from './web/http.ts';
import { createRestletModule } from './web/restlet-response.ts';
import { createUrlModule } from './web/url.ts';
import { createServerWidgetModule } from './widgets/server-widget.ts';

const MODULES: Readonly<Record<string, (world: World, execution: Execution) => object>> = {
  'N/config': createConfigModule,
  'N/email': createEmailModule,
  'N/encode': createEncodeModule,
  'N/error': createErrorModule,
  'N/file': createFileModule,
  'N/format': createFormatModule,
  'N/http': createHttpModule,
  'N/https': createHttpsModule,
  'N/log': createLogModule,
  'N/query': createQueryModule,
  'N/record': createRecordModule,
  'N/runtime': createRuntimeModule,
  'N/scriptTypes/restlet': createRestletModule,
  'N/search': createSearchModule,
  'N/sftp': createSftpModule,
  'N/task': createTaskModule,
  'N/ui/serverWidget': createServerWidgetModule,
  'N/url': createUrlModule,
  'N/util': createUtilModule,
};

export const EMULATED_MODULES: readonly string[] = Object.keys(MODULES);

/**
 * Modules NetSuite has and the emulator has not. A script may load them, as many do for what they call in a rare case only; what it asks
 * of them is refused by name. Source: the list of modules, chapter_4220488571.
 */
const NOT_HERE = [
  'N/action',
  'N/auth',
  'N/cache',
  'N/certificateControl',
  'N/compress',
  'N/crypto',
  'N/currency',
  'N/dataset',
  'N/keyControl',
  'N/llm',
  'N/plugin',
  'N/portlet',
  'N/redirect',
  'N/render',
  'N/suiteAppInfo',
  'N/transaction',
  'N/translation',
  'N/workbook',
  'N/workflow',
  'N/xml',
];

export function createModules(world: World, execution: Execution): (name: string) => object {
  const made = new Map<string, object>();
  const moduleOf = (name: string): object => {
    if (name === 'N') return allModules(moduleOf);
    if (NOT_HERE.includes(name)) return strictProxy(name, {});
    const create = MODULES[name];
    if (!create) throw new NotEmulated(`module ${name}`);
    const module =
      made.get(name) ??
      faulty(name, withPromises(execution, name, create(world, execution)), world, execution);
    made.set(name, module);
    return module;
  };
  return moduleOf;
}

/** `N`, which has every module under its name, those of N/ui below `ui` (published types and scripts); each is loaded when it is read. */
function allModules(moduleOf: (name: string) => object): object {
  const names = [...Object.keys(MODULES), ...NOT_HERE].map((name) => name.split('/').slice(1));
  const below = (folder: string | undefined): object =>
    strictProxy(
      folder === undefined ? 'N' : `N.${folder}`,
      Object.defineProperties(
        {},
        Object.fromEntries(
          names
            .filter((path) =>
              folder === undefined ? path.length === 1 : path.length === 2 && path[0] === folder,
            )
            .map((path) => [path.at(-1), { enumerable: true, get: () => moduleOf(`N/${path.join('/')}`) }]),
        ),
      ),
    );
  return Object.defineProperty(below(undefined), 'ui', { enumerable: true, get: () => below('ui') });
}

const faulty = (name: string, module: object, { faults }: World, execution: Execution): object =>
  faults && execution.script ? withFaults(name, module, faults, execution) : module;
