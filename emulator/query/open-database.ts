/** SQLite as Node has it, loaded by the first query: most scripts have none, and Node 22 and 24 warn of it as experimental. */
import type { DatabaseSync } from 'node:sqlite';

export function openDatabase(): DatabaseSync {
  const warn = process.emitWarning;
  // What Node says of its own module is of no use to whoever runs a script.
  process.emitWarning = () => undefined;
  try {
    return new (process.getBuiltinModule('node:sqlite').DatabaseSync)(':memory:');
  } finally {
    process.emitWarning = warn;
  }
}
