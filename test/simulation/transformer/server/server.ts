/** The SFTP server of a thread: real SSH in memory, files in memory, and whoever interferes is asked about each request. */
import type { Socket } from 'node:net';
import ssh2 from 'ssh2';
import type { Life, VirtualTime } from '../wire/virtual-time.ts';
import type { Network, WireEnd } from '../wire/wire.ts';
import { answer, type Ground, type Handles } from './answer.ts';
import { packetReader, type Request, type Status, statusPacket, versionPacket } from './packets.ts';

/**
 * One connection.
 * @property latency how many milliseconds a request takes
 * @property heldUntil nothing is done before then
 * @property over nothing is done any more, and nothing answered
 */
export type Session = {
  life: Life | undefined;
  queue: Request[];
  handles: Handles;
  heldUntil: number;
  deaf: boolean;
  over: boolean;
  cut(): void;
};

/** What is to become of a request before it is done, and of its answer afterwards. */
export type Interference = {
  latency(session: Session): number;
  before(session: Session, request: Request): 'do it' | 'ignore it' | { refuse: Status };
  after(session: Session, request: Request, status: Status): 'answer' | 'say nothing' | { answer: Status };
};

/** @property ground and interference are those of the play that goes on */
export type Server = {
  ground: Ground | undefined;
  interference: Interference | undefined;
  /** How many connections are refused from now on. */
  refused: number;
  hostKey: string;
};

export function startServer(network: Network, time: VirtualTime): Server {
  const keys = ssh2.utils.generateKeyPairSync('ed25519');
  const hostKey = keys.public.split(' ').slice(0, 2).join(' ');
  const server: Server = { ground: undefined, interference: undefined, refused: 0, hostKey };
  const lives = new Map<WireEnd, Life | undefined>();
  const ssh = new ssh2.Server(
    {
      hostKeys: [keys.private],
      algorithms: {
        kex: ['curve25519-sha256'],
        cipher: ['aes128-gcm@openssh.com'],
        compress: ['none'],
      },
    },
    (client) => {
      const socket = (client as unknown as { _sock: WireEnd })._sock;
      const life = lives.get(socket);
      lives.delete(socket);
      client.on('authentication', (context) => context.accept());
      client.on('error', () => {}); // connections break here
      client.on('session', (accept) => {
        accept().on('subsystem' as 'sftp', (acceptChannel) => {
          serve(server, time, acceptChannel() as unknown as Channel, life, socket);
        });
      });
    },
  );
  network.accepts = (socket, life) => {
    if (server.refused > 0) {
      server.refused -= 1;
      socket.other?.break();
      return;
    }
    lives.set(socket, life);
    socket.on('error', () => {});
    ssh.injectSocket(socket as unknown as Socket);
  };
  return server;
}

type Channel = {
  on(event: 'data', listener: (bytes: Buffer) => void): void;
  write(bytes: Buffer): void;
};

function serve(
  server: Server,
  time: VirtualTime,
  channel: Channel,
  life: Life | undefined,
  socket: WireEnd,
): void {
  const { ground } = server;
  if (!ground) return;
  const session: Session = {
    life,
    queue: [],
    handles: new Map(),
    heldUntil: 0,
    deaf: false,
    over: false,
    cut: () => {
      session.deaf = true;
      socket.other?.break();
      socket.destroy();
    },
  };
  const say = (packet: Buffer): void => {
    if (!session.deaf && !life?.killed && socket.writable) channel.write(packet);
  };
  let busy = false;
  const next = (): void => {
    const request = session.queue[0];
    if (!request || session.over) {
      busy = false;
      return;
    }
    if (session.heldUntil > time.now()) {
      time.after(session.heldUntil - time.now(), next);
      return;
    }
    session.queue.shift();
    handle(server, ground, session, request, say);
    time.touch();
    wait();
  };
  const wait = (): void => {
    busy = session.queue.length > 0 && !session.over;
    if (!busy) return;
    const latency = server.interference?.latency(session) ?? 0;
    if (latency > 0) time.after(latency, next);
    else next();
  };
  const extensions = ground.habits.extensions.map((name) => [name, '1'] as const);
  const read = packetReader(
    () => say(versionPacket(extensions)),
    (request) => {
      if (session.over) return;
      session.queue.push(request);
      if (!busy) wait();
    },
  );
  channel.on('data', read);
}

function handle(
  { interference, ground: current }: Server,
  ground: Ground,
  session: Session,
  request: Request,
  say: (packet: Buffer) => void,
): void {
  if (!interference || ground !== current) return; // of a play that is over
  const before = interference.before(session, request);
  if (before === 'ignore it' || session.over) return;
  const done =
    typeof before === 'object'
      ? { packet: statusPacket(request.id, before.refuse), status: before.refuse }
      : answer(ground, session.handles, request);
  const after = interference.after(session, request, done.status);
  if (after === 'say nothing' || session.over) return;
  say(typeof after === 'object' ? statusPacket(request.id, after.answer) : done.packet);
}
