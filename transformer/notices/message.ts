/** The one message about all that is new after a pass: a title and a line for each cause, as text and as fields for programs. */
import { ageOf } from '../answers/steps.ts';
import type { Piece } from './news.ts';
import { safeLine } from './safe-text.ts';

/**
 * @property title one line
 * @property text the title and a line for each piece, as a chat or a mail shows it
 * @property fields the same for programs
 */
export type Message = { title: string; text: string; fields: MessageFields };

export type MessageFields = {
  title: string;
  tenant: string | null;
  at: string;
  notices: {
    what: Piece['what'];
    key: string;
    kind: string;
    feed: string;
    code: string;
    count: number;
    since: string;
    says: string;
    whatToDo: string;
  }[];
};

/** What needs somebody comes first. */
const ORDER: readonly Piece['what'][] = ['opened', 'grown', 'still open', 'closed'];
const TITLES: Readonly<Record<Piece['what'], string>> = {
  opened: 'new',
  grown: 'grown',
  'still open': 'still open',
  closed: 'closed',
};

/** More lines would not be read, and a chat takes only so much. */
const MOST_LINES = 15;

export function messageOf(pieces: readonly Piece[], tenant: string | null, now: number): Message {
  const sorted = [...pieces].sort((one, other) => ORDER.indexOf(one.what) - ORDER.indexOf(other.what));
  const counts = ORDER.map((what) => [sorted.filter((piece) => piece.what === what).length, what] as const);
  const sums = counts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${TITLES[what]}`);
  const title = `HotWax and NetSuite${tenant === null ? '' : `, ${tenant}`}: ${sums.join(', ')}`;
  const shown = sorted.slice(0, MOST_LINES).map((piece) => lineOf(piece, now));
  const more = sorted.length - shown.length;
  const lines = [
    title,
    ...shown,
    ...(more > 0 ? [`and ${more} more: see "transformer status" and "transformer problems"`] : []),
  ];
  return { title, text: lines.join('\n'), fields: fieldsOf(sorted, title, tenant, now) };
}

function lineOf({ what, since, before, condition }: Piece, now: number): string {
  const { says, whatToDo, count } = condition;
  const age = ageOf(now - since);
  const head = {
    opened: 'New:',
    grown: `Grown from ${before} to ${count}:`,
    'still open': `Still open after ${age}:`,
    closed: `Closed after ${age}:`,
  }[what];
  return safeLine(`${head} ${says}${whatToDo === '' ? '' : ` Do: ${whatToDo}`}`);
}

const fieldsOf = (
  pieces: readonly Piece[],
  title: string,
  tenant: string | null,
  now: number,
): MessageFields => ({
  title,
  tenant,
  at: new Date(now).toISOString(),
  notices: pieces.slice(0, MOST_FIELDS).map(({ what, since, condition }) => {
    const { key, kind, feed, code, count, says, whatToDo } = condition;
    return {
      what,
      key: safeLine(key),
      kind,
      feed,
      code: safeLine(code),
      count,
      since: new Date(since).toISOString(),
      says: safeLine(says),
      whatToDo: safeLine(whatToDo),
    };
  }),
});

const MOST_FIELDS = 100;

/** To see that messages arrive, and look as they should. */
export function trialMessage(tenant: string | null, now: number): Message {
  const condition = {
    key: 'trial',
    kind: 'pass' as const,
    feed: '',
    code: '',
    count: 1,
    says: 'This is a trial message: nothing has happened.',
    whatToDo: 'nothing.',
    closed: '',
  };
  const { text, fields } = messageOf([{ what: 'opened', since: now, before: 0, condition }], tenant, now);
  const title = `HotWax and NetSuite${tenant === null ? '' : `, ${tenant}`}: trial message`;
  return { title, text: text.replace(/^.*/, title), fields: { ...fields, title } };
}
