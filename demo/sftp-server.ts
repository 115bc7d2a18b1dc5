/** An SFTP server on loopback over one folder, so that the demo needs no installation: enough of SFTP v3 for both sides. */
import {
  closeSync,
  type Dirent,
  existsSync,
  fstatSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmdirSync,
  type Stats,
  unlinkSync,
  writeSync,
} from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join, posix } from 'node:path';
import ssh2, {
  type Attributes,
  type AuthContext,
  type Connection,
  type FileEntry,
  type SFTPWrapper,
} from 'ssh2';

const { Server } = ssh2;
const { STATUS_CODE, OPEN_MODE } = ssh2.utils.sftp;

export type SftpServerOptions = {
  /** The folder on this machine that is the server's `/`. */
  folder: string;
  username: string;
  password: string;
  /** Where a session starts, e.g. `/home/hotwax`. */
  home: string;
  hostKey: string;
};

/** Listens on a free port of 127.0.0.1. */
export function startSftpServer(options: SftpServerOptions): Promise<{ port: number; close(): void }> {
  const server = new Server({ hostKeys: [options.hostKey] }, (connection) => serve(connection, options));
  return new Promise((resolve, reject) => {
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      resolve({ port, close: () => server.close() });
    });
  });
}

function serve(connection: Connection, options: SftpServerOptions): void {
  // Without this every small answer waits 40 ms for a delayed acknowledgement. The types leave the method out.
  (connection as Connection & { setNoDelay(on: boolean): void }).setNoDelay(true);
  // A client that goes away is no error of the server's.
  connection.on('error', () => connection.end());
  connection.on('authentication', (attempt: AuthContext) => {
    const known = attempt.method === 'password' && attempt.username === options.username;
    if (known && attempt.password === options.password) attempt.accept();
    else attempt.reject(['password']);
  });
  connection.on('ready', () => {
    connection.on('session', (accept) => {
      accept().on('sftp', (acceptSftp) => answer(acceptSftp(), options));
    });
  });
}

type Handle =
  | { kind: 'file'; descriptor: number }
  | { kind: 'folder'; path: string; entries: Dirent[]; sent: boolean };

