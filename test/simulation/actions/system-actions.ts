/** Runs of the system itself: a script's deployment, a job NetSuite has queued, a pass of the transformer. */
import { defaultContext } from '#feeds/feed.ts';
import { ServerDown } from '../../../emulator/account/faults.ts';
import { TransformerError } from '../../../transformer/errors.ts';
import { runPass } from '../../../transformer/pass/run-pass.ts';
import type { FileStore } from '../../../transformer/store/file-store.ts';
import type { InjectedFault } from '../plan/plan.ts';
import { type ArmedFaults, ProcessDied } from '../world/fault-injector.ts';
import { count } from '../world/action-log.ts';
import { openFolderStore } from '../world/folder-store.ts';
import { isPassNote } from '../world/places.ts';
import type { World } from '../world/world.ts';

/** NetSuite has one unfinished run of a deployment at a time. */
export function runScript(world: World, deployment: string, faults: readonly InjectedFault[]): boolean {
  if (world.running.includes(deployment)) return false;
  world.trace.tell(`NetSuite runs ${deployment}.`, 'ordinary');
  const { account } = world.netsuite;
  return underWay(world, faults, () => {
    const { ended, error } = account.runDeployment(deployment);
    return ended === 'normally' ? undefined : `${error?.name}: ${error?.message}`;
  });
}

/** What goes wrong is told below the line that says what runs. */
function underWay(world: World, faults: readonly InjectedFault[], run: () => string | undefined): true {
  const { length } = world.running;
  try {
    const failed = world.injector.during(faults, run);
    if (failed === undefined) return true;
    world.known.stops += 1;
    world.trace.inside(() => world.trace.tell(`It ends with ${failed}`));
  } catch (thrown) {
    if (!(thrown instanceof ServerDown)) throw thrown;
    world.known.stops += 1;
  } finally {
    world.running.length = length;
  }
  return true;
}

/** A script on the queue runs only when no deployment is under way. */
export function runJob(world: World, faults: readonly InjectedFault[]): boolean {
  const [next] = world.queued;
  if (next === undefined || world.running.length > 0) return false;
  world.queued.shift();
  world.activity += 1;
  world.trace.tell(`NetSuite runs the oldest job of its queue (${next}).`, 'ordinary');
  return underWay(world, faults, () => {
    const report = world.netsuite.account.runNextJob();
    if (report?.kind === 'script' && report.execution.error) return report.execution.error.message;
    return undefined;
  });
}

/** The process can die, and its server not answer; what it does then is its own. */
export async function passFiles(
  world: World,
  id: string,
  faults: readonly InjectedFault[],
): Promise<boolean> {
  world.trace.tell('The transformer makes a pass.', 'ordinary');
  const armed: ArmedFaults = { pending: [...faults], count: 0 };
  const store = asking(
    openFolderStore(world.home, () => world.clock.now),
    world,
    armed,
  );
  const { now } = world.clock;
  try {
    const { feeds } = await runPass({
      store,
      context: defaultContext(now),
      clock: () => world.clock.now,
      passId: `p${id}`,
      // Several at once would be in an order of their own in every run of a seed.
      filesInFlight: 1,
      retries: { pauses: PAUSES },
      reconnect: async (attempt) => (attempt < 2 ? store : undefined),
    });
    for (const name of feeds.flatMap(({ retriedFiles }) => retriedFiles)) {
      count(world, 'rows are tried again');
      world.trace.inside(() => world.trace.tell(`It tries again: ${name}.`));
    }
  } catch (thrown) {
    const isLost = thrown instanceof TransformerError && thrown.code === 'TIMED_OUT';
    if (!(thrown instanceof ProcessDied) && !isLost) throw thrown;
  }
  return true;
}

/** Shorter than usual, so that a day has the end of them too. */
const PAUSES = [15, 45, 60].map((minutes) => minutes * 60_000);

/** The store, every request to which may meet a fault. After the process has died there are no more requests. */
function asking(store: FileStore, world: World, armed: ArmedFaults): FileStore {
  let dead = false;
  const ask = async <Result>(name: string, work: () => Promise<Result>): Promise<Result> => {
    if (dead) throw new ProcessDied();
    try {
      return await world.injector.request(armed, name, work);
    } catch (thrown) {
      dead = thrown instanceof ProcessDied;
      throw thrown;
    }
  };
  const moving = <Result>(name: string, work: () => Promise<Result>): Promise<Result> =>
    ask(name, async () => {
      const result = await work();
      if (!isPassNote(name)) world.activity += 1;
      return result;
    });
  return {
    list: (folder) => ask(`list ${folder}`, () => store.list(folder)),
    read: (path) => ask(`read ${path}`, () => store.read(path)),
    readStream: (path) => later(() => ask(`read ${path}`, () => store.read(path))),
    write: (path, bytes) => moving(`write ${path}`, () => store.write(path, bytes)),
    createOnce: (path, bytes) => moving(`create ${path}`, () => store.createOnce(path, bytes)),
    writeStream: (path, content) => moving(`write ${path}`, () => store.writeStream(path, content)),
    move: (from, to) => moving(`move ${from}`, () => store.move(from, to)),
    rename: (from, to) => moving(`rename ${from}`, () => store.rename(from, to)),
    exists: (path) => ask(`look for ${path}`, () => store.exists(path)),
    look: (path) => ask(`look at ${path}`, () => store.look(path)),
    habits: store.habits,
    makeFolder: (path) => ask(`make ${path}`, () => store.makeFolder(path)),
    remove: (path) => moving(`remove ${path}`, () => store.remove(path)),
    close: () => store.close(),
  };
}

async function* later(read: () => Promise<Uint8Array>) {
  const bytes = await read();
  if (bytes.length > 0) yield bytes;
}
