/** The error for everything the emulator does not know: it refuses by name instead of guessing. */

const listeners = new Set<(refusal: NotEmulated) => void>();

const DO_WITHOUT =
  'Do without it, or add it to the emulator: its README.md says what it has, and where that is.';

export class NotEmulated extends Error {
  readonly code = 'NOT_EMULATED';
  readonly what: string;

  /**
   * @param what the call, member, option or record that is missing, e.g. `N/record.copy`
   * @param advice what whoever wants it can do
   */
  constructor(what: string, advice = DO_WITHOUT) {
    super(`NOT_EMULATED: ${what} is not emulated. ${advice}`);
    this.name = 'NOT_EMULATED';
    this.what = what;
    for (const listener of listeners) listener(this);
  }
}

/**
 * Reports every refusal to a running script's keeper, since the script's own error handling may swallow it. Returns the
 * function that ends the reporting.
 */
export function onRefusal(listener: (refusal: NotEmulated) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
