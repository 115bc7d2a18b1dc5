/** The commands of the pages that need nothing else of the world, run as they stand in a folder like the one a reader has. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type OpenSsh, opensshMissing, startOpenSsh } from '../../../../testbed/sftp/openssh.ts';
import { describeNeeding } from '../../../needs.ts';
import { borrowMachine, type Machine, machineMissing } from '../borrowed-machine.ts';
import { readByProgram, runHere } from './accounts.ts';

const MODULES = '/opt/of-the-project/node_modules';
const HEADER =
  'orderId,orderItemSeqId,externalFacilityId,shippedDate,quantity,trackingNumber,carrier,shippingMethod,shippingMethodId';
const EXPORT = `${HEADER}\nHC1001,00101,7,1/4/2024 4:23 pm,1,TRACK1,FedEx,Ground,2830\n`;
const REFUSED = `${EXPORT}HC1002,00101,,1/4/2024 4:23 pm,1,TRACK2,FedEx,Ground,2830\n`;

/** What leaves this machine, or speaks with its first process. */
const STAND_INS = {
  sudo: `if [ "$1" = --user ]; then user=$2; shift 2; exec setpriv --reuid "$user" --regid "$user" --init-groups "$@"; fi
exec "$@"`,
  // As systemd would start the unit; what of it is a setting of the kernel only systemd-analyze looks at.
  systemctl: `units=/etc/systemd/system
of() { sed -n "s/^$1=//p" "$units/transformer.service"; }
case "$*" in
daemon-reload) ! command -v systemd-analyze || systemd-analyze verify "$units/transformer.service" "$units/transformer.timer" ;;
'start transformer.service')
  for folder in /var/lib/transformer /var/cache/transformer; do install -d --owner "$(of User)" --mode 755 "$folder"; done
  cd "$(of WorkingDirectory)"
  exec setpriv --reuid "$(of User)" --regid "$(of User)" --init-groups env $(of Environment) $(of ExecStart) ;;
'enable --now transformer.timer' | 'start transformer.timer' | 'stop transformer.timer' | 'list-timers transformer.timer')
  grep -q '^OnCalendar=' "$units/transformer.timer" ;;
*) echo "systemctl (stand-in): $*" >&2; exit 64 ;;
esac`,
  journalctl: `test "$*" = '--unit transformer.service --since today'`,
  logger: `test "$*" = '-t transformer' && exec cat`,
  transformer: 'exec npm run --silent transformer -- "$@"',
};

let folder: string;
let machine: Machine;
let server: OpenSsh;

