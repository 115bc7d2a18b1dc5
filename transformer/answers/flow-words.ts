/** Whether feeds flow, in sentences: one for each feed, and one for all of them. */
import { feeds } from '#feeds/catalogue.ts';
import type { FeedName } from '#feeds/feed.ts';
import {
  type FeedFlow,
  type FileGroup,
  type FlowReason,
  filesUnderWay,
  type SeenFlow,
  worstFirst,
} from './flow.ts';
import { ageOf } from './steps.ts';

const nouns = Object.fromEntries(feeds.map(({ name, noun }) => [name, noun])) as Record<FeedName, string>;

/** What a reason says of the feed. */
export function sentenceFor(seen: SeenFlow, reason: FlowReason): string {
  switch (reason) {
    case 'unknown':
      return `The folders of ${seen.feed} cannot be looked at: ${seen.unknown}`;
    case 'not taken by the transformer':
      return ownWords(seen);
    case 'not taken by the receiver':
      return receiverWords(seen);
    case 'failed or refused':
      return openWords(seen);
    case 'not finished by the receiver':
      return busyWords(seen);
    case 'silent':
      return silentWords(seen);
    case 'moves':
      return movingWords(seen);
    case 'nothing to do':
      return `No ${nouns[seen.feed]} waits${seen.lastDelivery === null ? '' : `, and the last came ${ageOf(seen.at - seen.lastDelivery)} ago`}.`;
  }
}

function ownWords(seen: SeenFlow): string {
  const { waiting, processing } = seen;
  if (waiting.files > 0 && age(seen, waiting) >= age(seen, processing))
    return `The transformer has not taken ${filesOf(waiting)} of ${nouns[seen.feed]}s, waiting ${since(seen, waiting)}.`;
  return `The transformer has left ${filesOf({ ...processing, files: processing.abandoned })} of ${nouns[seen.feed]}s unfinished ${since(seen, processing)}.`;
}

const age = ({ at }: SeenFlow, group: FileGroup): number => (group.since === null ? 0 : at - group.since);

function receiverWords(seen: SeenFlow): string {
  const { to, lastTaken } = seen;
  const untaken = seen.untaken ?? NONE;
  const wait = `${filesOf(untaken)} ${untaken.files === 1 ? 'waits' : 'wait'}`;
  if (lastTaken !== null && lastTaken > (untaken.since ?? seen.at))
    return `${to} is behind with ${nouns[seen.feed]}s: ${wait}, the oldest ${since(seen, untaken)}.`;
  return `${to} has taken no ${nouns[seen.feed]} ${since(seen, untaken)}; ${wait}.`;
}

const NONE: FileGroup = { files: 0, since: null };

const busyWords = (seen: SeenFlow): string =>
  `${seen.to} has begun ${filesOf(seen.receiving ?? NONE)} of ${nouns[seen.feed]}s and not finished, delivered ${since(seen, seen.receiving ?? NONE)}.`;

function silentWords(seen: SeenFlow): string {
  const last = seen.lastDelivery === null ? '' : ` since ${timeOf(seen.lastDelivery, seen.at)}`;
  return `No ${nouns[seen.feed]} has come${last}; in such a time usually ${counted(seen.missed ?? 0, 'row')} come.`;
}

function openWords(seen: SeenFlow): string {
  const { failed, unusable, refused } = seen;
  const { count, unit } = refused;
  const refusals =
    unit === 'rows'
      ? `${counted(count, 'row')} refused`
      : `${counted(count, 'error file')} with refused rows`;
  const parts = [
    ...(failed.files > 0 ? [`${filesOf(failed)} failed`] : []),
    ...(unusable > 0 ? [`${counted(unusable, 'file')} cannot be taken`] : []),
    ...(count > 0 ? [refusals] : []),
  ];
  const oldest = Math.min(failed.since ?? seen.at, refused.since ?? seen.at);
  const age = oldest === seen.at ? '' : `; the oldest for ${ageOf(seen.at - oldest)}`;
  return `${capital(nouns[seen.feed])}s: ${parts.join(', ')}${age}.`;
}

function movingWords(seen: SeenFlow): string {
  const { rowsToday, usualByNow, lastDelivery } = seen;
  if (rowsToday === null || lastDelivery === null)
    return `${capital(nouns[seen.feed])}s are under way: ${counted(filesUnderWay(seen), 'file')}.`;
  const usual = usualByNow === null ? '' : ` (usual by now: ${usualByNow})`;
  return `${counted(rowsToday, 'row')} of ${nouns[seen.feed]}s delivered today${usual}, the last at ${timeOf(lastDelivery, seen.at)}.`;
}

/** The one sentence above all of them: the worst, and how many others are not as they should be. */
export function sentenceOf(flows: readonly FeedFlow[]): string {
  const wrong = flows.filter(({ state }) => state !== 'flowing' && state !== 'idle');
  const [worst] = worstFirst(wrong);
  if (flows.length === 0) return 'No feed is enabled.';
  if (!worst) return calmWords(flows);
  const others = wrong.length - 1;
  const more =
    others === 0 ? '' : ` ${others === 1 ? '1 other feed needs' : `${others} other feeds need`} a look.`;
  return `${worst.tenant === null ? '' : `${worst.tenant}: `}${worst.says}${more}`;
}

function calmWords(flows: readonly FeedFlow[]): string {
  if (flows.every(({ state }) => state === 'idle')) return 'Nothing waits anywhere.';
  const rows = flows.reduce((sum, { rowsToday }) => sum + (rowsToday ?? 0), 0);
  return rows === 0 ? 'Everything flows.' : `Everything flows: ${counted(rows, 'row')} delivered today.`;
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

const filesOf = ({ files }: FileGroup): string => counted(files, 'file');

const since = ({ at }: SeenFlow, group: FileGroup): string =>
  group.since === null ? 'for an unknown time' : `since ${timeOf(group.since, at)}`;

const capital = (word: string): string => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;

/** The time of the day, with the day where it is not the same. */
export function timeOf(instant: number, now: number): string {
  const [iso, today] = [new Date(instant).toISOString(), new Date(now).toISOString()];
  const time = `${iso.slice(11, 16)} UTC`;
  return iso.slice(0, 10) === today.slice(0, 10) ? time : `${iso.slice(0, 10)} ${time}`;
}
