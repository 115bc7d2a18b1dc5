/** The kinds of values a configuration has, and rules over several of them; every error is in plain words. */
import { z } from 'zod';
import { isTimeZone } from './time-zone.ts';

/** What an editor should offer for a value, where that is not what the reader gets: YAML is read without types. */
declare module 'zod' {
  interface GlobalMeta {
    editor?: Record<string, unknown>;
  }
}

/** Every value arrives as text, so that `007` stays `007`. */
const bareText = z
  .string({ error: ({ input }) => (input === undefined ? 'is missing' : 'must be a single value') })
  .trim()
  .min(1, 'must not be empty');

export const text = bareText.meta({ editor: { type: ['string', 'number'] } });

export const truth = z
  .enum(['true', 'false'], { error: 'must be true or false' })
  .transform((value) => value === 'true')
  .meta({ editor: { type: 'boolean' } });

export function whole(minimum: number, maximum: number) {
  const error = `must be a whole number from ${minimum} to ${maximum}`;
  return z
    .string({ error })
    .refine((value) => /^\d{1,9}$/.test(value) && Number(value) >= minimum && Number(value) <= maximum, {
      error,
    })
    .transform(Number)
    .meta({ editor: { type: 'integer', minimum, maximum } });
}

const UNITS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const LONGEST_PAUSE = 30 * UNITS.d;

/** `15m`, `4h` or `1d`, in milliseconds. */
export const pause = z
  .string({ error: 'must be a time such as 15m, 4h or 1d' })
  .transform((value, context) => {
    const [, digits = '', unit = ''] = /^(\d{1,5})([mhd])$/.exec(value.trim()) ?? [];
    const milliseconds = Number(digits) * (UNITS[unit as keyof typeof UNITS] ?? 0);
    if (milliseconds > 0 && milliseconds <= LONGEST_PAUSE) return milliseconds;
    context.issues.push({ code: 'custom', message: 'must be a time such as 15m, 4h or 1d', input: value });
    return z.NEVER;
  })
  .meta({ editor: { type: 'string', pattern: '^[0-9]+[mhd]$' } });

export const texts = z.array(text, { error: 'must be a list, one value after each dash' });

export const timeZone = bareText.refine(isTimeZone, {
  error: 'must be a time zone such as America/New_York',
});

export const plainText = bareText;

export const fileToWrite = bareText
  .refine((value) => value !== '-' && !value.endsWith('/'), {
    error: 'must be the name of a file, not standard output or a folder',
  })
  .meta({ editor: { type: ['string', 'number'] } });

export const secret = (instead: string) =>
  z.never({ error: `is a secret and must not be in this file; use ${instead}` }).optional();

export const group = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  z.strictObject(shape, { error: (issue) => groupError(issue, Object.keys(shape)) });

function groupError(issue: z.core.$ZodRawIssue, settings: readonly string[]): string {
  if (issue.code !== 'unrecognized_keys') return `must be a group of settings: ${settings.join(', ')}`;
  const unknown = issue.keys.map((key) => JSON.stringify(key)).join(', ');
  return `has the unknown setting ${unknown}; known settings are ${settings.join(', ')}`;
}

type Check = [(value: unknown) => boolean, { error: string; when: () => true }];

/** Looked at even when other things are wrong, so that all errors are reported at once. */
export function check(error: string, isFine: (value: Readonly<Record<string, unknown>>) => boolean): Check {
  const isFineOrNoGroup = (value: unknown): boolean =>
    typeof value !== 'object' || value === null || isFine(value as Record<string, unknown>);
  return [isFineOrNoGroup, { error, when: () => true }];
}

export function exactlyOne(what: string, keys: readonly string[]): Check {
  return check(`must set ${what}, with exactly one of ${keys.join(', ')}`, (value) => {
    return keys.filter((key) => value[key] !== undefined).length === 1;
  });
}

export function needs(keys: readonly string[], needed: readonly string[]): Check {
  const error = `${keys.join(' or ')} can only be set with ${needed.join(' or ')}, and only one of them`;
  return check(error, (value) => {
    const given = keys.filter((key) => value[key] !== undefined).length;
    return given === 0 || (given === 1 && needed.some((key) => value[key] !== undefined));
  });
}
