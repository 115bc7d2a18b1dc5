/** An SFTP server with habits that servers have been seen to have, over plain files in memory. */
import type { AddressInfo } from 'node:net';
import ssh2, { type FileEntry, type SFTPWrapper } from 'ssh2';
import { parseHostKey } from '../../../transformer/store/host-key.ts';
import type { SftpSettings } from '../../../transformer/store/sftp-connection.ts';

const { STATUS_CODE, OPEN_MODE } = ssh2.utils.sftp;

/**
 * @property keepsBytes of every file, as on a disk that is full
 * @property saysNoSize of files just written
 * @property refusesWhatItDoes answers every rename with a failure, after it has done it
 * @property overwrites lets a rename replace a file
 * @property withoutTypes lists files without the type bits of their mode; with or without the letter before a line of `ls`
 */
export type Habits = {
  keepsBytes?: number;
  saysNoSize?: boolean;
  refusesWhatItDoes?: boolean;
  overwrites?: boolean;
  withoutTypes?: 'but with letters' | 'nor letters';
};

export type OddServer = { settings: SftpSettings; files: Map<string, Buffer>; stop(): void };

const keys = ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 });

export async function startOddServer(habits: Habits): Promise<OddServer> {
  const files = new Map<string, Buffer>();
  const connections: { end(): unknown }[] = [];
  const server = new ssh2.Server({ hostKeys: [keys.private] }, (connection) => {
    connections.push(connection);
    connection.on('error', () => {});
    connection.on('authentication', (attempt) => attempt.accept());
    connection.on('session', (accept) => {
      accept().on('sftp', (acceptSftp) => answer(acceptSftp(), files, habits));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const hostKeys = [parseHostKey(keys.public)].filter((key) => key !== undefined);
  const login = { password: 'any' };
  return {
    settings: {
      host: '127.0.0.1',
      port,
      username: 'any',
      login,
      hostKeys,
      timeoutSeconds: 10,
      retryDelaysSeconds: [],
    },
    files,
    stop: () => {
      for (const connection of connections) connection.end();
      server.close();
    },
  };
}

const FILE = 0o100644;
const FOLDER = 0o040755;

const attributes = (mode: number, size = 0) => ({
  mode,
  size,
  uid: 0,
  gid: 0,
  atime: 1_770_000_000,
  mtime: 1_770_000_000,
});

/** There is one folder, `/`; every other path is a file or is not there. */
function answer(sftp: SFTPWrapper, files: Map<string, Buffer>, habits: Habits): void {
  const opened: string[] = [];
  const listed = new Set<number>();
  const handle = (path: string): Buffer => {
    const name = Buffer.alloc(4);
    name.writeUInt32BE(opened.push(path) - 1);
    return name;
  };
  const pathOf = (name: Buffer): string => opened[name.readUInt32BE(0)] ?? '';
  const say = (request: number, isDone: boolean, code: number = STATUS_CODE.NO_SUCH_FILE): void =>
    sftp.status(request, isDone ? STATUS_CODE.OK : code);
  sftp.on('OPEN', (request, path, flags) => {
    const isNew = (flags & OPEN_MODE.WRITE) !== 0;
    if (isNew && !files.has(path)) files.set(path, Buffer.alloc(0));
    else if (isNew) return say(request, false, STATUS_CODE.FAILURE);
    if (files.has(path)) sftp.handle(request, handle(path));
    else say(request, false);
  });
  sftp.on('WRITE', (request, name, offset, bytes) => {
    const before = (files.get(pathOf(name)) ?? Buffer.alloc(0)).subarray(0, offset);
    const all = Buffer.concat([before, bytes]);
    files.set(pathOf(name), all.subarray(0, habits.keepsBytes ?? all.length));
    say(request, true);
  });
  sftp.on('READ', (request, name, offset, length) => {
    const piece = (files.get(pathOf(name)) ?? Buffer.alloc(0)).subarray(offset, offset + length);
    if (piece.length === 0) say(request, false, STATUS_CODE.EOF);
    else sftp.data(request, piece);
  });
  sftp.on('FSTAT', (request, name) =>
    sftp.attrs(request, attributes(FILE, habits.saysNoSize ? 0 : files.get(pathOf(name))?.length)),
  );
  const look = (request: number, path: string): void => {
    const file = files.get(path);
    if (path === '/') sftp.attrs(request, attributes(FOLDER));
    else if (file) sftp.attrs(request, attributes(FILE, file.length));
    else say(request, false);
  };
  sftp.on('LSTAT', look);
  sftp.on('STAT', look);
  sftp.on('CLOSE', (request) => say(request, true));
  sftp.on('REMOVE', (request, path) => say(request, files.delete(path)));
  sftp.on('RENAME', (request, from, to) => {
    const file = files.get(from);
    if (!file) return say(request, false);
    if (files.has(to) && !habits.overwrites) return say(request, false, STATUS_CODE.FAILURE);
    files.delete(from);
    files.set(to, file);
    say(request, !habits.refusesWhatItDoes, STATUS_CODE.FAILURE);
  });
  sftp.on('OPENDIR', (request, path) => sftp.handle(request, handle(path)));
  sftp.on('READDIR', (request, name) => {
    const number = name.readUInt32BE(0);
    if (listed.has(number)) return say(request, false, STATUS_CODE.EOF);
    listed.add(number);
    sftp.name(request, [...files].map(entryWith(habits)));
  });
  sftp.on('end', () => sftp.end());
}

const entryWith =
  ({ withoutTypes }: Habits) =>
  ([path, { length }]: [string, Buffer]): FileEntry => ({
    filename: path.slice(1),
    longname: `${withoutTypes === 'nor letters' ? '' : '-'}rw-r--r-- 1 any any ${length} ${path.slice(1)}`,
    attrs: attributes(withoutTypes === undefined ? FILE : 0o644, length),
  });
