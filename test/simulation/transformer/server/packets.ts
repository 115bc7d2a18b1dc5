/** The packets of SFTP, version 3, as a server reads and writes them: ssh2's own server can neither lie nor offer extensions. */

export type Request = {
  type: RequestType;
  id: number;
  path: string;
  to: string;
  handle: string;
  flags: number;
  offset: number;
  length: number;
  data: Buffer;
  /** @property modified of SETSTAT, in epoch seconds */
  modified: number | undefined;
  extension: string;
};

const types = {
  3: 'OPEN',
  4: 'CLOSE',
  5: 'READ',
  6: 'WRITE',
  7: 'LSTAT',
  8: 'FSTAT',
  9: 'SETSTAT',
  10: 'FSETSTAT',
  11: 'OPENDIR',
  12: 'READDIR',
  13: 'REMOVE',
  14: 'MKDIR',
  15: 'RMDIR',
  16: 'REALPATH',
  17: 'STAT',
  18: 'RENAME',
  200: 'EXTENDED',
} as const;

export type RequestType = (typeof types)[keyof typeof types];

const INIT = 1;

/** Cuts what arrives into packets. @param onInit is called for the first one, which is no request */
export function packetReader(
  onInit: () => void,
  onRequest: (request: Request) => void,
): (bytes: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  return (bytes) => {
    rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    while (rest.length >= 4 && rest.length >= 4 + rest.readUInt32BE(0)) {
      const end = 4 + rest.readUInt32BE(0);
      const packet = rest.subarray(4, end);
      rest = rest.subarray(end);
      if (packet[0] === INIT) onInit();
      else onRequest(parseRequest(packet));
    }
  };
}

function parseRequest(packet: Buffer): Request {
  let at = 5;
  const number = (): number => {
    at += 4;
    return packet.readUInt32BE(at - 4);
  };
  const bytes = (): Buffer => {
    const length = number();
    at += length;
    return packet.subarray(at - length, at);
  };
  const text = (): string => bytes().toString();
  const long = (): number => number() * 2 ** 32 + number();
  const type = types[(packet[0] ?? 0) as keyof typeof types];
  const request: Request = {
    type: type ?? 'EXTENDED',
    id: packet.readUInt32BE(1),
    path: '',
    to: '',
    handle: '',
    flags: 0,
    offset: 0,
    length: 0,
    data: Buffer.alloc(0),
    modified: undefined,
    extension: '',
  };
  const modifiedOf = (): number | undefined => {
    const flags = number();
    if (flags & 1) long();
    if (flags & 2) long();
    if (flags & 4) number();
    if (!(flags & 8)) return undefined;
    number();
    return number();
  };
  switch (type) {
    case 'OPEN':
      request.path = text();
      request.flags = number();
      break;
    case 'READ':
      request.handle = text();
      request.offset = long();
      request.length = number();
      break;
    case 'WRITE':
      request.handle = text();
      request.offset = long();
      request.data = Buffer.from(bytes());
      break;
    case 'CLOSE':
    case 'FSTAT':
    case 'READDIR':
      request.handle = text();
      break;
    case 'FSETSTAT':
      request.handle = text();
      request.modified = modifiedOf();
      break;
    case 'SETSTAT':
      request.path = text();
      request.modified = modifiedOf();
      break;
    case 'RENAME':
      request.path = text();
      request.to = text();
      break;
    case 'EXTENDED':
      request.extension = text();
      if (request.extension === 'fsync@openssh.com') request.handle = text();
      else if (at < packet.length) {
        request.path = text();
        if (at < packet.length) request.to = text();
      }
      break;
    default:
      request.path = text();
  }
  return request;
}

/** What a server says of a file; what it does not say is left out. */
export type Attributes = { size?: number; mode?: number; modified?: number };

const statusCodes = {
  OK: 0,
  EOF: 1,
  NO_SUCH_FILE: 2,
  PERMISSION_DENIED: 3,
  FAILURE: 4,
  OP_UNSUPPORTED: 8,
} as const;

export type Status = keyof typeof statusCodes;

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}

const uint64 = (value: number): Buffer =>
  Buffer.concat([uint32(Math.floor(value / 2 ** 32)), uint32(value % 2 ** 32)]);

function string(value: string | Buffer): Buffer {
  const bytes = Buffer.from(value as string);
  return Buffer.concat([uint32(bytes.length), bytes]);
}

function packet(type: number, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat([Buffer.from([type]), ...parts]);
  return Buffer.concat([uint32(body.length), body]);
}

function attributes({ size, mode, modified }: Attributes): Buffer {
  const flags =
    (size === undefined ? 0 : 1) | (mode === undefined ? 0 : 4) | (modified === undefined ? 0 : 8);
  return Buffer.concat([
    uint32(flags),
    ...(size === undefined ? [] : [uint64(size)]),
    ...(mode === undefined ? [] : [uint32(mode)]),
    ...(modified === undefined ? [] : [uint32(modified), uint32(modified)]),
  ]);
}

export const versionPacket = (extensions: readonly (readonly [name: string, data: string])[]): Buffer =>
  packet(2, uint32(3), ...extensions.flatMap(([name, data]) => [string(name), string(data)]));

export const statusPacket = (id: number, status: Status): Buffer =>
  packet(101, uint32(id), uint32(statusCodes[status]), string(status), string(''));

export const handlePacket = (id: number, handle: string): Buffer => packet(102, uint32(id), string(handle));

export const dataPacket = (id: number, data: Buffer): Buffer => packet(103, uint32(id), string(data));

export const attributesPacket = (id: number, told: Attributes): Buffer =>
  packet(105, uint32(id), attributes(told));

export type Named = { name: string; longName: string; told: Attributes };

export const namesPacket = (id: number, names: readonly Named[]): Buffer =>
  packet(
    104,
    uint32(id),
    uint32(names.length),
    ...names.flatMap(({ name, longName, told }) => [string(name), string(longName), attributes(told)]),
  );
