/** Ids of what a script adds to a page: small letters, no spaces, each once (section_4337905245, section_456415649413). */
import { type Options, textOption } from '../../strictness/arguments.ts';
import { NotEmulated } from '../../strictness/not-emulated.ts';

/** What NetSuite says to a wrong id is not documented, and a second field of one id replaces nothing that can be relied on. */
export function idOf(call: string, options: Options, taken: readonly { id: string }[]): string {
  const id = textOption(call, options, 'id');
  if (!/^[a-z0-9_]+$/.test(id))
    throw new NotEmulated(`id ${JSON.stringify(id)} of ${call}, not in small letters,`);
  if (taken.some((other) => other.id === id)) throw new NotEmulated(`a second ${id} in ${call}`);
  return id;
}
