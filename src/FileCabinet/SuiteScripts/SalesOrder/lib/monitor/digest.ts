/**
 * The daily digest: at most one a day, whatever crashes and however many deployments run. A mail cannot be sent and noted in one
 * step, so the day is noted first, by whoever's record NetSuite saves, and the mail is sent in the next call. A server that goes down
 * between the two costs the mail of that day, never a second one; what it would have said the next one says, as the end of what
 * is told is noted after the mail.
 */
import * as log from 'N/log';
import * as record from 'N/record';
import * as search from 'N/search';
import * as url from 'N/url';
import { pausedFeeds } from '../feed-files/pauses.ts';
import { isDate } from '../netsuite/dates.ts';
import { asFailure, type Failure, failure, isNamed } from '../netsuite/failure.ts';
import { feedFile as ids, monitorPage } from '../netsuite/ids.ts';
import { deploymentId } from '../netsuite/parameters.ts';
import { textOf } from '../netsuite/searches.ts';
import { configurationProblem } from '../netsuite/sftp-connection.ts';
import { type Digest, subjectOf, textOfDigest } from './digest-text.ts';
import { countNewExportProblems } from './export-problems.ts';
import { findingsOf, needAttention } from './findings.ts';
import { type Entry, type Finished, findControls, findFinished, findUnfinished } from './ledger-entries.ts';
import { readMailSettings, sendMail } from './mail.ts';
import { lookAtServer, type ServerState } from './server-state.ts';
import { counted } from './times.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** @property hour of the day in UTC from which on its digest is due @property allIsWell how often that is said */
export type DigestSettings = { hour: number; allIsWell: 'never' | 'weekly' | 'daily' };

/**
 * The day that a time belongs to, which begins at the hour of the digest. Noted is its date, not that hour: deployments of other hours
 * have the same days, so that together they send one digest a day.
 */
export const dayOfDigest = (now: number, hour: number): number => Math.floor((now - hour * HOUR) / DAY) * DAY;

/** 20 units where nothing is due. @throws OTHER_ACCOUNT and whatever leaves nobody to be mailed, MAIL_SETTINGS, DIGEST_NOT_SENT */
export function sendDigest(settings: DigestSettings, now: number): void {
  const problem = configurationProblem();
  refuseUnmailable(problem);
  const mail = readMailSettings();
  if (!mail) {
    log.audit({
      title: 'No digest',
      details: 'The HC SFTP Configuration record names nobody to mail, or no sender.',
    });
    return;
  }
  const day = dayOfDigest(now, settings.hour);
  const known = findDigest();
  if (known && known.day >= day) return;
  const noted = readNoted(known?.id, now);
  const digest = makeDigest(noted, problem, now);
  const isSaid = needAttention(digest.findings).length > 0 || isWellTold(settings, noted, now);
  const claimed = claimDay(known?.id, day, isSaid ? SENDING : SENT, isSaid ? digest.from : digest.until);
  if (claimed === undefined || !isSaid) return;
  try {
    sendMail(mail, subjectOf(digest), textOfDigest(digest));
  } catch (thrown) {
    giveDayBack(claimed, known?.day ?? 0);
    const { name, message } = asFailure(thrown);
    throw failure(
      'DIGEST_NOT_SENT',
      `NetSuite did not send the digest, and the next run tries again. ${name}: ${message}`,
    );
  }
  noteSent(claimed, digest.until, now);
}

/** What keeps scripts from the server is said in the digest; where nobody is to be mailed, it ends the run. */
function refuseUnmailable(problem: Failure | undefined): void {
  if (problem && NOBODY_TO_MAIL.includes(problem.name)) throw failure(problem.name, problem.message);
}

/** The record of another account is not to be used, and of none or several no one counts. */
const NOBODY_TO_MAIL = ['OTHER_ACCOUNT', 'NO_SFTP_CONFIGURATION', 'SEVERAL_SFTP_CONFIGURATIONS'];

const KEY = 'hc-feed-file-digest';
const SENDING = 'Sending';
const SENT = 'Sent';

/** @property day the last one that a run has claimed. 10 units. */
function findDigest(): { id: number; day: number } | undefined {
  const [found] = search
    .create({ type: ids.type, filters: [['externalid', 'anyof', [KEY]]], columns: [ids.heard] })
    .run()
    .getRange({ start: 0, end: 1 });
  return found && { id: Number(found.id), day: Number(textOf(found.getValue(ids.heard))) || 0 };
}

/** @property told until when people were told @property mailed when the last mail was sent; epoch ms, 0 for never */
type Noted = { told: number; mailed: number; again: boolean };

