/** What becomes of every command that a page shows: run as it stands, or why not and what looks at it instead. */

/** Run as they stand by a test of their own: all of a page, or the blocks below a heading. */
export const runByOwnTest: readonly { page: string; heading?: string; test: string }[] = [
  {
    page: 'docs/operating.md',
    heading: 'From the first folder to a replayed failure',
    test: 'test/transformer/config/operating-page.test.ts',
  },
  { page: 'docs/operating.md', heading: 'Docker', test: 'test/transformer/container/lines.slow.test.ts' },
  { page: 'docs/operating.md', heading: 'Kubernetes', test: 'test/transformer/container/lines.slow.test.ts' },
  {
    page: 'docs/sftp-server.md',
    heading: 'OpenSSH',
    test: 'test/project/pages/sftp-server-page.slow.test.ts',
  },
  { page: 'deploy/ask-kubernetes.sh', test: 'test/transformer/container/kubernetes-lines.ts' },
  { page: 'Dockerfile', test: 'test/transformer/container/lines.slow.test.ts' },
  { page: 'emulator/README.md', test: 'test/emulator/package/package.slow.test.ts' },
  { page: 'emulator/account-file.md', test: 'test/emulator/package/package.slow.test.ts' },
];

/** Scripts of package.json without further words, and what runs them. */
export const scriptsRunBy: Readonly<Record<string, string>> = {
  ci: '.ci/run',
  start: '.ci/bare-root',
  test: '.ci/bare-root',
  'test:all': '.ci/run',
  types: '.ci/run',
  check: '.ci/run',
  format: '.ci/run',
  build: 'test/project/build.test.ts',
  'check:project': 'test/project/suitecloud/suitecloud.test.ts',
  'check:columns': 'test/project/check-columns.test.ts',
  docs: 'test/project/pages/pages.test.ts',
  package: '.ci/bare-root',
  validate: 'test/project/suitecloud/suitecloud.test.ts',
  deploy: 'test/project/suitecloud/suitecloud.test.ts',
  'pack:emulator': 'test/emulator/package/manifest.test.ts',
  simulate: 'test/simulation/simulation.test.ts',
  mutations: 'test/mutations/main.slow.test.ts',
  bench: 'test/bench/main.test.ts',
};

/**
 * @property codes with which it may end; 0 by default
 * @property until what the program says as it works, before it is ended
 * @property inside the folder that the page says to be in
 */
export type RunHere = { text: string; codes?: readonly number[]; until?: RegExp; inside?: string };

const CONVERT = 'convert --feed item-fulfillments';
const TRANSFORMER = 'npm run --silent transformer --';
const PASS_USER = 'sudo --user transformer node_modules/node/bin/node transformer/main.ts';
const INSTALLED = '/opt/hotwax-netsuite-fulfillment';