describeNeeding(opensshMissing ?? machineMissing)('in a folder like the one a reader has', () => {
  beforeAll(async () => {
    server = await startOpenSsh();
    folder = mkdtempSync(join(tmpdir(), 'reader-'));
    chmodSync(folder, 0o755);
    prepareFolder();
    machine = await borrowMachine(folder, STAND_INS, { [MODULES]: resolve('node_modules') });
    await machine.does(
      'mkdir -p /var/www /srv/feeds/data/x/archive && touch -d "200 days ago" /srv/feeds/data/x/archive/a.csv',
    );
  });
  afterAll(async () => {
    // What root has made is for whoever runs the tests to take away.
    await machine?.does(`chown -R ${process.getuid?.()} .`);
    await machine?.stop();
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test.each(runHere)('$text', async ({ text, codes = [0], until, inside = '.' }) => {
    const { status, output } = await machine.run(`cd ${inside}\n${text}`, until);
    if (until) expect(output).toMatch(until);
    else expect([codes.includes(status ?? -1), status, output]).toEqual([true, status, output]);
  });

  test('the line for cron has a time, a user and a command that makes a pass', async () => {
    const [line = ''] = readFileSync('deploy/transformer.cron', 'utf8').match(/^[^#].*$/m) ?? [];
    const [, user, pass = ''] = /^(?:[\d*/]+ ){5}(\w+) (.+)$/.exec(line) ?? [];
    expect(user).toBe('transformer');
    writeFileSync(join(folder, 'pass.sh'), pass);
    expect(await machine.does('sudo --user transformer sh pass.sh')).toContain('"msg":"run ended"');
  });

  test('what the service needs of the configuration is there, and nobody else may read the key', async () => {
    const configuration = await machine.does('cat /etc/transformer/transformer.yaml');
    expect(configuration).toContain('privateKeyFile: /etc/transformer/secrets/sftp_key');
    expect(configuration).not.toMatch(/\/run\/secrets|\/metrics/);
    expect(await machine.does('stat -c "%a %G" /etc/transformer/secrets/sftp_key')).toBe('640 transformer\n');
    expect(await machine.does('ls /var/lib/transformer')).toMatch(/index\.sqlite[\s\S]*transformer\.prom/);
  });

  test('whoever collects metrics may read them, and nobody else the index', async () => {
    const rights = await machine.does(
      'cd /var/lib/transformer && stat -c "%a" . transformer.prom index.sqlite',
    );
    expect(rights).toBe('755\n644\n600\n');
  });
});

/** Everything but what is made by an installation: that is mounted, as another user could not reach it here. */
function prepareFolder(): void {
  for (const name of ['transformer', 'feeds', 'emulator', 'scripts', 'deploy'])
    cpSync(name, join(folder, name), { recursive: true });
  for (const name of ['package.json', 'package-lock.json']) copyFileSync(name, join(folder, name));
  symlinkSync(MODULES, join(folder, 'node_modules'));
  const write = (name: string, text: string | Uint8Array) => writeFileSync(join(folder, name), text);
  write(
    'transformer.yaml',
    'tenants: { acme: { connection: { folder: tree }, index: { file: acme.sqlite } } }\n',
  );
  const inbox = join(folder, 'tree/netsuite/salesorder/import/fulfillment-nifi');
  mkdirSync(inbox, { recursive: true });
  writeFileSync(join(inbox, 'some.csv'), REFUSED);
  const allocations = join(folder, 'tree/hotwax/BrokeredOrderItems');
  mkdirSync(allocations, { recursive: true });
  writeFileSync(join(allocations, 'a.json'), JSON.stringify([ORDER]));
  write('feed.json', JSON.stringify([ORDER, { ...ORDER, orderIdentifications: [] }]));
  write('export.csv', REFUSED);
  write('export.csv.gz', gzipSync(EXPORT));
  prepareDeployment();
}

/** The examples of deploy/, adapted to a server of this machine. */
function prepareDeployment(): void {
  const path = join(folder, 'deploy/transformer.yaml');
  const example = readFileSync(path, 'utf8');
  writeFileSync(
    path,
    example
      .replace('host: sftp.example.com', `host: 127.0.0.1\n    port: ${server.port}`)
      .replace('username: transformer', `username: ${server.username}`)
      .replace('root: /data', `root: ${server.root}`),
  );
  mkdirSync(join(folder, 'deploy/secrets'));
  writeFileSync(join(folder, 'deploy/secrets/sftp_key'), server.privateKey, { mode: 0o600 });
  const known = `[127.0.0.1]:${server.port} ${server.hostKeyLine}\n`;
  writeFileSync(join(folder, 'deploy/secrets/known_hosts'), known);
}

const ORDER = {
  orderId: 'HC1001',
  orderName: '#1001',
  orderIdentifications: [{ orderIdentificationTypeId: 'NETSUITE_ORDER_ID', idValue: '71501' }],
  orderItems: [
    {
      orderItemSeqId: '00101',
      orderItemQuantity: 1,
      facilityId: 'W',
      facilityExternalId: '114',
      goodIdentifications: [{ goodIdentificationTypeId: 'NETSUITE_PRODUCT_ID', idValue: '501' }],
      orderItemAttributes: [{ attrName: 'NetsuiteItemLineId', attrValue: '1' }],
      facilityGroupMembers: [{ facilityId: 'W', facilityGroupId: 'NETSUITE_FULFILLMENT' }],
    },
  ],
};

const { scripts }: { scripts: Record<string, string> } = JSON.parse(readFileSync('package.json', 'utf8'));

/** What is behind the last `&&` of a script is the program that reads the words. */
test.each(readByProgram)('%s: its program knows all words', (text) => {
  const [, name = '', words = ''] = /^npm run (?:--silent )?([\w:]+) -- (.+)$/.exec(text) ?? [];
  const program =
    scripts[name]
      ?.split(' && ')
      .at(-1)
      ?.replace(/^node /, '')
      .split(' ') ?? [];
  const read = (...more: string[]) =>
    spawnSync(process.execPath, [...program, ...words.split(' '), ...more], {
      encoding: 'utf8',
      env: { ...process.env, NODE_OPTIONS: '' },
      timeout: 600_000,
    });
  const { status, stdout, stderr } = read('--help');
  expect([status, stderr, stdout]).toEqual([0, '', expect.stringMatching(/[Uu]sage/)]);
  expect(read('--help', '--no-such-option').status).toBe(2);
});
