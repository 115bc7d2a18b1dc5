import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { buildSuiteScripts } from '../../../scripts/build/build-suitescripts.ts';
import { findProblems } from '../../../scripts/check-project.ts';
import { packageProject } from '../../../scripts/suitecloud/package.ts';
import { listZip, unzip } from '../../../scripts/suitecloud/zip-listing.ts';
import { newFolder, projectRoot, writeFiles } from '../workspace.ts';
import { testWithCli, tools } from './installed-cli.ts';

async function copyOfProject(): Promise<string> {
  const root = newFolder();
  for (const name of ['package.json', 'suitecloud.config.js'])
    cpSync(join(projectRoot, name), join(root, name));
  await buildSuiteScripts({ root: projectRoot, out: join(root, 'dist/netsuite') });
  return root;
}

const objectPaths = (): string[] =>
  readdirSync(join(projectRoot, 'src/Objects'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.xml'))
    .map((name) => `Objects/${name}`);

const scripts = [
  'HC_MR_CreateItemFulfillment',
  'HC_MR_ExportedSalesOrderFulfillmentCSV',
  'HC_MR_SalesOrderStatement',
  'HC_MR_UpdateSalesOrders',
  'HC_RL_StartFeed',
  'HC_SC_CreateItemFulfillment',
  'HC_SC_FeedDigest',
  'HC_SC_FulfillTaggedLines',
  'HC_SC_UpdateSalesOrders',
  'HC_SL_FeedMonitor',
];

describe('npm run package', () => {
  testWithCli('leaves one archive, with exactly the scripts and the objects of the project', async () => {
    const root = writeFiles(await copyOfProject(), {
      'dist/hotwax-netsuite-fulfillment-0.0.1.zip': 'an older one',
    });
    const { archive, files } = await packageProject({ root, tools });
    const inFileCabinet = scripts.map((name) => `FileCabinet/SuiteScripts/SalesOrder/${name}.js`);
    expect(files).toEqual([...inFileCabinet, ...objectPaths(), 'deploy.xml', 'manifest.xml'].sort());
    expect(listZip(readFileSync(archive))).toEqual(files);
    const contents = [...unzip(readFileSync(archive))].map(([name, content]) => [name, content.toString()]);
    expect(findProblems(writeFiles(newFolder(), Object.fromEntries(contents)))).toEqual([]);
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect(readdirSync(join(root, 'dist')).sort()).toEqual([
      `hotwax-netsuite-fulfillment-${version}.zip`,
      'netsuite',
    ]);
    expect(existsSync(join(root, 'build'))).toBe(false);
  });

  testWithCli('needs no Java', async () => {
    const root = await copyOfProject();
    cpSync(join(projectRoot, 'scripts'), join(root, 'scripts'), { recursive: true });
    for (const name of ['node_modules', 'tools']) symlinkSync(join(projectRoot, name), join(root, name));
    const env = { PATH: newFolder() };
    const words = ['--disable-warning=ExperimentalWarning', 'scripts/suitecloud/package.ts'];
    const { stdout, stderr } = spawnSync(process.execPath, words, { cwd: root, env, encoding: 'utf8' });
    expect([stdout, stderr]).toEqual([expect.stringMatching(/^package: \d+ files in dist\/.*\.zip\n$/), '']);
  });

  testWithCli('fails and leaves no archive when deploy.xml forgets a file, and says which', async () => {
    const root = await copyOfProject();
    writeFiles(root, { 'dist/netsuite/FileCabinet/SuiteScripts/Other/lost.js': 'define([], () => ({}));' });
    await expect(packageProject({ root, tools })).rejects.toMatchObject({
      code: 'INCOMPLETE_ARCHIVE',
      message: 'the archive lacks FileCabinet/SuiteScripts/Other/lost.js: name it in src/deploy.xml',
    });
    expect(readdirSync(join(root, 'dist'))).toEqual(['netsuite']);
  });

  testWithCli('fails with what the CLI said when the project is none', async () => {
    const root = await copyOfProject();
    rmSync(join(root, 'dist/netsuite/manifest.xml'));
    await expect(packageProject({ root, tools })).rejects.toThrow(/project:package failed: .*manifest\.xml/s);
  });

  test('says what to run when nothing was built', async () => {
    await expect(packageProject({ root: newFolder(), tools })).rejects.toThrow(/Run: npm run package/);
  });

  test('takes no damaged archive for a whole one', () => {
    expect(() => listZip(Buffer.from('PK\x03\x04 cut off'))).toThrow(/has no central directory/);
    const end = Buffer.alloc(22);
    end.write('PK\x05\x06', 'latin1');
    end.writeUInt16LE(1, 10);
    expect(() => listZip(end)).toThrow(/entry 1 of its central directory is damaged/);
    end.writeUInt16LE(0, 10);
    expect(listZip(end)).toEqual([]);
  });

  test('unpacks nothing that leads out of its folder', () => {
    const name = '../../escaped.js';
    const entry = Buffer.alloc(46 + name.length);
    entry.write('PK\x01\x02', 'latin1');
    entry.writeUInt16LE(name.length, 28);
    entry.write(name, 46);
    const end = Buffer.alloc(22);
    end.write('PK\x05\x06', 'latin1');
    end.writeUInt16LE(1, 10);
    expect(() => unzip(Buffer.concat([entry, end]))).toThrow(
      /"\.\.\/\.\.\/escaped\.js" leads out of its folder/,
    );
  });
});
