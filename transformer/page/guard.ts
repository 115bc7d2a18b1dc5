/**
 * Who may read the page: whoever has its token, from this machine. The token comes once in the address that the command prints
 * and is from then on in a cookie that no other site can send. The name of the host is checked too, as another site could
 * give a name of its own the address of this machine (DNS rebinding).
 */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { html } from 'hono/html';
import { policy } from './parts/shell.ts';

export type Guard = {
  token: string;
  /** What a form of this page has, and no other site knows. */
  proof: string;
  check: MiddlewareHandler;
};

const TOKEN_BYTES = 24;

export function makeGuard(token: string = randomBytes(TOKEN_BYTES).toString('base64url')): Guard {
  const proof = createHmac('sha256', token).update('form').digest('base64url');
  return {
    token,
    proof,
    check: async (context, next) => {
      addHeaders(context);
      const refusal = refusalOf(context, token);
      if (refusal === undefined) await next();
      return refusal;
    },
  };
}

function addHeaders(context: Context): void {
  context.header('Content-Security-Policy', `${policy}; frame-ancestors 'none'`);
  context.header('X-Content-Type-Options', 'nosniff');
  context.header('X-Frame-Options', 'DENY');
  // With none at all a browser sends forms from nowhere, and they could not be told from those of another site.
  context.header('Referrer-Policy', 'same-origin');
  context.header('Cross-Origin-Opener-Policy', 'same-origin');
  context.header('Cross-Origin-Resource-Policy', 'same-origin');
  context.header('Cache-Control', 'no-store');
}

function refusalOf(context: Context, token: string): Response | Promise<Response> | undefined {
  const { req } = context;
  const host = req.header('host') ?? '';
  if (!isOwnHost(host)) return refuse(context, 421, 'This page answers only as 127.0.0.1 or localhost.');
  const given = req.query('token');
  const cookie = `transformer-page-${portOf(host)}`;
  if (given !== undefined && req.method === 'GET') {
    if (!isSame(given, token)) return refuse(context, 403, ASK);
    setCookie(context, cookie, token, { httpOnly: true, sameSite: 'Strict', path: '/' });
    return context.redirect(withoutToken(req.url), 303);
  }
  return isSame(getCookie(context, cookie) ?? '', token) ? undefined : refuse(context, 403, ASK);
}

const ASK =
  'Open the address that the command "transformer page" has printed, with its token: paste it into the address line.';

const isOwnHost = (host: string): boolean => /^(127\.0\.0\.1|localhost)(:\d{1,5})?$/i.test(host);

/** Cookies are shared by all ports of a host, so each page has one by its own name. */
const portOf = (host: string): string => /:(\d+)$/.exec(host)?.[1] ?? '80';

function withoutToken(address: string): string {
  const { pathname, searchParams } = new URL(address);
  searchParams.delete('token');
  const rest = searchParams.size === 0 ? '' : `?${searchParams}`;
  return `/${pathname.replace(/^\/+/, '')}${rest}`;
}

/** In the same time whatever is wrong. */
function isSame(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

const refuse = (context: Context, status: 403 | 421, says: string): Response | Promise<Response> =>
  context.html(
    html`<!doctype html><html lang="en"><head><title>Not shown – Transformer</title></head><body><main><h1>Not shown</h1><p>${says}</p></main></body></html>`,
    status,
  );

/** A change is believed only from a form of this page itself. */
export function isOwnForm(context: Context, proof: string, given: unknown): boolean {
  const origin = context.req.header('origin');
  const host = context.req.header('host');
  return origin === `http://${host}` && typeof given === 'string' && isSame(given, proof);
}
