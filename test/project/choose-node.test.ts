/** What `npm ci` does where the Node that it installed does not start. */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { newFolder, projectRoot, writeFiles } from './workspace.ts';

const INSTALLED = 'node_modules/.bin/node';

/** @param own what the machine's own Node says of its version */
function chooseNode(installed: string, own: string) {
  const root = newFolder();
  writeFiles(root, { [INSTALLED]: `#!/bin/sh\n${installed}\n`, 'own/node': `#!/bin/sh\n${own}\n` });
  for (const program of [INSTALLED, 'own/node']) chmodSync(join(root, program), 0o755);
  const { status, stderr } = spawnSync('sh', [join(projectRoot, 'scripts/choose-node.sh')], {
    cwd: root,
    encoding: 'utf8',
    env: { PATH: [join(root, 'own'), '/usr/bin', '/bin'].join(delimiter) },
  });
  return { status, stderr, stays: existsSync(join(root, INSTALLED)) };
}

test('one that starts stays', () => {
  expect(chooseNode('echo v26.0.0', 'echo v20.0.0')).toEqual({ status: 0, stderr: '', stays: true });
});

test('where it does not start, a Node of the machine that is new enough takes its place, and npm says so', () => {
  const { status, stderr, stays } = chooseNode('exit 127', 'echo v24.1.0');
  expect([status, stays]).toEqual([0, false]);
  expect(stderr).toMatch(/your own v24\.1\.0 runs it.*libatomic1/);
});

test.each([
  ['too old', 'echo v20.9.0'],
  ['not there', 'exit 127'],
])('where that is %s, the installation fails and says what to install', (_what, own) => {
  const { status, stderr } = chooseNode('exit 127', own);
  expect(status).toBe(1);
  expect(stderr).toMatch(/apt-get install libatomic1; or install Node 26/);
});
