/** The text of a digest, which says what needs attention first and never names a single row: pure. */
import { monitoredFeeds } from './feeds.ts';
import { type Finding, needAttention } from './findings.ts';
import type { Entry } from './ledger-entries.ts';
import type { Causes, ServerState } from './server-state.ts';
import { counted, howLong, showTime } from './times.ts';

/** @property again whether the digest before may not have been sent, so that this one says the same */
export type Digest = {
  from: number;
  until: number;
  again: boolean;
  findings: readonly Finding[];
  finished: readonly Entry[];
  server: ServerState;
  link: string;
};

export function subjectOf({ findings }: Pick<Digest, 'findings'>): string {
  const { length } = needAttention(findings);
  if (length === 0) return 'HotWax feeds: all is well';
  return `HotWax feeds: ${counted(length, 'thing needs', 'things need')} attention`;
}

export function textOfDigest(digest: Digest): string {
  const { from, until, again, findings, link } = digest;
  const repeated = again
    ? '\nThe digest before this one may not have been sent: what it said is said again.'
    : '';
  return [
    `From ${showTime(from)} to ${showTime(until)}.${repeated}`,
    section('Needs attention', findings.map(textOf)),
    section('Refused rows by cause', causesOf(digest.server.causes)),
    section('Failed files', failedFiles(digest.finished)),
    section('On the server', serverLines(digest)),
    section(
      'What was done',
      monitoredFeeds.map(({ name, title }) => doneBy(digest.finished, name, title)),
    ),
    link === '' ? '' : `More, and where an order is: ${link}`,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** So many lines of a section are read. */
const MOST_LINES = 20;

function section(title: string, lines: readonly string[]): string {
  if (lines.length === 0) return '';
  const left = lines.length - MOST_LINES;
  return [title, ...lines.slice(0, MOST_LINES), ...(left > 0 ? [`  and ${left} more`] : [])].join('\n');
}

const textOf = ({ feed, what, toDo }: Finding): string => `- ${feed}: ${shortened(what)}\n  ${toDo}`;

const shortened = (text: string): string => (text.length > 400 ? `${text.slice(0, 400)}…` : text);

const titleOf = (feed: string): string => monitoredFeeds.find(({ name }) => name === feed)?.title ?? feed;

/** Somebody may have put another file into the place of an error file. */
const causesOf = (causes: Causes): string[] =>
  [...causes].map(([feed, codes]) => {
    const byCount = [...codes].sort(([, one], [, other]) => other - one);
    const shown = byCount.slice(0, MOST_LINES).map(([code, count]) => `${count} ${code.slice(0, 60)}`);
    const left = byCount.slice(MOST_LINES).reduce((sum, [, count]) => sum + count, 0);
    return `- ${titleOf(feed)}: ${[...shown, ...(left > 0 ? [`${left} others`] : [])].join(', ')}`;
  });

const failedFiles = (finished: readonly Entry[]): string[] =>
  finished
    .filter(({ status }) => status === 'Failed')
    .map(({ feed, file, message }) => `- ${titleOf(feed)}: ${file}: ${shortened(message)}`);

function serverLines({ server: { waiting, problem }, until }: Digest): string[] {
  if (problem !== '') return [`- It was not looked at. ${shortened(problem)}`];
  return waiting.map(({ feed, path, files, oldest }) => {
    const since = oldest > 0 ? `, the oldest for ${howLong(until - oldest)}` : '';
    const whom = feed === 'item-fulfillments' ? 'HotWax has not taken them' : 'no run has taken them';
    return `- ${titleOf(feed)}: ${counted(files, 'file')} in ${path}${since}; ${whom}.`;
  });
}

function doneBy(finished: readonly Entry[], name: string, title: string): string {
  const mine = finished.filter(({ feed }) => feed === name);
  const sum = (field: 'applied' | 'rejected' | 'skipped') =>
    mine.reduce((total, entry) => total + entry[field], 0);
  const again = mine.filter(({ attempts }) => attempts > 1).length;
  const retried = again > 0 ? `; ${counted(again, 'file')} took more than one run` : '';
  return `- ${title}: ${counted(mine.length, 'file')}, ${counted(sum('applied'), 'row')} applied, ${sum('rejected')} refused, ${sum('skipped')} skipped${retried}`;
}
