/** Collects the answer of each view from the desk; the page shows it, and a report writes it down. */
import type { ZoneOffset } from '#feeds/format/dates.ts';
import { agreementOn, daysIn } from '../answers/by-day/agree.ts';
import { spanOfDay } from '../answers/by-day/days.ts';
import { type FileFilter, filePage, fileStory, filesUnderWay } from '../answers/file-list.ts';
import { find } from '../answers/find.ts';
import { hoursIn } from '../answers/by-day/hours.ts';
import { zoneOffset } from '../config/time-zone.ts';
import { TransformerError } from '../errors.ts';
import { flowsFrom } from '../operate/feed-flows.ts';
import type { FeedStatus } from '../operate/status.ts';
import { firstOf, listRows, talliesOf } from '../row-index/period.ts';
import { acknowledgementsOf, type Desk, problemsOf, type Seat, viewOf } from './desk.ts';
import type { WaitingFor } from './parts/charts.ts';
import type { Links } from './parts/links.ts';
import type { View } from './parts/shell.ts';
import { agreeView } from './views/agree.ts';
import { fileView } from './views/file.ts';
import { filesView, filterPlaces } from './views/files.ts';
import { flowingView } from './views/flowing.ts';
import { orderView } from './views/order.ts';
import { type ProblemsAnswer, problemsView } from './views/problems.ts';

export type Query = Readonly<Record<string, string>>;

const zones = new Map<string, ZoneOffset>();

/** What an offset has looked up it remembers. */
export function offsetOf(zone: string): ZoneOffset {
  const known = zones.get(zone) ?? zoneOffset(zone);
  zones.set(zone, known);
  return known;
}

const HOURS = 24;

export async function flowingOf(desk: Desk, links: Links): Promise<View> {
  const { seats } = desk;
  const now = desk.clock();
  const flows = await Promise.all(seats.map((seat) => flowsOfSeat(seat, now)));
  return flowingView({
    flows: flows.flat(),
    tenants: seats.map(viewOf),
    hours: hoursIn(
      seats.map(({ index }) => index),
      now,
      HOURS,
    ),
    waiting: seats.flatMap(({ statuses }) => statuses.flatMap(waitingIn)),
    zone: seats[0]?.zone ?? 'UTC',
    now,
    links,
  });
}

async function flowsOfSeat(seat: Seat, now: number) {
  const { name, routes, index, statuses, staleClaimMinutes, zone } = seat;
  if (statuses.length === 0) return [];
  const acknowledgements = await acknowledgementsOf(seat);
  const options = { tenant: name, routes, now, staleClaimMinutes, index, acknowledgements };
  return flowsFrom({ ...options, zone: offsetOf(zone) }, statuses);
}

/** A store that does not say when a file was written says 1970. */
const waitingIn = ({ waiting, processing, receiver }: FeedStatus): WaitingFor[] =>
  [
    ...[...waiting, ...processing].map(({ since }) => ({ who: 'the transformer', since: Date.parse(since) })),
    ...[...receiver.waiting, ...receiver.processing].map(({ since }) => ({
      who: receiver.side,
      since: Date.parse(since),
    })),
  ].filter(({ since }) => since > 0);

export function orderOf({ seats, clock }: Desk, asked: string, links: Links): View {
  const now = clock();
  const isEmpty = asked.trim() === '';
  const found = isEmpty
    ? []
    : seats.map((seat) => ({
        tenant: viewOf(seat),
        answer: find(seat.index, seat.routes, asked, { pauses: seat.pauses, now }),
      }));
  return orderView({ asked, now, found, links });
}

type Allowed = Pick<ProblemsAnswer, 'proof' | 'notice'>;

export async function problemsFor(desk: Desk, links: Links, allowed: Allowed): Promise<View> {
  const { seats } = desk;
  const problems = await Promise.all(
    seats.map(async (seat) => ({ tenant: viewOf(seat), answer: await problemsOf(seat, desk.clock()) })),
  );
  const keeping = new Set(
    seats.filter(({ indexFile }) => indexFile !== undefined).map(({ name }) => name ?? ''),
  );
  const keepsAcknowledgements = ({ name }: { name: string }): boolean => keeping.has(name);
  return problemsView({ problems, now: desk.clock(), links, keepsAcknowledgements, ...allowed });
}

export const SHOWN_DAYS = 14;

/** Of each tenant the day that is asked for, or the latest with rows. */
export function agreeOf(desk: Desk, { tenant, day }: Query, links: Links): View {
  const seats = tenant ? [seatNamed(desk, tenant)] : desk.seats;
  const agreements = seats.map((seat) => {
    const zone = offsetOf(seat.zone);
    const days = daysIn(seat.index, desk.clock(), SHOWN_DAYS, zone);
    const wanted = day ?? days.find(({ rows }) => rows > 0)?.day;
    const shown = wanted === undefined ? undefined : agreementOn(seat.index, wanted, zone);
    return { tenant: viewOf(seat), answer: { days, shown, sides: seat.sides } };
  });
  return agreeView({ agreements, links });
}

/** @throws TransformerError NOT_FOUND for what is no day */
export function spanIn(seat: Seat, day: string | undefined) {
  const span = spanOfDay(day ?? '', offsetOf(seat.zone));
  if (span) return span;
  throw new TransformerError('NOT_FOUND', 'There is no such day.');
}

const FILES_OF_PAGE = 50;

export function filesOf(desk: Desk, query: Query, links: Links, most = FILES_OF_PAGE): View {
  const { tenant, feed = '', place = '', text = '', before = '' } = query;
  const known = place === '' || Object.hasOwn(filterPlaces, place) ? place : '';
  const filter: FileFilter = { side: '', feed, place: known, text, before: placeIn(before) };
  const seats = tenant ? [seatNamed(desk, tenant)] : desk.seats;
  const isUnderWay = ['', 'waiting', 'processing'].includes(known) && filter.before === undefined;
  const files = seats.map((seat) => ({
    tenant: viewOf(seat),
    answer: {
      underWay: isUnderWay ? filesUnderWay(seat, { text, place: known, feed }) : [],
      page: filePage(seat.index, filter, most),
    },
  }));
  const tenants = desk.seats.map(viewOf);
  return filesView({ files, tenants, query, now: desk.clock(), links });
}

function placeIn(text: string): FileFilter['before'] {
  const [at, id] = text.split('.').map(Number);
  return at !== undefined && id !== undefined && Number.isSafeInteger(at) && Number.isSafeInteger(id)
    ? { at, id }
    : undefined;
}

const SHOWN_REFUSALS = 50;

/** @throws TransformerError NOT_FOUND */
export function fileOf(seat: Seat, id: number, links: Links): View {
  const story = storyOf(seat, id);
  const refused = firstOf(listRows(seat.index, [story.file], { kind: 'refused' }), SHOWN_REFUSALS);
  return fileView({
    tenant: viewOf(seat),
    story,
    tallies: talliesOf(seat.index, story.file),
    refused,
    links,
  });
}

export function storyOf({ index }: Seat, id: number) {
  const story = Number.isSafeInteger(id) ? fileStory(index, id) : undefined;
  if (story) return story;
  throw new TransformerError('NOT_FOUND', 'The index does not know this file any more.');
}

/** @throws TransformerError NOT_FOUND */
export function seatNamed({ seats }: Desk, tenant: string): Seat {
  const seat = seats.find(({ name }) => (name ?? '') === tenant);
  if (seat) return seat;
  throw new TransformerError('NOT_FOUND', 'The page has no tenant of this name.');
}
