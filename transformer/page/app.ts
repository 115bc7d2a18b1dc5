/** Which address shows what. */
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { find } from '../answers/find.ts';
import { describe, TransformerError } from '../errors.ts';
import { addChanges } from './changes.ts';
import { type Desk, problemsOf, type Seat, viewOf } from './desk.ts';
import { refusedRowsCsv } from './downloads.ts';
import type { Notices, PageOptions } from './page-options.ts';
import { liveLinks as links } from './views/links.ts';
import { orderView } from './views/order.ts';
import { problemsView } from './views/problems.ts';
import { page, type View } from './views/shell.ts';
import type { Html } from './views/text.ts';

const LARGEST_FORM = 16 * 1024;

export function makeApp(options: PageOptions): Hono {
  const { desk, guard, onError } = options;
  const app = new Hono();
  const notices = makeNotices();
  app.use(guard.check);
  app.use(bodyLimit({ maxSize: LARGEST_FORM }));
  app.get('/order', async (context) =>
    context.html(await shown(options, orderOf(desk, context.req.query('id') ?? ''))),
  );
  app.get('/problems', async (context) => {
    const view = await problemsFor(options, notices);
    return context.html(await shown(options, view));
  });
  app.get('/problems/rows.csv', async (context) => {
    const { tenant = '', problem = '' } = context.req.query();
    const csv = await refusedRowsCsv(seatNamed(desk, tenant), problem);
    return context.body(csv, 200, attachment(`${problem}.csv`, 'text/csv; charset=utf-8'));
  });
  app.get('/', (context) => context.redirect('/problems'));
  if (options.mayChange) addChanges(app, options, notices);
  app.notFound((context) => context.text('There is no such page.', 404));
  app.onError((error, context) => {
    onError(describe(error));
    const isExpected = error instanceof TransformerError;
    const says = isExpected
      ? `${error.code}: ${error.message}`
      : 'The page has a fault; the command has said which.';
    return context.text(says, isExpected && error.code === 'NOT_FOUND' ? 404 : 500);
  });
  return app;
}

async function shown({ desk, mayChange }: PageOptions, view: View): Promise<Html> {
  return page(view, {
    links,
    tenants: desk.seats.map(viewOf),
    now: desk.clock(),
    mayChange,
    openProblems: await countOpen(desk),
  });
}

async function countOpen({ seats }: Desk): Promise<number> {
  const all = await Promise.all(seats.map(problemsOf));
  return all.flat().filter(({ acknowledged }) => acknowledged === null).length;
}

function orderOf({ seats, clock }: Desk, asked: string): View {
  const now = clock();
  const isEmpty = asked.trim() === '';
  const found = isEmpty
    ? []
    : seats.map((seat) => ({ tenant: viewOf(seat), answer: find(seat.index, seat.routes, asked, now) }));
  return orderView({ asked, now, found, links });
}

async function problemsFor({ desk, guard, mayChange }: PageOptions, notices: Notices): Promise<View> {
  const problems = await Promise.all(
    desk.seats.map(async (seat) => ({ tenant: viewOf(seat), answer: await problemsOf(seat) })),
  );
  const keeping = new Set(
    desk.seats.filter(({ indexFile }) => indexFile !== undefined).map(({ name }) => name ?? ''),
  );
  return problemsView({
    problems,
    now: desk.clock(),
    links,
    proof: mayChange ? guard.proof : undefined,
    keepsAcknowledgements: ({ name }) => keeping.has(name),
    notice: notices.take(),
  });
}

/** @throws TransformerError NOT_FOUND */
export function seatNamed({ seats }: Desk, tenant: string): Seat {
  const seat = seats.find(({ name }) => (name ?? '') === tenant);
  if (seat) return seat;
  throw new TransformerError('NOT_FOUND', 'The page has no tenant of this name.');
}

export const attachment = (name: string, type: string): Record<string, string> => ({
  'Content-Type': type,
  'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
});

function makeNotices(): Notices {
  let waiting: string | undefined;
  return {
    put: (text) => {
      waiting = text;
    },
    take: () => {
      const text = waiting;
      waiting = undefined;
      return text;
    },
  };
}
