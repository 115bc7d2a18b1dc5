/** Which address shows what. */
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import { differencesCsv } from '../answers/agreement/difference-table.ts';
import { describe, TransformerError } from '../errors.ts';
import { addChanges } from './changes.ts';
import { countOpen, type Desk, viewOf } from './desk.ts';
import { contentOf, refusedRowsCsv } from './downloads.ts';
import { agreeOf, fileOf, filesOf, flowingOf, orderOf, problemsFor, seatNamed } from './gather.ts';
import { csvOfRows, rowsOf } from './listed-rows.ts';
import type { Notices, PageOptions } from './page-options.ts';
import { type FileContent, liveLinks as links } from './parts/links.ts';
import { page, type View } from './parts/shell.ts';
import type { Html } from './parts/text.ts';

const LARGEST_FORM = 16 * 1024;

export function makeApp(options: PageOptions): Hono {
  const app = new Hono();
  const notices = makeNotices();
  app.use(options.guard.check);
  app.use(bodyLimit({ maxSize: LARGEST_FORM }));
  addViews(app, options, notices);
  addDownloads(app, options.desk);
  if (options.mayChange) addChanges(app, options, notices);
  app.notFound((context) => context.text('There is no such page.', 404));
  app.onError((error, context) => failed(error, context, options));
  return app;
}

function addViews(app: Hono, options: PageOptions, notices: Notices): void {
  const { desk, guard, mayChange } = options;
  const onGet = (path: string, view: (context: Context) => View | Promise<View>): void =>
    void app.get(path, async (context) => context.html(await shown(options, await view(context))));
  onGet('/', () => flowingOf(desk, links));
  onGet('/order', ({ req }) => orderOf(desk, req.query('id') ?? '', links));
  onGet('/problems', () =>
    problemsFor(desk, links, { proof: mayChange ? guard.proof : undefined, notice: notices.take() }),
  );
  onGet('/agree', ({ req }) => agreeOf(desk, req.query(), links));
  onGet('/agree/rows', ({ req }) => rowsOf(seatNamed(desk, req.query('tenant') ?? ''), req.query(), links));
  onGet('/files', ({ req }) => filesOf(desk, req.query(), links));
  onGet('/files/:id', ({ req }) =>
    fileOf(seatNamed(desk, req.query('tenant') ?? ''), Number(req.param('id')), links),
  );
}

function addDownloads(app: Hono, desk: Desk): void {
  const seatIn = ({ req }: Context) => seatNamed(desk, req.query('tenant') ?? '');
  app.get('/problems/rows.csv', async (context) => {
    const problem = context.req.query('problem') ?? '';
    const csv = await refusedRowsCsv(seatIn(context), problem);
    return context.body(csv, 200, attachment(`${problem}.csv`));
  });
  app.get('/agree/differences.csv', (context) => {
    const { name, sides } = seatIn(context);
    return context.body(
      differencesCsv(name ?? '', sides?.differences ?? []),
      200,
      attachment('differences.csv'),
    );
  });
  app.get('/agree/rows.csv', (context) => {
    const csv = csvOfRows(seatIn(context), context.req.query());
    return context.body(csv, 200, attachment(`rows-${context.req.query('day')}.csv`));
  });
  app.get('/files/:id/:what{source|output|errors}', async (context) => {
    const { id, what } = context.req.param();
    const { name, content } = await contentOf(seatIn(context), Number(id), what as FileContent);
    return context.body(content, 200, attachment(name));
  });
}

/** Never shown in place of the page: what a file holds is not ours. */
const attachment = (name: string): Record<string, string> => ({
  'Content-Type': name.endsWith('.csv') ? 'text/csv; charset=utf-8' : 'application/octet-stream',
  'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name.toWellFormed()).replaceAll("'", '%27')}`,
});

function failed(error: Error, context: Context, { onError }: PageOptions): Response {
  if (error instanceof HTTPException) return error.getResponse();
  const isExpected = error instanceof TransformerError;
  if (isExpected && error.code === 'NOT_FOUND') return context.text(error.message, 404);
  onError(describe(error));
  const says = isExpected
    ? `${error.code}: ${error.message}`
    : 'The page has a fault; the command has said which.';
  return context.text(says, 500);
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
