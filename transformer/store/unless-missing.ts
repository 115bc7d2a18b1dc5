/** Looks at what need not be there, such as a folder before the first pass. */
import { hasCode } from '../errors.ts';

/** @returns undefined when it is not there */
export async function undefinedIfNotFound<Result>(look: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await look();
  } catch (error) {
    if (hasCode(error, 'NOT_FOUND')) return undefined;
    throw error;
  }
}
