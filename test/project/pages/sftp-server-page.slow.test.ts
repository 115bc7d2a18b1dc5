/** docs/sftp-server.md as it stands, on a real OpenSSH server: the scripts, the transformer and HotWax with a user each. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import ssh2 from 'ssh2';
import type { Account } from '../../../emulator/account.ts';
import { enterSalesOrder, openNetSuiteAccount, withShipMethod } from '../../../testbed/netsuite-account.ts';
import { opensshMissing } from '../../../testbed/sftp/openssh.ts';
import { shipOrder } from '../../../testbed/ship-order.ts';
import { describeNeeding } from '../../needs.ts';
import { borrowMachine, type Ended, type Machine, machineMissing } from './borrowed-machine.ts';
import { commandsOf, fencedBlocks } from './commands/page-commands.ts';

const page = readFileSync('docs/sftp-server.md', 'utf8');
const [installing = '', opening = '', trying = ''] = fencedBlocks(page, 'sh');
/** Keys of 4,096 bits, and a sign-in for each command. */
const DATA = '/srv/feeds/data';
const [ITEM, STORE, WAREHOUSE] = [501, 15, 114];

let folder: string;
let machine: Machine;
let port: number;
let account: Account | undefined;

/** The server of the page, with its configuration or another. */
async function serve(configuration: (text: string) => string = (text) => text): Promise<void> {
  const example = join(folder, 'deploy/sshd-feeds.conf');
  writeFileSync(example, configuration(readFileSync(example, 'utf8')));
  await machine.does(installing);
  await machine.does(
    `ssh-keygen -q -t ed25519 -N '' -f hotwax_key && install -m 644 hotwax_key.pub /etc/ssh/feeds/hotwax`,
  );
  // What root has made is for whoever runs the tests.
  await machine.does(`chown -R ${process.getuid?.()} .`);
  port = await freePort();
  await machine.start(
    ['/usr/sbin/sshd', '-D', '-e', '-p', String(port), '-o', 'ListenAddress=127.0.0.1', '-o', 'PidFile=none'],
    'Server listening',
  );
  await configure();
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

/** The line of the page for `type`, for this server. @returns what is behind the host name */
async function keyscan(type: string): Promise<string> {
  const line = `ssh-keyscan -t ${type} sftp.example.com`;
  expect(page).toContain(line);
  const here = line.replace('sftp.example.com', `-p ${port} 127.0.0.1`);
  return (await machine.does(`${here} 2>/dev/null`)).trim().split(' ').slice(1).join(' ');
}

/** The account with the scripts, which signs in as `netsuite` with the key in PEM form. */
async function openAccount(): Promise<Account> {
  const [, hostKey = ''] = (await keyscan('rsa')).split(' ');
  const key = readFileSync(join(folder, 'netsuite_key'), 'utf8');
  expect(key).toContain('-----BEGIN RSA PRIVATE KEY-----');
  const server = { directory: '/data/netsuite', host: '127.0.0.1', port, hostKey, username: 'netsuite', key };
  return openNetSuiteAccount(
    {
      server,
      items: [{ id: ITEM, name: 'ITEM' }],
      locations: [
        { id: STORE, name: 'Store', isStore: true },
        { id: WAREHOUSE, name: 'Warehouse' },
      ],
    },
    // What the transformer has just written is older than a minute for the scripts.
    { project: 'dist/netsuite', clock: () => Date.now() + 5 * 60_000 },
  );
}

async function configure(): Promise<void> {
  const feeds = ['brokered-order-items', 'item-fulfillments', 'fulfilled-order-items'];
  writeFileSync(
    join(folder, 'transformer.yaml'),
    `connection:
  sftp: { host: 127.0.0.1, port: ${port}, username: transformer, privateKeyFile: transformer_key, root: /data, hostKey: "${await keyscan('ed25519')}" }
feeds:
${feeds.map((name) => `  ${name}: { minimumAgeSeconds: 0 }\n`).join('')}`,
  );
}

function transformer(...words: string[]): Ended {
  const config = join(folder, 'transformer.yaml');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['transformer/main.ts', ...words, '--config', config],
    { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } },
  );
  return { status, output: stdout + stderr };
}

