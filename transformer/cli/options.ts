/** Options that several commands have, and how their values are read. */
import { type Command, InvalidArgumentError } from 'commander';
import { feedNamed, feeds } from '#feeds/catalogue.ts';
import type { Feed, FeedName } from '#feeds/feed.ts';
import { examples, shortExitCodesHelp } from './context.ts';

export type PlaceOptions = { folder?: string; config?: string; tenant?: string[]; feed?: FeedName[] };

/** Where the files are, and which feeds are meant. */
export const withPlace = (command: Command): Command =>
  withConfiguration(command)
    .option(
      '--folder <root>',
      "local folder that contains the feeds' folders, instead of the configured connection",
    )
    .option('--feed <name>', `only this feed; repeatable (${feedNames()})`, collectFeed);

/** A command that looks at the files or puts them in order, with what its help ends with. */
export const operatorCommand = (
  program: Command,
  name: string,
  help: { says: string; examples: readonly string[]; remarks: string },
): Command =>
  withPlace(program.command(name))
    .description(help.says)
    .addHelpText('after', examples(...help.examples))
    .addHelpText('after', shortExitCodesHelp)
    .addHelpText('after', `\n${help.remarks.trim()}`);

export const withConfiguration = (command: Command): Command =>
  command
    .option('--config <file>', 'configuration file (YAML); or set TRANSFORMER_CONFIG')
    .option('--tenant <name>', 'only this tenant of the configuration; repeatable', collect);

export const feedNames = (): string => feeds.map(({ name }) => name).join(', ');

export function feedOf(name: string): Feed {
  const feed = feedNamed(name);
  if (feed) return feed;
  throw new InvalidArgumentError(`No feed has this name. The feeds are ${feedNames()}.`);
}

export const parseFeedName = (name: string): FeedName => feedOf(name).name;

const collectFeed = (name: string, names: readonly FeedName[] = []): FeedName[] => [
  ...names,
  parseFeedName(name),
];

const collect = (value: string, values: readonly string[] = []): string[] => [...values, value];

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/;

export function parseInstant(text: string): number {
  const instant = INSTANT.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(instant)) return instant;
  throw new InvalidArgumentError('Give a date and time with an offset, such as 2024-01-04T16:23:00Z.');
}

const SECONDS = { s: 1, m: 60, h: 3600 } as const;
const LONGEST_INTERVAL_SECONDS = 86_400;

/** `90`, `90s`, `5m` or `1h`. */
export function parseInterval(text: string): number {
  const [, digits = '', unit = 's'] = /^(\d{1,5})([smh]?)$/.exec(text) ?? [];
  const seconds = Number(digits) * SECONDS[(unit || 's') as keyof typeof SECONDS];
  if (seconds >= 1 && seconds <= LONGEST_INTERVAL_SECONDS) return seconds;
  throw new InvalidArgumentError('Give a time from 1s to 24h, such as 30s, 5m or 1h.');
}
