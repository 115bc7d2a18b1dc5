/** Moments as people read them: in the time zone of the place, with UTC beside it, by which files and logs go. */
import { html } from 'hono/html';
import type { Html } from './text.ts';

/** @property date `2026-03-01`; @property time `13:00`; @property name of the zone, such as `CET` */
type Wall = { date: string; time: string; name: string };

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string, language: string): Intl.DateTimeFormat {
  const known = formats.get(`${zone} ${language}`);
  if (known) return known;
  const made = new Intl.DateTimeFormat(language, {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  });
  formats.set(`${zone} ${language}`, made);
  return made;
}

export function wallOf(at: number, zone: string): Wall {
  const [parts, american] = ['en-GB', 'en-US'].map((language) => partsOf(at, zone, language));
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts?.get(type) ?? '';
  const name = part('timeZoneName');
  return {
    date: `${part('year')}-${part('month')}-${part('day')}`,
    time: `${part('hour')}:${part('minute')}`,
    name: name.startsWith('GMT') ? (american?.get('timeZoneName') ?? name) : name,
  };
}

/** Of the zones of the other side of the ocean each English knows the offset alone. */
const partsOf = (at: number, zone: string, language: string): Map<string, string> =>
  new Map(
    formatOf(zone, language)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );

const isUtc = (at: number, zone: string): boolean => {
  const [local, utc] = [wallOf(at, zone), wallOf(at, 'UTC')];
  return local.date === utc.date && local.time === utc.time;
};

/** Both, one below the other. */
export function moment(at: number, zone: string): Html {
  const iso = new Date(at).toISOString();
  const local = wallOf(at, zone);
  if (isUtc(at, zone))
    return html`<time datetime="${iso}">${local.date} ${local.time} <small>UTC</small></time>`;
  return html`<time datetime="${iso}">${local.date} ${local.time} <small>${local.name}</small><small class="utc">${utcText(at)}</small></time>`;
}

/** In a sentence, which may break anywhere in it. */
export const momentInline = (at: number, zone: string): Html =>
  html`<time class="inline" datetime="${new Date(at).toISOString()}">${momentText(at, zone)}</time>`;

export const momentText = (at: number, zone: string): string => {
  const { date, time, name } = wallOf(at, zone);
  return isUtc(at, zone) ? `${date} ${time} UTC` : `${date} ${time} ${name} (${utcText(at)})`;
};

export const utcText = (at: number): string => {
  const { date, time } = wallOf(at, 'UTC');
  return `${date} ${time} UTC`;
};

/** The zone of this machine. */
export const ownZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;
