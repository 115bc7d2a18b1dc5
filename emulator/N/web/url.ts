/** N/url: addresses within the account. Sources: section_4358672433 (scripts), section_4358667680 (records), section_1516659125 (reserved names). */
import type { World } from '../../account/account-context.ts';
import { allow, type Execution } from '../../account/execution.ts';
import { type Options, readArguments, textOption } from '../../strictness/arguments.ts';
import { NotEmulated } from '../../strictness/not-emulated.ts';
import { strictProxy } from '../../strictness/strict-proxy.ts';
import { suiteError } from '../../strictness/suite-error.ts';

/** With one of these a Suitelet may answer that there are no records of this type. */
const RESERVED = new Set(
  'e id cp l popup s d _nodrop sc sticky print email q si st r displayonly nodisplay deploy script ns-at'.split(
    ' ',
  ),
);

/** Pages of the records that scripts link to (published addresses). */
const PAGES: Readonly<Record<string, string>> = {
  salesorder: '/app/accounting/transactions/salesord.nl',
  itemfulfillment: '/app/accounting/transactions/itemship.nl',
};

export function createUrlModule(world: World, execution: Execution): object {
  return strictProxy('N/url', {
    HostType: strictProxy('N/url.HostType', { APPLICATION: 'APPLICATION' }),
    resolveDomain: (...values: unknown[]) => {
      allow(execution, 'N/url.resolveDomain');
      return resolveDomain(values);
    },
    resolveScript: (...values: unknown[]) => {
      allow(execution, 'N/url.resolveScript');
      return resolveScript(world, values);
    },
    resolveRecord: (...values: unknown[]) => {
      allow(execution, 'N/url.resolveRecord');
      return resolveRecord(world, values);
    },
  });
}

/** Where people work; other kinds of hosts are not asked for. */
function resolveDomain(values: unknown[]): string {
  const call = 'N/url.resolveDomain';
  const options = readArguments({ call, required: ['hostType'] }, values);
  if (options.hostType !== 'APPLICATION')
    throw new NotEmulated(`hostType ${String(options.hostType)} of ${call}`);
  return 'emulator.app.netsuite.com';
}

/** Numbers of script and deployment are the account's own: here they count from 1001 and from 1. */
function resolveScript({ project }: World, values: unknown[]): string {
  const call = 'N/url.resolveScript';
  const options = readArguments(
    { call, required: ['scriptId', 'deploymentId'], optional: ['params', 'returnExternalUrl'] },
    values,
  );
  if (options.returnExternalUrl === true) throw new NotEmulated(`returnExternalUrl of ${call}`);
  const scriptId = textOption(call, options, 'scriptId');
  const position = project.scripts.findIndex(({ id }) => id === scriptId);
  const script = project.scripts[position];
  const deployment = script?.deployments.findIndex(({ id }) => id === options.deploymentId) ?? -1;
  if (!script || deployment < 0 || !['suitelet', 'restlet'].includes(script.type))
    throw suiteError(
      'SSS_INVALID_SCRIPT_ID_1',
      `${call}: ${scriptId} with ${String(options.deploymentId)} is no Suitelet or RESTlet of the account.`,
    );
  const page = script.type === 'suitelet' ? 'scriptlet.nl' : 'restlet.nl';
  return `/app/site/hosting/${page}${queryOf(
    { script: 1001 + position, deploy: deployment + 1, compid: 'EMULATOR' },
    parametersOf(call, options),
  )}`;
}

function resolveRecord(world: World, values: unknown[]): string {
  const call = 'N/url.resolveRecord';
  const options = readArguments(
    { call, required: ['recordType'], optional: ['recordId', 'isEditMode', 'params'] },
    values,
  );
  const type = textOption(call, options, 'recordType');
  const id = { ...(options.recordId ? { id: String(options.recordId) } : {}) };
  const edit = { ...(options.isEditMode === true ? { e: 'T' } : {}) };
  const custom = world.project.customRecordTypes.findIndex((record) => record.id === type);
  if (custom >= 0)
    return `/app/common/custom/custrecordentry.nl${queryOf({ rectype: custom + 1, ...id, ...edit, compid: 'EMULATOR' })}`;
  const page = PAGES[type];
  if (!page) throw new NotEmulated(`recordType ${type} of ${call}`);
  return `${page}${queryOf({ ...id, ...edit, compid: 'EMULATOR' })}`;
}

function parametersOf(call: string, { params }: Options): Record<string, string> {
  const given = Object.entries((params ?? {}) as Record<string, unknown>);
  const reserved = given.find(([name]) => RESERVED.has(name));
  if (reserved)
    throw new NotEmulated(`parameter ${reserved[0]} of ${call}, a name NetSuite keeps for itself,`);
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]));
}

const queryOf = (...parts: Record<string, string | number>[]): string =>
  `?${parts
    .flatMap((part) => Object.entries(part))
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&')}`;
