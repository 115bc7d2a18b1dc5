/** The error for everything the emulator does not know: it refuses by name instead of guessing. */
export class NotEmulated extends Error {
  readonly code = 'NOT_EMULATED';

  /** @param what the call, member, option or record that is missing, e.g. `N/record.copy` */
  constructor(what: string) {
    super(
      `NOT_EMULATED: ${what} is not emulated. Add it under emulator/, with its evidence, or do without it.`,
    );
    this.name = 'NOT_EMULATED';
  }
}
