/** What one NetSuite account has that another has not: its content, its switches, and how its orders come to be. */
import type { Account, AccountOptions } from '../../emulator/account.ts';

/** @property members items of a kit, which have to be entered before it */
export type Item = {
  id: number;
  name: string;
  type?: string;
  members?: readonly { item: number; quantity: number }[];
};

export type Location = { id: number; name: string; inactive?: boolean; isStore?: boolean };

/** @property directory default directory of the configuration record */
export type SftpServer = {
  directory: string;
  host?: string;
  port?: number;
  hostKey?: string;
  password?: string;
  username?: string;
  /** A private key as PEM text, in place of the password. */
  key?: string;
};

export type Content = {
  server: SftpServer;
  items: readonly Item[];
  locations: readonly Location[];
  shipMethod?: string;
};

/** Values of a record, by field. */
export type Fields = Readonly<Record<string, unknown>>;

type Switches = Pick<
  AccountOptions,
  'preferences' | 'forms' | 'userEvents' | 'workflows' | 'processors' | 'features'
>;

export type NamedAccount = Switches & {
  /** What is special about it, as its administrator would say it. */
  what: string;
  /** How much of every stocked item a location has; without it there is enough of everything everywhere. */
  stock?: (location: Location) => number;
  /** Fields of every item and location besides the usual ones. */
  itemFields?: Fields;
  locationFields?: (location: Location) => Fields;
  /** Records that its locations, items and orders refer to. */
  setUp?: (account: Account) => void;
  /** What people have entered since, before the first order. */
  past?: (account: Account, content: Content) => void;
  /** Fields of every order and of its lines besides those a test gives; `index` counts from 0. */
  orderFields?: Fields;
  lineFields?: (index: number, content: Content) => Fields;
  /** Items of lines that each order has besides, at its end. */
  lastLines?: (content: Content) => readonly number[];
  /** What people fill in when they ship. */
  shipmentFields?: Fields;
  /** The line field that says where a line ships from. */
  placeField?: 'location' | 'inventorylocation';
  /** The sublist of packages of its fulfillments, and the ending of its fields. */
  packages?: string;
};