function readNoted(id: number | undefined, now: number): Noted {
  if (id === undefined) return { told: now - DAY, mailed: 0, again: false };
  const entry = record.load({ type: ids.type, id });
  const time = (fieldId: string): number => {
    const value: unknown = entry.getValue({ fieldId });
    return isDate(value) ? value.getTime() : 0;
  };
  const again = textOf(entry.getValue({ fieldId: ids.status })) === SENDING;
  return { told: time(ids.started) || now - DAY, mailed: time(ids.finished), again };
}

/** Minutes, as searches show times to the minute: no file is in no digest, and none in two but in the hour that clocks show twice. */
const wholeMinute = (instant: number): number => Math.floor(instant / MINUTE) * MINUTE;

function makeDigest({ told, again }: Noted, problem: Failure | undefined, now: number): Digest {
  const [from, until] = [wholeMinute(told), wholeMinute(now)];
  const controls = findControls();
  const finished = findFinished(from, until);
  const refused = finished.filter(({ rejected }) => rejected > 0);
  const server = problem ? notLookedAt(problem) : lookAtServer(controls, refused, now);
  const findings = findingsOf({
    now,
    problem,
    controls,
    paused: pausedFeeds(),
    unfinished: findUnfinished(),
    finished: countEach(finished),
    exports: countNewExportProblems(from, until),
  });
  return {
    from,
    until,
    again,
    findings: [...findings, ...waitingFindings(server)],
    finished,
    server,
    link: linkToMonitor(),
  };
}

const notLookedAt = ({ name, message }: Failure): ServerState => ({
  waiting: [],
  causes: new Map(),
  problem: `${name}: ${message}`,
});

const countEach = (finished: readonly Entry[]): Finished[] =>
  finished.map(({ feed, status, applied, rejected }) => ({ feed, status, files: 1, applied, rejected }));

/** What waits for a run is a run that does not take it; what waits for HotWax is told, and not ours to take. */
const waitingFindings = ({ waiting, problem }: ServerState): Digest['findings'] => [
  ...(problem === ''
    ? []
    : [
        {
          level: 'stuck' as const,
          feed: 'SFTP server',
          what: problem,
          toDo: 'See whether the scripts reach it.',
        },
      ]),
  ...waiting.map(({ path, files }) => ({
    level: 'stuck' as const,
    feed: path,
    what: `${counted(files, 'file')} waiting for more than an hour.`,
    toDo: 'See "On the server" below for who should take them.',
  })),
];

function isWellTold({ allIsWell }: DigestSettings, { mailed }: Noted, now: number): boolean {
  if (allIsWell === 'daily') return true;
  return allIsWell === 'weekly' && now - mailed >= 7 * DAY - HOUR;
}

/** Empty where somebody has taken the page out of the account. */
function linkToMonitor(): string {
  try {
    return `https://${url.resolveDomain({ hostType: url.HostType.APPLICATION })}${url.resolveScript({ ...monitorPage })}`;
  } catch (thrown) {
    log.audit({ title: 'No link to the page of the feeds', details: asFailure(thrown) });
    return '';
  }
}

/** @param told until when people are told before the mail is sent @returns the entry, undefined when another run has the day */
function claimDay(id: number | undefined, day: number, status: string, told: number): number | undefined {
  const entry = id === undefined ? newEntry() : record.load({ type: ids.type, id });
  if (Number(textOf(entry.getValue({ fieldId: ids.heard }))) >= day) return undefined;
  entry.setValue({ fieldId: ids.heard, value: String(day) });
  entry.setValue({ fieldId: ids.deployment, value: deploymentId() });
  entry.setValue({ fieldId: ids.status, value: status });
  entry.setValue({ fieldId: ids.started, value: new Date(told) });
  try {
    return entry.save();
  } catch (thrown) {
    if (isNamed(thrown, 'DUP_RCRD', 'CUSTOM_RECORD_COLLISION', 'RCRD_HAS_BEEN_CHANGED')) return undefined;
    throw thrown;
  }
}

function newEntry(): record.Record {
  const entry = record.create({ type: ids.type });
  entry.setValue({ fieldId: 'externalid', value: KEY });
  entry.setValue({ fieldId: ids.file, value: '(digest)' });
  return entry;
}

function giveDayBack(id: number, day: number): void {
  record.submitFields({ type: ids.type, id, values: { [ids.heard]: String(day), [ids.status]: SENT } });
}

function noteSent(id: number, told: number, now: number): void {
  const entry = record.load({ type: ids.type, id });
  entry.setValue({ fieldId: ids.status, value: SENT });
  entry.setValue({ fieldId: ids.started, value: new Date(told) });
  entry.setValue({ fieldId: ids.finished, value: new Date(now) });
  entry.save();
}