const NEW_SERVER = [
  ...['-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null'],
  ...['-o', 'LogLevel=ERROR', '-o', 'BatchMode=yes'],
];

/** Lines of the `sftp` client, as one of the users. */
const as = (user: string) => ({
  does: (input: string): Ended => {
    const [program = '', ...words] = (trying.split('\n')[0] ?? '')
      .replace('sftp ', `sftp ${NEW_SERVER.join(' ')} -b - `)
      .replace('-P 22', `-P ${port}`)
      .replace('sftp.example.com', '127.0.0.1')
      .replaceAll('transformer', user)
      .split(' ');
    const { status, stdout, stderr } = spawnSync(program, words, { input, encoding: 'utf8', cwd: folder });
    return { status, output: stdout + stderr };
  },
});

describeNeeding(opensshMissing ?? machineMissing)('the SFTP server as docs/sftp-server.md sets it up', () => {
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sftp-page-'));
    cpSync('deploy', join(folder, 'deploy'), { recursive: true });
    machine = await borrowMachine(folder, { systemctl: 'test "$*" = "reload ssh"' });
  });
  afterEach(async () => {
    account?.dispose();
    account = undefined;
    await machine.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('an order goes the round trip between three users, whoever made the folders', async () => {
    await serve();
    account = await openAccount();
    const run = (deployment: string) => account?.runDeployment(deployment);
    // The scripts make theirs, the transformer the rest.
    for (const deployment of ['customdeploy_update_salesorder', 'customdeploy_create_itemfulfillment'])
      expect(run(deployment)?.error).toBeUndefined();
    expect(transformer('init')).toMatchObject({ status: 0 });
    expect(transformer('check')).toMatchObject({ status: 0 });

    const order = enterSalesOrder(account, [{ item: ITEM, seqId: '00101' }], {
      custbody_hc_order_id: 'HC1',
      ...withShipMethod,
    });
    writeFileSync(join(folder, 'brokered.json'), JSON.stringify([brokered(order)]));
    const sent = as('hotwax').does('put brokered.json hotwax/BrokeredOrderItems/a.json');
    expect(sent).toMatchObject({ status: 0 });
    expect(transformer('run', '--feed', 'brokered-order-items')).toMatchObject({ status: 0 });
    expect(run('customdeploy_update_salesorder')?.error).toBeUndefined();
    const taken = as('transformer').does('ls -1 netsuite/salesorder/update/archive').output;
    expect(taken).toContain('BrokeredOrderItemsFeed.csv');

    shipOrder(account, order, { lines: ['1'] });
    expect(run('customdeploy_export_so_fulfillment')?.error).toBeUndefined();
    expect(transformer('run', '--feed', 'item-fulfillments')).toMatchObject({ status: 0 });
    const fetched = as('hotwax').does(
      'get netsuite/salesorder/import/fulfillment/*.json got.json\nrm netsuite/salesorder/import/fulfillment/*.json',
    );
    expect(fetched).toEqual({ status: 0, output: expect.any(String) });
    expect(readFileSync(join(folder, 'got.json'), 'utf8')).toContain('HC1');
  });

  test('each renames and deletes files and folders that the others made', async () => {
    await serve();
    writeFileSync(join(folder, 'file'), 'text\n');
    for (const [maker, other] of [
      ['netsuite', 'transformer'],
      ['transformer', 'hotwax'],
      ['hotwax', 'netsuite'],
    ] as const) {
      const made = as(maker).does('mkdir made\nmkdir made/deep\nput file made/a\nput file made/deep/b');
      expect(made).toMatchObject({ status: 0 });
      const changed = as(other).does(
        'rename made/a made/deep/c\nget made/deep/b got\nrm made/deep/b\nrm made/deep/c\nrmdir made/deep\nrmdir made',
      );
      expect(changed).toMatchObject({ status: 0 });
    }
  });

  test('without the umask of the example they cannot, and both programs say so', async () => {
    await serve((text) => text.replace(' -u 0007', ''));
    account = await openAccount();
    expect(as('netsuite').does('mkdir hotwax')).toMatchObject({ status: 0 });
    expect(transformer('init')).toEqual({ status: 1, output: expect.stringContaining('PERMISSION_DENIED') });
    expect(as('netsuite').does('rmdir hotwax')).toMatchObject({ status: 0 });
    expect(transformer('init')).toMatchObject({ status: 0 });
    const report = account.runDeployment('customdeploy_update_salesorder');
    expect(report.error?.name).toBe('FTP_PERMISSION_DENIED');
  });

  test('a directory that one user has filled is opened to the others by the lines for it', async () => {
    await serve();
    await machine.does(
      `cd ${DATA} && install -d -o transformer -m 755 old old/deep && install -o transformer -m 644 /dev/null old/deep/a`,
    );
    expect(as('netsuite').does('rename old/deep/a old/deep/b')).toMatchObject({ status: 1 });
    await machine.does(opening);
    expect(as('netsuite').does('rename old/deep/a old/deep/b\nrm old/deep/b\nrmdir old/deep')).toMatchObject({
      status: 0,
    });
  });

  test('users have no shell and see nothing but the directory; both host keys are shown', async () => {
    await serve();
    expect(as('netsuite').does('ls -1 /').output.trim().split('\n').at(-1)).toBe('/data');
    expect(as('netsuite').does('cd /etc').status).toBe(1);
    expect(as('netsuite').does('put deploy/sshd-feeds.conf /x').status).toBe(1);
    const words = [
      ...NEW_SERVER,
      '-i',
      join(folder, 'netsuite_key'),
      '-p',
      String(port),
      'netsuite@127.0.0.1',
    ];
    const shell = spawnSync('ssh', [...words, 'id'], { timeout: 3000, input: '' });
    expect(String(shell.stdout)).not.toContain('uid=');
    expect(ssh2.utils.parseKey(await keyscan('rsa'))).toMatchObject({ type: 'ssh-rsa' });
    expect(await keyscan('ed25519')).toMatch(/^ssh-ed25519 /);
  });

  test('the lines of docs/deploying.md show the RSA key and its fingerprint', async () => {
    await serve();
    const lines = commandsOf('docs/deploying.md', readFileSync('docs/deploying.md', 'utf8'))
      .filter(({ heading }) => heading === '8. Host key')
      .map(({ text }) => text.replace('<host>', `-p ${port} 127.0.0.1`));
    expect(lines).toHaveLength(2);
    expect(await machine.does(lines[0] ?? '')).toContain(await keyscan('rsa'));
    expect(await machine.does(lines[1] ?? '')).toMatch(/^\d+ SHA256:\S+ .*\(RSA\)$/m);
  });
});

/** One item that HotWax has allocated to the warehouse. */
const brokered = (order: number) => ({
  orderId: 'HC1',
  orderIdentifications: [{ orderIdentificationTypeId: 'NETSUITE_ORDER_ID', idValue: String(order) }],
  orderItems: [
    {
      orderItemSeqId: '00101',
      orderItemQuantity: 1,
      facilityId: 'W',
      facilityExternalId: String(WAREHOUSE),
      goodIdentifications: [{ goodIdentificationTypeId: 'NETSUITE_PRODUCT_ID', idValue: String(ITEM) }],
      orderItemAttributes: [{ attrName: 'NetsuiteItemLineId', attrValue: '1' }],
      facilityGroupMembers: [{ facilityId: 'W', facilityGroupId: 'NETSUITE_FULFILLMENT' }],
    },
  ],
});
