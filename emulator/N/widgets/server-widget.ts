/** N/ui/serverWidget: pages in NetSuite's own look, for Suitelets. Source: section_4321345532. */
import type { World } from '../../account/account-context.ts';
import { allow, type Execution } from '../../account/execution.ts';
import { readArguments, textOption } from '../../strictness/arguments.ts';
import { NotEmulated } from '../../strictness/not-emulated.ts';
import { strictProxy } from '../../strictness/strict-proxy.ts';
import { enumObjects } from './enums.ts';
import { createForm } from './form.ts';
import { createList } from './list.ts';

export function createServerWidgetModule(_world: World, execution: Execution): object {
  const page = (call: string, create: typeof createForm) =>
    function createPage(...values: unknown[]): object {
      allow(execution, call);
      if (execution.script?.record.type !== 'suitelet') throw new NotEmulated(`${call} outside Suitelets`);
      const options = readArguments({ call, required: ['title'], optional: ['hideNavBar'] }, values);
      return create(execution, textOption(call, options, 'title'), options.hideNavBar === true);
    };
  return strictProxy('N/ui/serverWidget', {
    ...enumObjects(),
    createForm: page('N/ui/serverWidget.createForm', createForm),
    createList: page('N/ui/serverWidget.createList', createList),
  });
}
