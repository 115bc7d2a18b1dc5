/** A few lines about an order item for whoever is asked for help: what it is, where it stops, why, and what was searched. */
import type { Found, ItemLife } from '../../answers/find.ts';
import { standingOf, titleOf } from '../../answers/standing.ts';
import type { TenantView } from '../parts/page-data.ts';
import { visible } from '../parts/text.ts';
import { utcText } from '../parts/times.ts';

type About = { tenant: TenantView; found: Found; asked: string; now: number };

export function supportText(item: ItemLife, { tenant, found, asked, now }: About): string {
  const { missing, steps } = item;
  const last = missing ?? steps.at(-1);
  const { files, rows, since } = found.searched;
  const stop = missing
    ? [
        `Stops: ${missing.by} ${missing.outcome}${missing.code === '' ? '' : ` (${missing.code})`}, ${utcText(Date.parse(missing.at))}`,
        `Reason: ${missing.says}`,
        `Do: ${missing.whatToDo}`,
      ]
    : [`State: ${standingOf(steps)}`];
  const lines = [
    titleOf(item),
    ...stop,
    `File: ${last?.file ?? ''}${last && last.row > 0 ? `, row ${last.row}` : ''}${last ? ` (${last.feed})` : ''}`,
    `Looked up: ${asked}, ${utcText(now)}, in ${files} files with ${rows} rows${since === null ? '' : ` since ${utcText(Date.parse(since))}`}`,
    `Place: ${tenant.name === '' ? '' : `${tenant.name}, `}${tenant.place}`,
  ];
  return lines.map(visible).join('\n');
}
