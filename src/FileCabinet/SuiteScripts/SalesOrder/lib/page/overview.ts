/** The ledger at a glance, worst first. */
import * as url from 'N/url';
import { pausedFeeds } from '../feed-files/pauses.ts';
import { countExportProblems } from '../monitor/export-problems.ts';
import { monitoredFeeds } from '../monitor/feeds.ts';
import { type Finding, findingsOf, headline, type Level } from '../monitor/findings.ts';
import {
  countFinished,
  type Controls,
  type Entry,
  type Finished,
  findControls,
  findProblems,
  findUnfinished,
} from '../monitor/ledger-entries.ts';
import { howLong, showTime } from '../monitor/times.ts';
import { feedFile } from '../netsuite/ids.ts';
import { configurationProblem } from '../netsuite/sftp-connection.ts';
import { type Cell, type Html, html, link, nothing, table } from './html.ts';

/** Rows of a list that people still read (best practices of Suitelets, help chapter_N3361294: fewer than 100). */
const PAGE_LENGTH = 50;

type Overview = {
  now: number;
  findings: readonly Finding[];
  controls: Controls;
  unfinished: readonly Entry[];
};

/** 90 units, however many files the ledger has. @param page of the files with problems, from 0 @param linkTo another page */
export function showOverview(page: number, linkTo: (page: number) => string, now: number): Html {
  const controls = findControls();
  const unfinished = findUnfinished();
  const [today, week] = [countFinished('today'), countFinished('daysago7')];
  const problem = configurationProblem();
  const findings = findingsOf({
    now,
    problem,
    controls,
    paused: pausedFeeds(),
    unfinished,
    finished: today,
    exports: countExportProblems(),
  });
  const problems = findProblems(page * PAGE_LENGTH, (page + 1) * PAGE_LENGTH + 1);
  return html`
<p class="hc-first">${headline(findings)}</p>
${table(
  'Needs attention, worst first',
  ['Feed', 'What', 'What to do'],
  findings.map(({ feed, what, toDo }) => [feed, shortened(what), toDo]),
)}
${table('The feeds', FEED_HEAD, feedRows({ now, findings, controls, unfinished }))}
<p>Files that no run has taken yet are on the SFTP server, and not counted here.</p>
${table('What was done', WORK_HEAD, workRows(today, week))}
${problemTable(problems, page, linkTo)}`;
}

const FEED_HEAD = ['Feed', 'State', 'Last run', 'Files not finished', 'The oldest of these'];

const WORK_HEAD = ['Feed', 'Since', 'Files', 'With refused rows', 'Failed', 'Rows applied', 'Rows refused'];

const workRows = (today: readonly Finished[], week: readonly Finished[]): Cell[][] =>
  monitoredFeeds.flatMap(({ name, title }) => [
    [title, 'today', ...sums(today, name)],
    [title, '7 days ago', ...sums(week, name)],
  ]);

const STATES: Readonly<Record<Level, string>> = {
  stopped: 'stopped',
  stuck: 'stuck',
  paused: 'paused',
  refused: 'runs; something is to be corrected',
  unknown: 'not in use',
  well: 'runs',
};

const ORDER: readonly Level[] = ['stopped', 'stuck', 'paused', 'refused', 'unknown', 'well'];

function feedRows(overview: Overview): Cell[][] {
  const { findings, controls, unfinished, now } = overview;
  const rows = monitoredFeeds.map(({ name, title }) => {
    // They come worst first.
    const level = findings.find(({ feed }) => feed === title || feed === 'All feeds')?.level ?? 'well';
    const turn = controls.turns.get(name);
    const open = unfinished.filter(({ feed }) => feed === name);
    const [oldest] = open;
    const lastRun = turn ? `${showTime(turn.heard)}, ${howLong(now - turn.heard)} ago` : 'never';
    const cells = [
      title,
      STATES[level],
      turn?.running ? `${lastRun}; one is under way` : lastRun,
      open.length,
      oldest ? `${oldest.file}, for ${howLong(now - oldest.started)}` : '',
    ];
    return { level, cells };
  });
  return rows
    .sort((one, other) => ORDER.indexOf(one.level) - ORDER.indexOf(other.level))
    .map(({ cells }) => cells);
}

function sums(finished: readonly Finished[], name: string): number[] {
  const mine = finished.filter(({ feed }) => feed === name);
  const files = (...statuses: string[]) =>
    mine.filter(({ status }) => statuses.includes(status)).reduce((sum, one) => sum + one.files, 0);
  const rows = (field: 'applied' | 'rejected') => mine.reduce((sum, one) => sum + one[field], 0);
  return [
    files('Done', 'Done with errors', 'Failed'),
    files('Done with errors'),
    files('Failed'),
    rows('applied'),
    rows('rejected'),
  ];
}

function problemTable(found: readonly Entry[], page: number, linkTo: (page: number) => string): Html {
  const shown = found.slice(0, PAGE_LENGTH);
  if (shown.length === 0 && page > 0)
    return html`<p>There are no such files on this page. ${link(linkTo(0), 'The newest files')}</p>`;
  const others = [
    ...(page > 0 ? [html`<p>${link(linkTo(page - 1), 'Newer files')}</p>`] : []),
    ...(found.length > PAGE_LENGTH ? [html`<p>${link(linkTo(page + 1), 'Older files')}</p>`] : []),
  ];
  if (shown.length === 0) return nothing;
  return html`${filesTable('Files with refused rows, and files that failed, the newest first', shown)}${others}`;
}

export const filesTable = (caption: string, entries: readonly Entry[]): Html =>
  table(
    caption,
    ['File', 'Feed', 'Status', 'Finished', 'Rows', 'Applied', 'Refused', 'Skipped', 'Attempts', 'Message'],
    entries.map((entry) => [
      link(url.resolveRecord({ recordType: feedFile.type, recordId: entry.id }), entry.file),
      monitoredFeeds.find(({ name }) => name === entry.feed)?.title ?? entry.feed,
      entry.status,
      entry.finished > 0 ? showTime(entry.finished) : 'not yet',
      entry.rows,
      entry.applied,
      entry.rejected,
      entry.skipped,
      entry.attempts,
      shortened(entry.message),
    ]),
  );

const shortened = (text: string): string => (text.length > 500 ? `${text.slice(0, 500)}…` : text);
