/** What the page may change where it was allowed to: refused rows go again, a problem is acknowledged. */
import { userInfo } from 'node:os';
import type { Context, Hono } from 'hono';
import { acknowledgementsPath, addAcknowledgement } from '../answers/acknowledgements.ts';
import { problemOfRow } from '../answers/problems.ts';
import { TransformerError } from '../errors.ts';
import { type Resent, replayRefused } from '../operate/replay-refused.ts';
import { singleLine } from '../report/layout.ts';
import { countRows } from '../report/report.ts';
import { openRefusals } from '../row-index/settle-refusals.ts';
import { quoteName } from '../store/store-path.ts';
import { problemsOf, type Seat, withStoreOf } from './desk.ts';
import { isOwnForm } from './guard.ts';
import type { Notices, PageOptions } from './page-options.ts';

type Form = Readonly<Record<string, unknown>>;

export function addChanges(app: Hono, { desk, guard }: PageOptions, notices: Notices): void {
  const onPost = (path: string, work: (seat: Seat, form: Form) => Promise<string>): void => {
    app.post(path, async (context: Context) => {
      const form = await context.req.parseBody();
      if (!isOwnForm(context, guard.proof, form.proof))
        return context.text('Not from a form of this page.', 403);
      const seat = desk.seats.find(({ name }) => (name ?? '') === form.tenant);
      notices.put(seat ? await said(() => work(seat, form)) : 'The page has no tenant of this name.');
      return context.redirect('/problems', 303);
    });
  };
  onPost('/problems/replay', (seat, form) => resend(seat, textOf(form.problem), desk.clock()));
  onPost('/problems/acknowledge', (seat, form) => acknowledge(seat, form, desk.clock()));
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** What a person can do something about is shown in place of what was done. */
async function said(work: () => Promise<string>): Promise<string> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof TransformerError) return error.message;
    throw error;
  }
}

/** File by file, so that one that cannot be sent again keeps no other back. */
async function resend(seat: Seat, problem: string, now: number): Promise<string> {
  const rows = openRefusals(seat.index).filter((row) => problemOfRow(row) === problem);
  const files = [...new Set(rows.map(({ file }) => `${file.folder}/${file.name}`))];
  if (files.length === 0) return 'Nothing was changed: the problem is settled already.';
  const sentences = await withStoreOf(seat, async (store) => {
    const all: string[] = [];
    for (const file of files)
      all.push(
        await said(async () =>
          (await replayRefused(store, seat.index, { problem, file }, now)).map(sentenceOf).join(' '),
        ),
      );
    return all;
  });
  seat.lookedAt = undefined;
  return sentences.join(' ');
}

function sentenceOf({ from, to, rows, overtaken, by }: Resent): string {
  const left = overtaken === 0 ? '' : ` ${countRows(overtaken)} left out: a later file says something else.`;
  if (rows === 0) return `${quoteName(from)}: nothing to send again.${left}`;
  const next = by === 'NetSuite' ? 'the next run in NetSuite' : 'the next pass';
  return `${countRows(rows)} of ${quoteName(from)} ${rows === 1 ? 'is' : 'are'} now in ${quoteName(to)}; ${next} processes ${rows === 1 ? 'it' : 'them'}.${left}`;
}

async function acknowledge(seat: Seat, form: Form, now: number): Promise<string> {
  const [id, note] = [textOf(form.problem), singleLine(textOf(form.note)).trim()];
  if (note === '') return 'Nothing was changed: say why the problem needs nothing.';
  const problem = (await problemsOf(seat)).find((one) => one.id === id);
  if (!problem) return 'Nothing was changed: the problem is settled already.';
  if (seat.indexFile === undefined) return 'Nothing was changed: set index.file in the configuration first.';
  const at = new Date(now).toISOString();
  const one = { problem: id, at, until: problem.newest, by: user(), note };
  await addAcknowledgement(acknowledgementsPath(seat.indexFile), one);
  return `${problem.code} is acknowledged. What comes to it later opens it again.`;
}

/** A container may run as a user that has no name. */
function user(): string {
  try {
    return `${userInfo().username} (page)`;
  } catch {
    return 'unknown (page)';
  }
}
