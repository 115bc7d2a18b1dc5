/** Every line of docs/operating.md about containers, as it stands there: on an image made of the Dockerfile, with its user and its mounts. */
import { readFileSync, writeFileSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { billOfMaterials } from '../../../scripts/release/bill-of-materials.ts';
import { type OpenSsh, opensshMissing, startOpenSsh } from '../../../testbed/sftp/openssh.ts';
import { describeNeeding } from '../../needs.ts';
import { type Engine, engineMissing, openEngine } from './engine.ts';
import { blocksOf } from './page-blocks.ts';
import { describeKubernetes } from './kubernetes-lines.ts';

const PAGE = 'docs/operating.md';
const MINUTES = 60_000;
const INBOX = 'netsuite/salesorder/import/fulfillment-nifi';

const [dockerLines = ''] = blocksOf(PAGE, '### Docker');
const buildLine = dockerLines.split('\n')[0] as string;
/** The function that the page defines, without what it is called for. */
const transformer = dockerLines.slice(buildLine.length, dockerLines.indexOf('\n}\n') + 3);

let server: OpenSsh;
let engine: Engine;

describeNeeding(engineMissing ?? opensshMissing)('the container as docs/operating.md says', () => {
  beforeAll(async () => {
    server = await startOpenSsh();
    engine = openEngine();
    await configure(engine.folder, server);
    const built = await engine.shell(buildLine);
    if (built.code !== 0) throw new Error(built.output);
  }, 30 * MINUTES);

  afterAll(async () => {
    await server.stop();
    engine.remove();
  });

  const run = (lines: string) => engine.shell(`${transformer}\n${lines}`);

  describe('with Docker and compose', () => {
    beforeEach(() => empty(server));

    test('the lines for Docker make the folders, find nothing wrong, convert what waits, and write metrics and index', async () => {
      await run('transformer init');
      await putFile(server);
      const { code, output } = await engine.shell(dockerLines);
      expect({ code, output }).toMatchObject({ code: 0 });
      expect(output).not.toMatch(/FAIL|not written|not updated/);
      expect(output).toContain('"msg":"file delivered"');
      expect(output).toContain('item-fulfillments: 0 waiting');
      const metrics = await readFile(join(engine.volume('transformer-metrics'), 'transformer.prom'), 'utf8');
      expect(metrics).toContain('transformer_last_pass_exit_code 0\n');
      expect(await readdir(engine.volume('transformer-index'))).toContain('index.sqlite');
      expect((await run('transformer find HC1001')).output).toContain('HC1001');
    });

    test.each(['/etc/transformer/transformer.yaml', '/run/secrets', '/metrics', '/var/lib/transformer'])(
      'without the mount at %s the check fails and names it',
      async (path) => {
        await run('transformer init');
        const without = transformer.replace(
          new RegExp(`--volume (?:"[^"]*:${path}(?::ro)?"|\\S+:${path})`),
          '',
        );
        expect(without).not.toBe(transformer);
        const { code, output } = await engine.shell(`${without}\ntransformer check`);
        expect([code, output]).toEqual([1, expect.stringContaining(path)]);
      },
    );

    test('it can write nowhere else, and is user 1000 without any right of root', async () => {
      const script = `
      const { writeFileSync } = require('node:fs');
      for (const path of ['/x', '/app/x', '/etc/x', '/usr/x'])
        try { writeFileSync(path, ''); console.log('wrote', path); } catch ({ code }) { console.log(code); }
      console.log(process.getuid(), require('node:fs').readFileSync('/proc/self/status', 'utf8').match(/CapEff:.*|CapBnd:.*|NoNewPrivs:.*/g).join());`;
      const words = transformer.replace(
        'hotwax-netsuite-transformer "$@"',
        '--entrypoint node hotwax-netsuite-transformer -e "$SCRIPT"',
      );
      const { output } = await engine.shell(`${words}\ntransformer`, { environment: { SCRIPT: script } });
      expect(output).toMatch(/^(EROFS\n){4}1000 CapEff:\t0{16},CapBnd:\t0{16},NoNewPrivs:\t1\n$/);
    });

    test('the compose file has the same mounts; its watch ends in peace when it is stopped', async () => {
      await run('transformer init');
      const ran = await engine.shell(composeLine(engine.folder), { stopOn: /"msg":"pass ended"/ });
      expect([ran.code, ran.output]).toEqual([0, expect.stringContaining('"msg":"pass ended"')]);
      expect((await engine.shell(composeLine(engine.folder, 'check'))).code).toBe(0);
    });
  });

  test('the image as a release has it: a file to load, and each of its Debian packages in the bill of materials', async () => {
    expect(await engine.shell('.ci/image')).toMatchObject({ code: 0 });
    const { name, version } = JSON.parse(readFileSync('package.json', 'utf8'));
    const made = join(engine.folder, 'dist/image');
    const archive = `hotwax-netsuite-transformer-${version}-image.tar.gz`;
    expect((await readdir(made)).sort()).toEqual(['debian-packages.txt', archive]);
    const { output } = await engine.shell(`tar -xzOf dist/image/${archive} manifest.json`);
    expect(JSON.parse(output)[0].RepoTags).toContainEqual(
      expect.stringMatching(new RegExp(`(^|/)hotwax-netsuite-transformer:${version}$`)),
    );
    const bill = billOfMaterials('.', readFileSync(join(made, 'debian-packages.txt'), 'utf8'));
    expect(bill.metadata.component).toMatchObject({ name, version });
    const packages = bill.components
      .map(({ purl = '' }) => purl)
      .filter((purl) => purl.startsWith('pkg:deb/'));
    expect(packages).toContainEqual(expect.stringMatching(/^pkg:deb\/debian\/libc6@2\.36[^?]*\?arch=\w+$/));
    expect(packages.length).toBeGreaterThan(50);
  });

  describeKubernetes(() => engine, { empty: () => empty(server), putFile: () => putFile(server) });
});

/** What an operator writes into the example, and puts beside it. */
async function configure(
  folder: string,
  { port, username, privateKey, root, hostKeyLine }: OpenSsh,
): Promise<void> {
  const path = join(folder, 'deploy/transformer.yaml');
  const example = readFileSync(path, 'utf8');
  const adapted = example
    .replace('host: sftp.example.com', `host: 127.0.0.1\n    port: ${port}`)
    .replace('username: transformer', `username: ${username}`)
    .replace('root: /data', `root: ${root}`);
  // Files written by the test itself are of a moment ago.
  writeFileSync(path, `${adapted}\nfeeds:\n  item-fulfillments:\n    minimumAgeSeconds: 0\n`);
  const secrets = join(folder, 'deploy/secrets');
  await mkdir(secrets, { recursive: true });
  await writeFile(join(secrets, 'sftp_key'), privateKey);
  await writeFile(join(secrets, 'known_hosts'), `[127.0.0.1]:${port} ${hostKeyLine}\n`);
  for (const name of ['sftp_key', 'known_hosts']) await chmod(join(secrets, name), 0o444);
}

async function empty({ root }: OpenSsh): Promise<void> {
  for (const name of await readdir(root)) await rm(join(root, name), { recursive: true });
}

async function putFile({ root }: OpenSsh): Promise<void> {
  const header =
    'orderId,orderItemSeqId,externalFacilityId,shippedDate,quantity,trackingNumber,carrier,shippingMethod,shippingMethodId';
  await writeFile(
    join(root, INBOX, 'good.csv'),
    `${header}\nHC1001,00101,7,1/4/2024 4:23 pm,1,TRACK1,FedEx,Ground,2830\n`,
  );
}

type Service = {
  image: string;
  command: string[];
  environment: Record<string, string>;
  user: string;
  read_only: boolean;
  volumes: string[];
};

/** The service of the compose file as Docker would be called for it. */
function composeLine(folder: string, ...words: string[]): string {
  const { services } = parse(readFileSync(join(folder, 'deploy/compose.yaml'), 'utf8'));
  const { image, command, environment, user, read_only, volumes }: Service = services.transformer;
  const mounts = volumes.map((volume) => volume.replace(/^\.\//, `${folder}/deploy/`));
  const options = [
    ...(read_only ? ['--read-only'] : []),
    `--user ${user}`,
    ...mounts.map((mount) => `--volume '${mount}'`),
    ...Object.entries(environment).map(([name, value]) => `--env ${name}=${value}`),
  ];
  return `exec docker run ${options.join(' ')} ${image} ${(words.length > 0 ? words : command).join(' ')}`;
}
