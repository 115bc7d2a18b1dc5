/** Parameters of the deployment that runs, each with the value it has when the administrator cleared it. */
import * as runtime from 'N/runtime';

const parameter = (name: string): unknown => runtime.getCurrentScript().getParameter({ name });

export function textParameter(name: string, otherwise: string): string {
  const value = parameter(name);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : otherwise;
}

export function numberParameter(name: string, otherwise: number): number {
  const value = Number(parameter(name) ?? '');
  return Number.isFinite(value) && value > 0 ? value : otherwise;
}

/** Of a number that may be 0, which is not the same as none. */
export function countParameter(name: string, otherwise: number): number {
  const text = String(parameter(name) ?? '').trim();
  const value = Number(text);
  return text !== '' && Number.isFinite(value) && value >= 0 ? value : otherwise;
}

/** Of a text with one value in each line. */
export const linesParameter = (name: string): string[] =>
  textParameter(name, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** A deployment from before the parameter has no value of its own: that is not the same as a box that was cleared. */
export function flagParameter(name: string, otherwise: boolean): boolean {
  const value = parameter(name);
  return value === null || value === undefined || value === '' ? otherwise : isTrue(value);
}

/** NetSuite gives checkboxes as booleans in records and parameters, and as `T` or `F` in some searches. */
export const isTrue = (value: unknown): boolean => value === true || value === 'T' || value === 'true';

export const deploymentId = (): string => runtime.getCurrentScript().deploymentId;
