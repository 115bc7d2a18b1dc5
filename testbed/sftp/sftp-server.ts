/** An SFTP server on loopback over one folder, so that nothing has to be installed: enough of SFTP v3 for both sides. */
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

/** What the requests of one session share. */
type Session = {
  sftp: SFTPWrapper;
  home: string;
  /** The path on this machine of a path on the server. */
  local(path: string): string;
  handles: Map<number, Handle>;
  /** Runs the work of a request; what it throws becomes the status of the reply. */
  reply(request: number, work: () => void): void;
  /** The same for requests that are answered by their status alone. */
  done(request: number, work: () => void): void;
};

function answer(sftp: SFTPWrapper, { folder, home }: SftpServerOptions): void {
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
  const local = (path: string) => join(folder, posix.resolve(home, path));
  const session: Session = { sftp, home, local, handles: new Map(), reply, done };
  answerForFiles(session);
  answerForFolders(session);
  answerForNames(session);
  sftp.on('close', () => closeAll(session));
  // OpenSSH's client waits for this before it quits.
  sftp.on('end', () => sftp.end());
}

function answerForFiles({ sftp, local, handles, reply, done }: Session): void {
  sftp.on('OPEN', (request, path, flags) =>
    reply(request, () => {
      const descriptor = openSync(local(path), openFlags(flags), 0o640);
      sftp.handle(request, keep(handles, { kind: 'file', descriptor }));
    }),
  );
  sftp.on('READ', (request, name, offset, length) =>
    reply(request, () => {
      const bytes = Buffer.alloc(Math.min(length, LARGEST_READ));
      const count = readSync(descriptorOf(handles, name), bytes, 0, bytes.length, offset);
      if (count === 0) sftp.status(request, STATUS_CODE.EOF);
      else sftp.data(request, bytes.subarray(0, count));
    }),
  );
  sftp.on('WRITE', (request, name, offset, bytes) =>
    done(request, () => writeAll(descriptorOf(handles, name), bytes, offset)),
  );
  sftp.on('FSTAT', (request, name) =>
    reply(request, () => sftp.attrs(request, attributesOf(fstatSync(descriptorOf(handles, name))))),
  );
  sftp.on('CLOSE', (request, name) =>
    done(request, () => {
      const handle = handles.get(name.readUInt32BE(0));
      if (handle?.kind === 'file') closeSync(handle.descriptor);
      handles.delete(name.readUInt32BE(0));
    }),
  );
}

const LARGEST_READ = 256 * 1024;

function answerForFolders({ sftp, local, handles, reply, done }: Session): void {
  sftp.on('OPENDIR', (request, path) =>
    reply(request, () => {
      const entries = readdirSync(local(path), { withFileTypes: true });
      sftp.handle(request, keep(handles, { kind: 'folder', path: local(path), entries, sent: false }));
    }),
  );
  sftp.on('READDIR', (request, name) => reply(request, () => sendEntries(sftp, request, handles, name)));
  sftp.on('MKDIR', (request, path) => done(request, () => mkdirSync(local(path))));
  sftp.on('RMDIR', (request, path) => done(request, () => rmdirSync(local(path))));
}

function answerForNames({ sftp, home, local, reply, done }: Session): void {
  sftp.on('REALPATH', (request, path) =>
    reply(request, () => {
      const filename = posix.resolve(home, path);
      sftp.name(request, [{ filename, longname: filename, attrs: noAttributes }]);
    }),
  );
  const look = (request: number, path: string) =>
    reply(request, () => sftp.attrs(request, attributesOf(lstatSync(local(path)))));
  sftp.on('STAT', look);
  sftp.on('LSTAT', look);
  // Modes and times are the server's own.
  sftp.on('SETSTAT', (request) => done(request, () => undefined));
  sftp.on('FSETSTAT', (request) => done(request, () => undefined));
  sftp.on('REMOVE', (request, path) => done(request, () => unlinkSync(local(path))));
  sftp.on('RENAME', (request, from, to) =>
    done(request, () => renameWithoutReplacing(local(from), local(to))),
  );
}

let lastHandle = 0;

function keep(handles: Map<number, Handle>, handle: Handle): Buffer {
  lastHandle += 1;
  handles.set(lastHandle, handle);
  const name = Buffer.alloc(4);
  name.writeUInt32BE(lastHandle);
  return name;
}

function descriptorOf(handles: ReadonlyMap<number, Handle>, name: Buffer): number {
  const handle = handles.get(name.readUInt32BE(0));
  if (handle?.kind !== 'file') throw Object.assign(new Error('The handle is not open.'), { code: 'EBADF' });
  return handle.descriptor;
}

function writeAll(descriptor: number, bytes: Buffer, offset: number): void {
  let written = 0;
  while (written < bytes.length) {
    written += writeSync(descriptor, bytes, written, bytes.length - written, offset + written);
  }
}

/** Everything at once, then the end. */
function sendEntries(
  sftp: SFTPWrapper,
  request: number,
  handles: ReadonlyMap<number, Handle>,
  name: Buffer,
): void {
  const handle = handles.get(name.readUInt32BE(0));
  const unsent = handle?.kind === 'folder' && !handle.sent ? handle : undefined;
  const files = unsent?.entries.flatMap((entry) => listed(join(unsent.path, entry.name), entry.name)) ?? [];
  if (unsent) unsent.sent = true;
  if (files.length === 0) sftp.status(request, STATUS_CODE.EOF);
  else sftp.name(request, files);
}

function closeAll({ handles }: Session): void {
  for (const handle of handles.values()) if (handle.kind === 'file') closeSync(handle.descriptor);
  handles.clear();
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
