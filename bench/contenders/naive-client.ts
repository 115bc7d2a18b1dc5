/** One file after the other with ssh2-sftp-client as its README shows it: get, put, rename. `<job.json>` */
import { readFileSync } from 'node:fs';
import { argv } from 'node:process';
import Client from 'ssh2-sftp-client';

type Job = {
  connection: { host: string; port: number; username: string; privateKey: string };
  files: { source: string; local: string; output: string; target: string; archived: string }[];
};

const job: Job = JSON.parse(readFileSync(argv[2] ?? '', 'utf8'));
const client = new Client();
await client.connect(job.connection);
for (const { source, local, output, target, archived } of job.files) {
  await client.get(source, local);
  await client.put(output, target);
  await client.rename(source, archived);
}
await client.end();
