/** Files around a transformer in every state, with names and messages of people who mean harm, and the page over them. */
import { readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommandLine } from '../../../transformer/cli/command-line.ts';
import { inOneChunk } from '../../../transformer/store/byte-stream.ts';
import { openLocalFolder } from '../../../transformer/store/local-folder.ts';
import {
  ALLOCATIONS,
  allocation,
  FULFILLED,
  list,
  makeTree,
  SHIPMENTS,
  shipment,
  UPDATE,
} from '../catch-up/orders.ts';
import { command } from '../command.ts';

/** A script, an end of an attribute, a turned line, what cannot be seen, and more than anybody reads. */
export const HOSTILE = `"'><script>document.title='owned'</script><img src=http://192.0.2.1/x onerror=alert(1)>\u202egnp.exe\u202c\u0000\u001b[2J${'W'.repeat(10_000)}漢字`;

export const HOUR = 3_600_000;

export type Tree = {
  root: string;
  configuration: string;
  /** What the clock shows. */
  now(): number;
  pass(): Promise<void>;
  put(path: string, content: string): Promise<void>;
  /** NetSuite takes what waits, and refuses the rows named. */
  netsuiteTakes(path: string, refused?: Readonly<Record<number, string>>, message?: string): Promise<void>;
};

export async function makeFiles(root: string, settings = 'index: { file: index.sqlite }\n'): Promise<Tree> {
  const configuration = join(root, 'transformer.yaml');
  let now = Date.now() - 5 * HOUR;
  await makeTree(await openLocalFolder(root));
  await writeFile(configuration, `connection: { folder: ${JSON.stringify(root)} }\n${settings}`);
  const put = (path: string, content: string): Promise<void> => writeFile(join(root, path), content);
  return {
    root,
    configuration,
    now: () => now,
    put,
    pass: async () => {
      now += HOUR;
      const said = await command(['run', '--config', configuration], { clock: () => now });
      if (![0, 3].includes(said.exitCode)) throw new Error(said.err);
    },
    netsuiteTakes: async (path, refused = {}, message = 'The line is closed.') => {
      const entries = await readdir(join(root, path), { withFileTypes: true });
      for (const { name } of entries.filter((entry) => entry.isFile() && !entry.name.startsWith('.'))) {
        await rename(join(root, path, name), join(root, path, 'archive', name));
        const lines = Object.entries(refused).map(
          ([row, code]) => `"${name}",${row},line_id,${code},"${message.replaceAll('"', '""')}",HC1,00101\n`,
        );
        if (lines.length === 0) continue;
        const header = 'file,row,field,code,message,orderId,orderItemSeqId\n';
        await put(`${path}/error/${name}.errors.csv`, header + lines.join(''));
      }
    },
  };
}

/** One order of each fate, and hostile text wherever others can write. */
export async function playDay(tree: Tree): Promise<void> {
  const { put, pass, netsuiteTakes } = tree;
  const orders = Array.from({ length: 12 }, (_, at) =>
    allocation(
      `HC${at + 1}`,
      `715${at + 1}`,
      { seq: '00101', line: '1', facility: at % 4 === 0 ? 'oms' : 'netsuite' },
      at % 5 === 0 ? { seq: '00102' } : { seq: '00102', line: '2' },
    ),
  );
  await put(`${ALLOCATIONS}/allocations.json`, list(...orders));
  await pass();
  await netsuiteTakes(UPDATE, { 2: 'LINE_CLOSED', 3: 'LINE_CLOSED' }, HOSTILE.replaceAll('\u0000', ''));
  await put(
    `${SHIPMENTS}/shipments.json`,
    list(...[1, 2, 3].map((at) => shipment(`HC${at}`, `715${at}`, `S${at}`, { seq: '00101', line: '1' }))),
  );
  await pass();
  const hostile = {
    ...allocation(`<b>${'h'.repeat(80)}</b>\u202e`, '71599', { seq: '00101' }),
    orderName: HOSTILE,
  };
  const [item] = hostile.orderItems;
  const changed = {
    ...hostile,
    orderItems: [{ ...item, orderItemQuantity: HOSTILE, facilityId: '<i>"\u202e' }],
  };
  await put(`${ALLOCATIONS}/<img src=x onerror=alert(1)> ${'n'.repeat(140)}.json`, list(changed));
  await put(`${FULFILLED}/broken.csv`, '"');
  await pass();
  await put(`${FULFILLED}/waits.csv`, 'a\n');
}

export type OpenPage = {
  /** With its token. */
  address: string;
  token: string;
  origin: string;
  said: { err: string };
  close(): Promise<number>;
};

export const openPage = (configuration: string, ...words: string[]): Promise<OpenPage> =>
  openPageAt(Date.now, configuration, ...words);

export async function openPageAt(
  clock: () => number,
  configuration: string,
  ...words: string[]
): Promise<OpenPage> {
  const stop = new AbortController();
  const said = { out: '', err: '' };
  const ended = runCommandLine(['page', '--config', configuration, '--port', '0', ...words], {
    environment: {},
    clock,
    standardOutput: (text) => {
      said.out += text;
    },
    standardError: (text) => {
      said.err += text;
    },
    streams: { input: () => inOneChunk(Buffer.alloc(0)), write: async () => {} },
    isTerminal: false,
    stopOnSignal: () => stop.signal,
  });
  while (!said.out.includes('\n')) if (await isOver(ended)) break;
  const address = said.out.trim();
  if (!URL.canParse(address)) throw new Error(said.err);
  const { origin, searchParams } = new URL(address);
  const close = (): Promise<number> => {
    stop.abort();
    return ended;
  };
  return { address, origin, token: searchParams.get('token') ?? '', said, close };
}

const isOver = (ended: Promise<unknown>): Promise<boolean> =>
  Promise.race([ended.then(() => true), new Promise<false>((resolve) => setTimeout(resolve, 20, false))]);

/** As a browser that has opened the address. */
export const asUser = ({ origin, token }: OpenPage) => {
  const cookie = `transformer-page-${new URL(origin).port}=${token}`;
  return (path: string, options: RequestInit = {}): Promise<Response> =>
    fetch(new URL(path, origin), {
      redirect: 'manual',
      ...options,
      headers: { cookie, ...options.headers },
    });
};

/** The files were looked at. */
export async function untilLooked(page: OpenPage): Promise<void> {
  for (;;) {
    const text = await (await asUser(page)('/')).text();
    if (text.includes('looked at 0 min ago') && !text.includes('being read now')) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
