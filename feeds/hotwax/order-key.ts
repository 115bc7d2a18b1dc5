/** What the feeds into NetSuite call a sales order: its internal id, or an external id made of what HotWax knows of it. */

import type { ConversionContext } from '../contract.ts';
import { type JsonObject, readId } from '../format/values.ts';
import { type FieldResult, firstRowError, isRowError, optionalId, valueIn } from '../rows/row-field.ts';
import { currentIdentification, netsuiteOrderId, orderIdentification } from './identifications.ts';

/** The keys of an order that a template can name; besides them, the types of its identifications. */
const templateKeys = ['orderId', 'orderName', 'orderExternalId'] as const;

const PLACEHOLDER = /\{([^{}]*)\}/g;
const IDENTIFICATION_TYPE = /^[A-Z][A-Z0-9_]*$/;

/** The property and the key by which a file names the order. */
export type OrderKeyKind = 'internalId' | 'externalId';

export const orderKeyKind = ({ externalIdTemplate }: ConversionContext): OrderKeyKind =>
  externalIdTemplate === undefined ? 'internalId' : 'externalId';

/** @returns why a text is no template; undefined when it is one */
export function templateProblem(template: string): string | undefined {
  const names = [...template.matchAll(PLACEHOLDER)].map(([, name = '']) => name);
  const unknown = names.find((name) => !isKey(name) && !IDENTIFICATION_TYPE.test(name));
  const example = 'such as SO_{orderId}';
  if (unknown !== undefined)
    return `names {${unknown}}, but an order has ${templateKeys.map((key) => `{${key}}`).join(', ')} and its identifications, such as {SHOPIFY_ORD_NO}`;
  if (/[{}]/.test(template.replace(PLACEHOLDER, '')))
    return `has a brace without its other one; write it ${example}`;
  return names.length === 0
    ? `names nothing of an order, so all orders would have one id; write it ${example}`
    : undefined;
}

const isKey = (name: string): name is (typeof templateKeys)[number] =>
  (templateKeys as readonly string[]).includes(name);

/**
 * The setting decides alone, also for an order of which HotWax knows the internal id: an order has one name in every file,
 * whenever HotWax learnt its id, and a receiver that knows orders by external ids alone can read every row.
 * Source: docs/contracts.md#ids-on-both-sides.
 * @returns what reads the key of an order, for the order id of one of its items
 */
export function orderKeyReader(
  context: ConversionContext,
): (order: JsonObject) => (orderId: string) => FieldResult {
  const { externalIdTemplate, now } = context;
  if (externalIdTemplate !== undefined)
    return (order) => (orderId) => externalId(externalIdTemplate, order, orderId, now);
  return (order) => {
    const internalId = netsuiteOrderId(order, now);
    return () => internalId;
  };
}

function externalId(template: string, order: JsonObject, orderId: string, now: number): FieldResult {
  const parts: FieldResult[] = [];
  const id = template.replace(PLACEHOLDER, (_, name: string) => {
    const part = partOf(name, order, orderId, now);
    parts.push(part);
    return valueIn(part);
  });
  const problem = firstRowError(...parts);
  if (problem) return problem;
  const checked = readId(id);
  if ('id' in checked) return { value: checked.id };
  return {
    code: 'INVALID_ID',
    field: 'externalIdTemplate',
    message: `The external id of the order is ${checked.invalid}: correct externalIdTemplate in the configuration, or what it names in HotWax.`,
  };
}

function partOf(name: string, order: JsonObject, orderId: string, now: number): FieldResult {
  if (name === 'orderId') return { value: orderId };
  if (!isKey(name))
    return currentIdentification({ ...orderIdentification(name), because: asTold }, order, now, [
      'MISSING_EXTERNAL_ID',
      'AMBIGUOUS_EXTERNAL_ID',
    ]);
  const found = optionalId(order, name, `The ${name} of the order`);
  if (isRowError(found) || found.value !== '') return found;
  return { code: 'MISSING_EXTERNAL_ID', field: name, message: `The order has no ${name}${asTold}.` };
}

const asTold =
  ', which externalIdTemplate of the configuration makes its external id of: add it in HotWax, or correct the template';