/** One session: its open handles, and a reply to each request. */
function answer(sftp: SFTPWrapper, { folder, home }: SftpServerOptions): void {
  const handles = new Map<number, Handle>();
  let lastHandle = 0;
  const local = (path: string) => join(folder, posix.resolve(home, path));
  const keep = (handle: Handle): Buffer => {
    lastHandle += 1;
    handles.set(lastHandle, handle);
    const name = Buffer.alloc(4);
    name.writeUInt32BE(lastHandle);
    return name;
  };
  const held = (name: Buffer) => handles.get(name.readUInt32BE(0));
  const reply = (request: number, work: () => void) => {
    try {
      work();
    } catch (thrown) {
      sftp.status(request, statusOf(thrown));
    }
  };
  const done = (request: number, work: () => void) =>
    reply(request, () => {
      work();
      sftp.status(request, STATUS_CODE.OK);
    });
  const descriptorOf = (name: Buffer): number => {
    const handle = held(name);
    if (handle?.kind !== 'file') throw Object.assign(new Error('The handle is not open.'), { code: 'EBADF' });
    return handle.descriptor;
  };

  sftp.on('REALPATH', (request, path) =>
    reply(request, () => {
      const filename = posix.resolve(home, path);
      sftp.name(request, [{ filename, longname: filename, attrs: noAttributes }]);
    }),
  );
  sftp.on('OPEN', (request, path, flags) =>
    reply(request, () => {
      sftp.handle(
        request,
        keep({ kind: 'file', descriptor: openSync(local(path), openFlags(flags), 0o640) }),
      );
    }),
  );
  sftp.on('READ', (request, name, offset, length) =>
    reply(request, () => {
      const bytes = Buffer.alloc(Math.min(length, 256 * 1024));
      const count = readSync(descriptorOf(name), bytes, 0, bytes.length, offset);
      if (count === 0) sftp.status(request, STATUS_CODE.EOF);
      else sftp.data(request, bytes.subarray(0, count));
    }),
  );
  sftp.on('WRITE', (request, name, offset, bytes) =>
    done(request, () => {
      let written = 0;
      while (written < bytes.length) {
        written += writeSync(descriptorOf(name), bytes, written, bytes.length - written, offset + written);
      }
    }),
  );
  sftp.on('CLOSE', (request, name) =>
    done(request, () => {
      const handle = held(name);
      if (handle?.kind === 'file') closeSync(handle.descriptor);
      handles.delete(name.readUInt32BE(0));
    }),
  );
  sftp.on('OPENDIR', (request, path) =>
    reply(request, () => {
      const entries = readdirSync(local(path), { withFileTypes: true });
      sftp.handle(request, keep({ kind: 'folder', path: local(path), entries, sent: false }));
    }),
  );
  sftp.on('READDIR', (request, name) =>
    reply(request, () => {
      const handle = held(name);
      if (handle?.kind !== 'folder' || handle.sent || handle.entries.length === 0) {
        sftp.status(request, STATUS_CODE.EOF);
        return;
      }
      handle.sent = true;
      sftp.name(
        request,
        handle.entries.flatMap((entry) => listed(join(handle.path, entry.name), entry.name)),
      );
    }),
  );
  sftp.on('STAT', (request, path) =>
    reply(request, () => sftp.attrs(request, attributesOf(lstatSync(local(path))))),
  );
  sftp.on('LSTAT', (request, path) =>
    reply(request, () => sftp.attrs(request, attributesOf(lstatSync(local(path))))),
  );
  sftp.on('FSTAT', (request, name) =>
    reply(request, () => sftp.attrs(request, attributesOf(fstatSync(descriptorOf(name))))),
  );
  sftp.on('SETSTAT', (request) => done(request, () => undefined));
  sftp.on('FSETSTAT', (request) => done(request, () => undefined));
  sftp.on('REMOVE', (request, path) => done(request, () => unlinkSync(local(path))));
  sftp.on('MKDIR', (request, path) => done(request, () => mkdirSync(local(path))));
  sftp.on('RMDIR', (request, path) => done(request, () => rmdirSync(local(path))));
  sftp.on('RENAME', (request, from, to) =>
    done(request, () => renameWithoutReplacing(local(from), local(to))),
  );
  sftp.on('close', () => {
    for (const handle of handles.values()) if (handle.kind === 'file') closeSync(handle.descriptor);
    handles.clear();
  });
  // OpenSSH's client waits for this before it quits.
  sftp.on('end', () => sftp.end());
}

const noAttributes: Attributes = { mode: 0, uid: 0, gid: 0, size: 0, atime: 0, mtime: 0 };

function attributesOf(stats: Stats): Attributes {
  const { mode, uid, gid, size, atimeMs, mtimeMs } = stats;
  return { mode, uid, gid, size, atime: Math.floor(atimeMs / 1000), mtime: Math.floor(mtimeMs / 1000) };
}

/** A file that went between the listing and the look at it is left out. */
function listed(path: string, filename: string): FileEntry[] {
  if (!existsSync(path)) return [];
  const stats = lstatSync(path);
  return [
    {
      filename,
      longname: `${stats.isDirectory() ? 'd' : '-'}rw-r----- ${filename}`,
      attrs: attributesOf(stats),
    },
  ];
}

/** As OpenSSH does: a rename never replaces a file. */
function renameWithoutReplacing(from: string, to: string): void {
  if (lstatSync(from).isDirectory()) {
    if (existsSync(to)) throw Object.assign(new Error('The target exists.'), { code: 'EEXIST' });
    renameSync(from, to);
    return;
  }
  linkSync(from, to);
  unlinkSync(from);
}

function openFlags(flags: number): string {
  if (!(flags & OPEN_MODE.WRITE)) return 'r';
  if (flags & OPEN_MODE.EXCL) return 'wx';
  return flags & OPEN_MODE.TRUNC ? 'w' : 'a';
}

function statusOf(thrown: unknown): number {
  const { code } = thrown as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') return STATUS_CODE.NO_SUCH_FILE;
  return code === 'EACCES' || code === 'EPERM' ? STATUS_CODE.PERMISSION_DENIED : STATUS_CODE.FAILURE;
}
