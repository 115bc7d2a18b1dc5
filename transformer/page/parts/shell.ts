/** What is around every view: its head, the way to the others, and how old the answer is. */
import { createHash } from 'node:crypto';
import { html, raw } from 'hono/html';
import { ageOf } from '../../answers/steps.ts';
import type { Links } from './links.ts';
import type { TenantView } from './page-data.ts';
import { style } from './style.ts';
import { counted, foreign, type Html } from './text.ts';
import { momentInline, wallOf } from './times.ts';

export type ViewName = 'flowing' | 'order' | 'problems' | 'agree' | 'files';

/**
 * @property lead the answer in one sentence
 * @property notice what a button has done
 */
export type View = {
  name: ViewName;
  title: string;
  lead: Html | string;
  body: Html;
  notice?: string | undefined;
};

export type Surroundings = {
  links: Links;
  tenants: readonly TenantView[];
  now: number;
  mayChange: boolean;
  openProblems: number;
};

const titles: Readonly<Record<ViewName, string>> = {
  flowing: 'Flowing?',
  order: 'Order',
  problems: 'Open problems',
  agree: 'Agree?',
  files: 'Files',
};

/** By its hash the browser takes this style and no other. */
export const styleSource = `'sha256-${createHash('sha256').update(style).digest('base64')}'`;

/** Three lines that come together; the colours fit light and dark. */
const icon =
  'data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 viewBox=%220 0 16 16%22%3E%3Crect width=%2216%22 height=%2216%22 rx=%223%22 fill=%22%232f5d8a%22/%3E%3Cpath d=%22M3 4h4l3 4h3M3 12h4l3-4M3 8h7%22 fill=%22none%22 stroke=%22white%22 stroke-width=%221.5%22/%3E%3C/svg%3E';

export function page(view: View, around: Surroundings): Html {
  const { links, openProblems } = around;
  const { name, title, lead, body, notice } = view;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
${links.isLive ? '' : html`<meta http-equiv="Content-Security-Policy" content="${policy}">`}
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title} – Transformer</title>
<link rel="icon" href="${raw(icon)}">
<style>${raw(style)}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header class="top">
<p class="brand"><a href="${links.flowing}">Transformer</a></p>
<nav aria-label="Views"><ul>${(Object.keys(titles) as ViewName[]).map((one) => linkTo(one, name, links, openProblems))}</ul></nav>
${name === 'order' || !links.isLive ? '' : lookUpForm(links)}
</header>
<main id="content" tabindex="-1">
${notice ? html`<p class="notice" role="status">${foreign(notice, 600)}</p>` : ''}
<h1>${title}</h1>
<p class="lead">${lead}</p>
${body}
</main>
${foot(around)}
</body>
</html>
`;
}

/** Nothing may be loaded or run but the style of this page and its icon. */
export const policy = `default-src 'none'; style-src ${styleSource}; img-src data:; form-action 'self'; base-uri 'none'`;

function linkTo(view: ViewName, current: ViewName, links: Links, openProblems: number): Html {
  const count =
    view === 'problems' && openProblems > 0
      ? html` <span class="count">${openProblems}<span class="quiet"> open</span></span>`
      : '';
  const here = view === current ? html` aria-current="page"` : '';
  return html`<li><a href="${links[view]}"${here}>${titles[view]}${count}</a></li>`;
}

const lookUpForm = ({ order }: Links): Html => html`<form class="look-up" role="search" action="${order}">
<label class="quiet" for="look-up">Id of an order, shipment or file</label>
<input id="look-up" name="id" type="search" placeholder="Any id" autocomplete="off" autocapitalize="off" spellcheck="false">
<button>Look up</button>
</form>`;

function foot({ tenants, now, mayChange, links }: Surroundings): Html {
  const kind = links.isLive
    ? mayChange
      ? 'This page may send refused rows again and acknowledge problems.'
      : 'This page only reads. To send rows again or acknowledge problems here, start it with --allow-changes.'
    : 'A report: it shows what was known when it was written.';
  return html`<footer>
<ul class="looks">${tenants.map((tenant) => html`<li>${lookOf(tenant, now, links.isLive)}</li>`)}</ul>
<p>${kind}</p>
</footer>`;
}

function lookOf(tenant: TenantView, now: number, isLive: boolean): Html {
  const { name, place, extent, indexProblem, lookedAt, problem, isLooking, zone } = tenant;
  const label = name === '' ? foreign(place) : html`${foreign(name)}, ${foreign(place)}`;
  const since = extent.since === undefined ? '' : html` since ${wallOf(extent.since, zone).date}`;
  const unused =
    indexProblem === undefined
      ? ''
      : html`<strong>Its row index could not be used, so the archives are read into memory:</strong> ${foreign(indexProblem, 600)} `;
  const known = html`${counted(extent.files, 'file')} with ${counted(extent.rows, 'row')}${since}`;
  if (problem !== undefined)
    return html`${unused}${label}: <strong>the files could not be looked at now</strong> (${foreign(problem)}); this is what was known before: ${known}.`;
  const age = lookedAt === undefined ? '' : isLive ? html`, looked at ${ageOf(now - lookedAt)} ago` : '';
  const reading = isLooking ? ' Files are being read now: load the page again to see more.' : '';
  return html`${unused}${label}: ${known}${age}.${reading} ${momentInline(now, zone)}`;
}
