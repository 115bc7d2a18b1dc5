/** What the page is given, and what its parts share. */
import type { Desk } from './desk.ts';
import type { Guard } from './guard.ts';

/** @property mayChange whether rows may be sent again, and problems acknowledged */
export type PageOptions = { desk: Desk; guard: Guard; mayChange: boolean; onError: (says: string) => void };

/** What a button has done, until it is shown. */
export type Notices = { take(): string | undefined; put(text: string): void };