/** Run in a prepared folder by commands.slow.test.ts, in this order. */
export const runHere: readonly RunHere[] = [
  { text: 'npm run transformer -- --help' },
  {
    text: 'npm run transformer -- convert --feed brokered-order-items feed.json --output lines.csv --rejects rejects.csv',
    codes: [3],
  },
  { text: `${TRANSFORMER} init --config transformer.yaml` },
  { text: `${TRANSFORMER} check --config transformer.yaml` },
  {
    text: `${TRANSFORMER} run --config transformer.yaml --tenant acme --feed item-fulfillments --dry-run`,
    codes: [3],
  },
  { text: `${TRANSFORMER} run --config transformer.yaml`, codes: [3] },
  { text: `${TRANSFORMER} watch --config transformer.yaml --interval 5m`, until: /"msg":"pass ended"/ },
  { text: `${TRANSFORMER} status --config transformer.yaml --json` },
  { text: 'transformer status --config transformer.yaml' },
  { text: "transformer find '#1001' --config transformer.yaml" },
  { text: `${TRANSFORMER} ${CONVERT} export.csv --output orders.json --rejects rejects.csv`, codes: [3] },
  { text: `zcat export.csv.gz | ${TRANSFORMER} ${CONVERT} - --output - --rejects rejects.csv | jq .` },
  { text: `${TRANSFORMER} reconcile --config transformer.yaml --request` },
  { text: `${TRANSFORMER} reconcile --config transformer.yaml --csv differences.csv`, codes: [1] },
  { text: 'transformer reconcile --config transformer.yaml', codes: [1] },
  { text: `${TRANSFORMER} page --config transformer.yaml`, until: /http:\/\/127\.0\.0\.1:8480/ },
  { text: `${TRANSFORMER} report --html /var/www/transformer --config transformer.yaml` },
  { text: 'npm run netsuite -- --help' },
  {
    text: 'openssl req -x509 -newkey rsa:4096 -sha256 -days 365 -nodes -keyout key.pem -out certificate.pem -subj "/CN=hotwax-netsuite-ci"',
  },
  { text: 'deploy/prune.sh /srv/feeds/data 180 --dry-run' },
  { text: 'deploy/prune.sh /srv/feeds/data 180' },
  { text: 'sudo chown 1000 deploy/secrets/*' },
  {
    text: 'sudo useradd --system --home-dir /var/lib/transformer --shell /usr/sbin/nologin transformer',
  },
  { text: 'sudo cp --recursive . /opt/hotwax-netsuite-fulfillment' },
  {
    text: 'sudo install -D --mode 640 --group transformer --target-directory /etc/transformer/secrets deploy/secrets/sftp_key deploy/secrets/known_hosts',
  },
  {
    text: "sed --expression 's,/run/secrets/,/etc/transformer/secrets/,' --expression 's,/metrics/,/var/lib/transformer/,' deploy/transformer.yaml | sudo tee /etc/transformer/transformer.yaml",
  },
  { text: 'sudo install -d --owner transformer --mode 755 /var/lib/transformer' },
  { text: `${PASS_USER} init --config /etc/transformer/transformer.yaml`, inside: INSTALLED },
  { text: `${PASS_USER} check --config /etc/transformer/transformer.yaml`, inside: INSTALLED },
  { text: 'sudo cp deploy/transformer.service deploy/transformer.timer /etc/systemd/system/' },
  { text: 'sudo systemctl daemon-reload' },
  { text: 'sudo systemctl enable --now transformer.timer' },
  { text: 'sudo cp deploy/transformer.cron /etc/cron.d/transformer' },
  { text: 'sudo systemctl start transformer.service' },
  { text: `${PASS_USER} status --config /etc/transformer/transformer.yaml`, inside: INSTALLED },
  { text: 'sudo systemctl stop transformer.timer' },
  { text: 'sudo systemctl start transformer.timer' },
  { text: 'systemctl list-timers transformer.timer' },
  { text: 'journalctl --unit transformer.service --since today' },
];

/** Take long, and what they do has tests of its own: their words are read by the program, by commands.slow.test.ts. */
export const readByProgram: readonly string[] = [
  'npm run simulate -- --seed 1 --runs 500',
  'npm run simulate -- --transformer --seed 1 --runs 500',
  'npm run mutations -- --only 7,25',
  'npm run mutations -- --jobs 1',
  'npm run bench -- --quick',
  'npm run bench -- --only conversions --json rows.json',
  'npm run bench -- --large',
  'npm run bench -- --only capacity --page',
  'npm run bench -- --only scale',
  'npm run bench -- --only scale --quick',
];

