/** Agree?: of each day and facility, whether what came in is what was delivered, refused and skipped; each number opens its list. */
import { html } from 'hono/html';
import type { DayAgreement, DayBalance } from '../../answers/by-day/agree.ts';
import { isEven } from '../../answers/by-day/balance.ts';
import type { Links } from '../parts/links.ts';
import { mark } from '../parts/marks.ts';
import { isOneOfMany, type Of, type TenantView } from '../parts/page-data.ts';
import type { View } from '../parts/shell.ts';
import { table } from '../parts/table.ts';
import { count, counted, foreign, type Html } from '../parts/text.ts';
import { check, dayDetails } from './day-tables.ts';
import { type ComparedSides, sidesSection } from './sides.ts';

export type Agreement = {
  days: readonly DayBalance[];
  shown: DayAgreement | undefined;
  sides: ComparedSides | undefined;
};

export type AgreeAnswer = { agreements: readonly Of<Agreement>[]; links: Links };

export function agreeView({ agreements, links }: AgreeAnswer): View {
  const isNamed = isOneOfMany(agreements);
  const days = agreements.flatMap(({ answer }) => answer.days);
  const body = html`${agreements.map(({ tenant, answer }) => tenantSection(tenant, answer, isNamed, links))}`;
  return { name: 'agree', title: 'Agree?', lead: leadOf(days, agreements), body };
}

/** What the two sides do not have in common is worse than a number that does not add up. */
function leadOf(days: readonly DayBalance[], agreements: readonly Of<Agreement>[]): Html {
  const differences = agreements.reduce(
    (sum, { answer }) => sum + (answer.sides?.answer?.differences ?? 0),
    0,
  );
  const sides =
    differences === 0
      ? ''
      : html`${mark('bad', 'The two sides differ:')} ${counted(differences, 'difference')}, line by line below. `;
  return html`${sides}${balanceLead(days, agreements)}`;
}

function balanceLead(days: readonly DayBalance[], agreements: readonly Of<Agreement>[]): Html {
  const rows = days.reduce((sum, day) => sum + day.rows, 0);
  const odd = days.filter((day) => !isEven(day));
  const uneven = agreements.flatMap(({ answer }) => answer.shown?.uneven ?? []);
  if (rows === 0) return html`No row has come in these days.`;
  if (odd.length === 0 && uneven.length === 0)
    return html`${mark('good', 'It adds up:')} each of the ${counted(rows, 'row')} of these days was delivered, refused or skipped.`;
  return html`${mark('bad', 'It does not add up')} on ${counted(odd.length, 'day')} and for ${counted(uneven.length, 'file')}.`;
}

function tenantSection(
  tenant: TenantView,
  { days, shown, sides }: Agreement,
  isNamed: boolean,
  links: Links,
): Html {
  return html`${isNamed ? html`<h2 class="tenant">${foreign(tenant.name)}</h2>` : ''}
<div class="panel flat">${dayTable(tenant, days, shown, links)}</div>
${shown ? dayDetails(tenant, shown, links) : ''}
${sidesSection(tenant, sides, links)}`;
}

function dayTable(
  tenant: TenantView,
  days: readonly DayBalance[],
  shown: DayAgreement | undefined,
  links: Links,
): Html {
  const query = { tenant: tenant.name };
  return table<DayBalance>(
    'The last days, all feeds together',
    [
      {
        title: 'Day',
        main: true,
        cell: ({ day, rows }) => {
          const link = rows > 0 ? links.dayOf({ ...query, day }) : undefined;
          const current = day === shown?.day ? html` aria-current="date"` : '';
          return link === undefined ? day : html`<a href="${link}"${current}>${day}</a>`;
        },
      },
      { title: 'Files', numeric: true, cell: ({ files }) => count(files) },
      { title: 'Rows in', numeric: true, cell: ({ rows }) => count(rows) },
      { title: 'Delivered', numeric: true, cell: ({ applied }) => count(applied) },
      { title: 'Refused', numeric: true, cell: ({ refused }) => count(refused) },
      { title: 'Skipped', numeric: true, cell: ({ skipped }) => count(skipped) },
      { title: 'Check', cell: dayCheck },
    ],
    days,
    ({ day }) => (day === shown?.day ? 'chosen' : ''),
  );
}

const dayCheck = (day: DayBalance): Html => {
  const failed = day.failed === 0 ? '' : html` <small>${counted(day.failed, 'file')} failed</small>`;
  return day.rows === 0 ? html`<span class="unknown">–</span>${failed}` : html`${check(day)}${failed}`;
};
