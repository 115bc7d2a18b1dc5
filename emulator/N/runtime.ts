/** N/runtime: the running script, its parameters and what it may still spend. */

import type { World } from '../account/account-context.ts';
import { allow, assertAlive, type Execution, remainingUnits } from '../account/execution.ts';
import type { Field } from '../account/schema.ts';
import { scriptFromStored, storedFromText } from '../records/values.ts';
import type { ScriptParameter } from '../sdf/project.ts';
import { readArguments, textOption } from '../strictness/arguments.ts';
import { tolerate } from '../strictness/leniency.ts';
import { NotEmulated } from '../strictness/not-emulated.ts';
import { strictProxy } from '../strictness/strict-proxy.ts';
import { suiteError } from '../strictness/suite-error.ts';

/** Map/reduce and scheduled scripts run as the system (section_1509578980). */
const SYSTEM_USER = {
  id: -4,
  name: '-System-',
  email: 'onlineforms@netsuite.com',
  role: 3,
  roleId: 'administrator',
  roleCenter: 'BASIC',
  department: 0,
  location: 0,
  subsidiary: 1,
};

const CONTEXTS = {
  BUNDLE_INSTALLATION: 'BUNDLEINSTALLATION',
  CLIENT: 'CLIENT',
  CSV_IMPORT: 'CSVIMPORT',
  CUSTOM_MASSUPDATE: 'CUSTOMMASSUPDATE',
  DEBUGGER: 'DEBUGGER',
  MAP_REDUCE: 'MAPREDUCE',
  RESTLET: 'RESTLET',
  REST_WEBSERVICES: 'RESTWEBSERVICES',
  SCHEDULED: 'SCHEDULED',
  SUITELET: 'SUITELET',
  USEREVENT: 'USEREVENT',
  USER_INTERFACE: 'USERINTERFACE',
  WEBSERVICES: 'WEBSERVICES',
  WEBSTORE: 'WEBSTORE',
  WORKFLOW: 'WORKFLOW',
};

export function createRuntimeModule(world: World, execution: Execution): object {
  return strictProxy('N/runtime', {
    envType: 'SANDBOX',
    EnvType: strictProxy('N/runtime.EnvType', { SANDBOX: 'SANDBOX', PRODUCTION: 'PRODUCTION' }),
    executionContext: contextOf(execution),
    ContextType: strictProxy('N/runtime.ContextType', CONTEXTS),
    accountId: 'EMULATOR',
    getCurrentScript: () => currentScript(world, execution),
    getCurrentUser: () => {
      allow(execution, 'N/runtime.getCurrentUser');
      if (isRequest(execution))
        throw new NotEmulated('N/runtime.getCurrentUser in a script that answers a request, whose sender');
      return strictProxy('runtime.User', { ...SYSTEM_USER });
    },
    isFeatureInEffect: (...values: unknown[]) => {
      allow(execution, 'N/runtime.isFeatureInEffect');
      const call = 'N/runtime.isFeatureInEffect';
      const options = readArguments({ call, required: ['feature'] }, values);
      return world.features.has(textOption(call, options, 'feature').toUpperCase());
    },
  });
}

/** A user event script learns what made the change; its own runs are started with that. */
function contextOf({ script }: Execution): string {
  const type = script?.record.type;
  if (script && type === 'userevent') return script.invocationType;
  return type === undefined || type === 'scheduled' ? CONTEXTS.SCHEDULED : type.toUpperCase();
}

/** RESTlets and Suitelets run as whoever calls them. */
const isRequest = ({ script }: Execution): boolean =>
  script?.record.type === 'restlet' || script?.record.type === 'suitelet';

/** Also while the script is being defined: production scripts read their parameters there. */
function currentScript(world: World, execution: Execution): object {
  assertAlive(execution);
  const { script } = execution;
  if (!script) throw new NotEmulated('N/runtime.getCurrentScript outside a script');
  const members = {
    id: script.record.id,
    deploymentId: script.deployment.id,
    logLevel: script.deployment.logLevel,
    percentComplete: 0,
    getRemainingUsage: () => remainingUnits(execution),
    getParameter: (...values: unknown[]) => {
      const call = 'runtime.Script.getParameter';
      const options = readArguments({ call, required: ['name'] }, values);
      return parameterValue(world, execution, textOption(call, options, 'name'));
    },
  };
  return strictProxy('runtime.Script', members, ['percentComplete']);
}

/** Typed by the parameter's field; a value on the deployment, or one given to the task, comes before the default. */
function parameterValue(world: World, execution: Execution, name: string): unknown {
  const script = execution.script;
  const parameter = script?.record.parameters.find(({ id }) => id === name);
  if (!script || !parameter) {
    if (tolerate(`${name} is not a parameter of ${script?.record.id ?? 'this script'}; returned null`))
      return null;
    throw suiteError(
      'SSS_INVALID_SCRIPT_PARAMETER',
      `${name} is not a parameter of ${script?.record.id ?? 'this script'}. Add a scriptcustomfield, or correct the name. (NetSuite returns null here.)`,
    );
  }
  const field = fieldOfParameter(parameter);
  const own = script.deployment.parameterValues[name];
  // A deployment from before the parameter has no value of it, not even the default (a guess: nothing was found that says so).
  if (own === '' && field.type === 'checkbox') return null;
  const text = own ?? parameter.defaultValue;
  if (field.type === 'select') return text === '' ? null : text;
  const stored = storedFromText(world, field, text);
  if (stored === null) return null;
  return scriptFromStored(field, stored, execution.realm.date);
}

const PARAMETER_TYPES: Readonly<Record<string, Field['type']>> = {
  CHECKBOX: 'checkbox',
  INTEGER: 'integer',
  FLOAT: 'float',
  CURRENCY: 'currency',
  PERCENT: 'float',
  DATE: 'date',
  DATETIMETZ: 'datetime',
  SELECT: 'select',
  TEXT: 'textarea',
  TEXTAREA: 'textarea',
  CLOBTEXT: 'clobtext',
  EMAIL: 'textarea',
  URL: 'textarea',
  MULTISELECT: 'textarea',
  RICHTEXT: 'clobtext',
  DOCUMENT: 'select',
  IMAGE: 'select',
  TIMEOFDAY: 'textarea',
  PASSWORD: 'textarea',
  PHONE: 'textarea',
};

function fieldOfParameter({ id, fieldType }: ScriptParameter): Field {
  const type = PARAMETER_TYPES[fieldType];
  if (!type) throw new NotEmulated(`parameter type ${fieldType} of ${id}`);
  return { id, label: id, type, target: '', required: false, readOnly: true };
}
