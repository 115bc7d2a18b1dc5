#!/usr/bin/env node
/** The command `netsuite-emulator` of the package: before it loads anything that an old Node lacks, it says which Node it needs. */
import manifest from './package.json' with { type: 'json' };

const needed = /[\d.]+/.exec(manifest.engines.node)?.[0] ?? '';

if (isOlder(process.versions.node, needed)) {
  process.stderr.write(`netsuite-emulator needs Node ${needed} or newer, and this is ${process.version}.\n`);
  process.exitCode = 1;
} else {
  void import('./main.ts');
}

function isOlder(found: string, wanted: string): boolean {
  const [major = 0, minor = 0] = found.split('.').map(Number);
  const [leastMajor = 0, leastMinor = 0] = wanted.split('.').map(Number);
  return major < leastMajor || (major === leastMajor && minor < leastMinor);
}
