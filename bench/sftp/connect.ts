/** Connects, logs in, opens SFTP and ends. `<port> <user> <key file>` */
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { argv } from 'node:process';
import ssh2 from 'ssh2';

const [, , port = '', username = '', key = ''] = argv;
const sock = connect({ host: '127.0.0.1', port: Number(port), noDelay: true });
const client = new ssh2.Client();
client.on('ready', () => {
  client.sftp((error) => {
    if (error) throw error;
    client.end();
  });
});
client.connect({ sock, username, privateKey: readFileSync(key) });
