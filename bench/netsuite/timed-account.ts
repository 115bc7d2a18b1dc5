/** An account on the emulator in which time passes as NetSuite's calls take it. */
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Account } from '../../emulator/account.ts';
import { openNetSuiteAccount, SFTP_HOST } from '../../testbed/netsuite-account.ts';
import { SECONDS_PER_IMPORTED_RECORD, secondsOf } from './costs.ts';
import { type Drained, drain, share } from './drain.ts';
import { addImportMap, hotwaxStandIns } from './hotwax/stand-ins.ts';

const BUILT = join(import.meta.dirname, '../../dist/netsuite');
const BEGIN = Date.parse('2026-03-02T15:00:00Z');

export const ITEM = 501;
export const LOCATION = 15;

export type TimedAccount = {
  account: Account;
  put: (path: string, text: string) => void;
  /** Plain files of a folder below the feed's home. */
  files: (folder: string) => string[];
  read: (path: string) => string;
  /** Starts the deployments each quarter of an hour, each with what it queues, until `isDrained`. */
  drain: (deployments: string | readonly string[], isDrained: () => boolean) => Drained;
  dispose: () => void;
};

export type AccountSettings = {
  processors: number;
  /** Default values of script parameters, by id, instead of those of the project. */
  parameters?: Readonly<Record<string, string>>;
  /** Whether it has the stand-ins of HotWax's own scripts besides. */
  standIns?: boolean;
  /** Of what a transaction takes, what a custom record takes; as costs.ts says when left out. */
  customRecord?: number;
};

export function openTimedAccount(settings: AccountSettings): TimedAccount {
  const { processors, parameters = {}, standIns = false, customRecord } = settings;
  const folder = mkdtempSync(join(tmpdir(), 'bench-netsuite-'));
  const home = join(folder, 'sftp');
  const project = join(folder, 'project');
  mkdirSync(home);
  cpSync(BUILT, project, { recursive: true });
  const objects = join(project, 'Objects/Scripts');
  const concurrency = concurrencyLimits(objects);
  setParameters(objects, parameters);
  if (standIns) addImportMap(join(project, 'Objects'));
  const clock = { now: BEGIN };
  const pass = (seconds: number): void => {
    clock.now += seconds * 1000;
  };
  const account = openNetSuiteAccount(
    {
      server: { directory: '/' },
      items: [{ id: ITEM, name: 'ITEM' }],
      locations: [{ id: LOCATION, name: 'Store' }],
    },
    {
      project,
      clock: () => Math.floor(clock.now),
      timeLimits: false,
      sftpHosts: { [SFTP_HOST]: { folder: home } },
      ...(standIns && hotwaxStandIns),
      faults: {
        before: (call) => pass(secondsOf(call, customRecord) / share(call, concurrency, processors)),
        importing: () => pass(SECONDS_PER_IMPORTED_RECORD / importThreads(processors)),
      },
    },
  );
  const path = (relative: string): string => join(home, relative);
  return {
    account,
    put: (name, text) => {
      mkdirSync(join(path(name), '..'), { recursive: true });
      writeFileSync(path(name), text);
      utimesSync(path(name), clock.now / 1000 - 3600, clock.now / 1000 - 3600);
    },
    files: (name) => plainFiles(path(name)),
    read: (name) => readFileSync(path(name), 'utf8'),
    drain: (deployments, isDrained) =>
      drain({ account, clock, pass, concurrency, processors }, [deployments].flat(), isDrained),
    dispose: () => {
      account.dispose();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * An import has one thread, with a SuiteCloud Plus license two, with three or more ten (help section_N347015), where scripts
 * have two processors, five, and five more for each license.
 */
const importThreads = (processors: number): number => (processors < 5 ? 1 : processors < 15 ? 2 : 10);

function plainFiles(path: string): string[] {
  try {
    return readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => name);
  } catch {
    return [];
  }
}

/** How many processors each deployment of a map/reduce script may use. */
function concurrencyLimits(objects: string): ReadonlyMap<string, number> {
  const limits = new Map<string, number>();
  for (const file of readdirSync(objects)) {
    const xml = readFileSync(join(objects, file), 'utf8');
    for (const [, id = '', body = ''] of xml.matchAll(
      /<scriptdeployment scriptid="(\w+)">([\s\S]*?)<\/scriptdeployment>/g,
    )) {
      limits.set(id, Number(/<concurrencylimit>(\d+)</.exec(body)?.[1] ?? 1));
    }
  }
  return limits;
}

function setParameters(objects: string, parameters: Readonly<Record<string, string>>): void {
  for (const file of readdirSync(objects)) {
    const path = join(objects, file);
    let xml = readFileSync(path, 'utf8');
    for (const [id, value] of Object.entries(parameters)) {
      const start = xml.indexOf(`<scriptcustomfield scriptid="${id}">`);
      if (start === -1) continue;
      const end = xml.indexOf('</scriptcustomfield>', start);
      const changed = xml
        .slice(start, end)
        .replace(/<(defaultvalue|defaultchecked)>[^<]*/, (_, tag: string) => `<${tag}>${value}`);
      xml = xml.slice(0, start) + changed + xml.slice(end);
    }
    writeFileSync(path, xml);
  }
}
