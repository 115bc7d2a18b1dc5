/** Which script of a project a file is, and what becomes of deployments that share an id. */
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { projectWith } from '../../../emulator/command-line/script-project.ts';
import { accountWith, type TinyScript, writeProject } from '../tiny-project.ts';

const script = (name: string): TinyScript => ({
  name,
  execute: `tell('${name}');`,
  deployments: [{ id: 'customdeploy1' }],
});

/** What runs when that file of the project is named on the command line. */
function ran(file: string, deployment?: string): unknown {
  const project = writeProject({ scripts: [script('east'), script('west')] });
  const path = join(project, 'FileCabinet/SuiteScripts', file);
  const { scriptId, deploymentId, ...found } = projectWith({
    script: path,
    project,
    deployment,
    parameters: {},
  });
  const account = accountWith({}, found);
  const { scriptId: id, logs } = account.runDeployment(deploymentId, { scriptId });
  account.dispose();
  return { id, text: logs[0]?.details };
}

test.each(['east', 'west'])(
  'the script that is named runs, though both deployments have one id: %s',
  (name) => {
    const wanted = { id: `customscript_${name}`, text: JSON.stringify(name) };
    expect(ran(`${name}.js`)).toEqual(wanted);
    expect(ran(`${name}.js`, 'customdeploy1')).toEqual(wanted);
  },
);

test('a file that is no script of the project, and a deployment of several scripts, are refused', () => {
  const project = writeProject({ scripts: [script('east'), script('west')] });
  const elsewhere = writeProject({ scripts: [script('north')] });
  const path = join(elsewhere, 'FileCabinet/SuiteScripts/north.js');
  const wanted = { script: path, project, deployment: 'customdeploy1', parameters: {} };
  expect(() => projectWith(wanted)).toThrow(
    /SCRIPT: .*north\.js may be customscript_east .* or customscript_west/,
  );
});
