/** N/http and N/https: their words only. There is no network, so every call is refused by name. */
import { strictProxy } from '../../strictness/strict-proxy.ts';

const METHODS = Object.fromEntries(['DELETE', 'GET', 'HEAD', 'POST', 'PUT'].map((name) => [name, name]));

export const createHttpModule = (): object => httpModule('N/http');
export const createHttpsModule = (): object => httpModule('N/https');

const httpModule = (name: string): object =>
  strictProxy(name, { Method: strictProxy(`${name}.Method`, { ...METHODS }) });