/** @property because why they are not run @property instead the test that looks at the same */
export const notRun: readonly { texts: readonly string[]; because: string; instead?: string }[] = [
  {
    texts: [
      'npm run',
      'npm version',
      'git clone',
      'docker run',
      'docker load',
      'promtool test rules',
      'transformer find',
      'convert <file>',
      'convert --output',
      'replay --refused-only',
      'suitecloud object:import',
      'suitecloud file:import',
      'suitecloud project:deploy',
    ],
    because: 'the name of a command in a sentence, without what belongs to it',
  },
  {
    texts: ['run ended', 'watch ended', 'index not written'],
    because: 'a message of the log, not a command',
  },
  {
    texts: ['kubectl create job --from=cronjob/transformer'],
    because: 'the page says that it is not to be used',
  },
  {
    texts: [
      'npm run jest -- test/feeds',
      'npm run jest -- test/scale',
      'npm run test:accept',
      'PROPERTY_SEED=1173651791 npm run jest -- test/feeds',
    ],
    because: 'they run or rewrite what this very run of the tests consists of',
    instead: 'test/feeds/golden.ts',
  },
  {
    texts: ['npm run simulate:mutations'],
    because: 'it takes a quarter of an hour',
    instead: 'test/simulation/mutations.test.ts',
  },
  {
    texts: ['npm version minor', 'git push --follow-tags', '.ci/image', 'npm run release:files'],
    because: 'they make a release: that test runs them in a clone, as far as nothing leaves the machine',
    instead: 'test/project/release/release.slow.test.ts',
  },
  {
    texts: [
      'sha256sum --check --ignore-missing SHA256SUMS',
      'gh attestation verify <file> --repo <owner>/<repository>',
    ],
    because: 'they need what a release on GitHub has; the checksums are looked at where they are made',
    instead: 'test/project/release/release.slow.test.ts',
  },
  {
    texts: ['git checkout v<new version>', 'git checkout v<old version>'],
    because: 'the reader fills in a version; it is run for one that is made in a clone',
    instead: 'test/project/release/release.slow.test.ts',
  },
  {
    texts: [
      'export SUITECLOUD_CI=1 SUITECLOUD_CI_PASSKEY=... SUITECLOUD_CLI_ACCEPT_LICENSE=true',
      'npm run suitecloud -- account:setup:ci --account 1234567_SB1 --authid sandbox --certificateid <id> --privatekeypath key.pem',
      'FEEDS_NOTIFY=ops@example.com FEEDS_SWITCHED_ON=true npm run deploy',
      'export SUITECLOUD_CLI_ACCEPT_LICENSE=true',
      'npm run suitecloud -- account:setup',
      'npm run deploy -- --dryrun',
      'FEEDS_NOTIFY=ops@example.com,erp@example.com npm run deploy',
      'FEEDS_SWITCHED_ON=true npm run deploy',
    ],
    because: 'they sign in to NetSuite; a server on this machine plays it for the real SuiteCloud CLI',
    instead: 'test/project/suitecloud/suitecloud.test.ts',
  },
  {
    texts: [
      'sdfcli authenticate -authid sandbox',
      'sdfcli validate -authid sandbox -server -p hotwax-netsuite-fulfillment-<version>.zip',
      'sdfcli deploy -authid sandbox -p hotwax-netsuite-fulfillment-<version>.zip',
    ],
    because:
      "Oracle's program in Java is in no package, and needs an account; what the archive contains is looked at",
    instead: 'test/project/suitecloud/package.test.ts',
  },
  {
    texts: [
      'suitecloud object:import --type savedcsvimport --scriptid ALL --destinationfolder /Objects',
      'npm run check:columns -- <folder of that project>',
    ],
    because: 'it reads the objects of an account; the folder that it makes is prepared',
    instead: 'test/project/check-columns.test.ts',
  },
  {
    texts: ['npm run netsuite -- run <script.js> --account <account.json>'],
    because: 'the reader fills in files of theirs',
    instead: 'test/emulator/package/package.slow.test.ts',
  },
  {
    texts: ['npm run check:evidence -- <folder>', 'npm run check:evidence -- <folder of stored pages>'],
    because: 'stored pages of the help are not in this repository',
    instead: 'test/project/evidence.test.ts',
  },
  {
    texts: [
      'ssh-keyscan -t rsa <host>',
      'ssh-keyscan -t rsa <host> | ssh-keygen -lf -',
      'ssh-keyscan -t rsa sftp.example.com',
      'ssh-keyscan -t ed25519 sftp.example.com',
      'sftp -i transformer_key -P 22 transformer@sftp.example.com',
    ],
    because: 'the host is an example; they are run for a server on this machine',
    instead: 'test/project/pages/sftp-server-page.slow.test.ts',
  },
  {
    texts: ['cd salesorder/update', 'rename failed/allocations.csv allocations.csv'],
    because: "they move a file by a client of the reader's; the same is done on the folder",
    instead: 'test/project/administration.test.ts',
  },
  {
    texts: ['exec mail -s "$NOTICE_TITLE" "$1"'],
    because: 'it sends a mail; that a command gets title and text is tried with another program',
    instead: 'test/transformer/notices/channels.test.ts',
  },
  {
    texts: ['ssh -L 8480:127.0.0.1:8480 <host>', 'kubectl port-forward <pod> 8480:8480'],
    because: 'they forward a port from another machine and stay until they are ended',
    instead: 'test/transformer/page/page-requests.test.ts',
  },
  {
    texts: ['promtool test rules alerts.test.yaml'],
    because: 'it is run there, with the path of the file',
    instead: 'test/transformer/report/alerts.test.ts',
  },
  {
    texts: ['.ci/without-engine/docker system prune'],
    because:
      "it removes what the stand-in for Docker has made, which that test's end does with a folder of its own",
    instead: 'test/transformer/container/engine.ts',
  },
  {
    texts: [
      'docker compose up --build --detach',
      'docker compose run --rm transformer check',
      'docker compose run --rm transformer status',
    ],
    because: 'the stand-in for Docker knows no compose: the service is run as Docker would be called for it',
    instead: 'test/transformer/container/lines.slow.test.ts',
  },
];
