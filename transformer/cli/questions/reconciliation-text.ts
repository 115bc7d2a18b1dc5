/** What `reconcile` says to people: whether both sides agree, then the differences by cause. */
import type { CauseGroup, Difference, Reconciliation } from '../../answers/reconcile.ts';
import { quoteName } from '../../store/store-path.ts';
import { paragraph, shortTime } from '../../report/layout.ts';

export function reconciliationLines(answer: Reconciliation, columns: number): string[] {
  return [
    ...paragraph(verdictOf(answer), columns),
    ...paragraph(coverageOf(answer), columns),
    ...(answer.openInBoth.lines > 0 ? paragraph(openText(answer), columns) : []),
    ...closedLines(answer, columns),
    '',
    ...answer.groups.flatMap((group) => groupLines(group, columns)),
  ];
}

const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

function verdictOf({ agrees, lines, differences }: Reconciliation): string {
  if (lines.compared === 0 && lines.tooNew + lines.notCovered > 0)
    return 'No sales order line could be compared by this statement.';
  if (agrees) return `Both sides agree on ${counted(lines.agreed, 'sales order line')}.`;
  const on = counted(lines.compared - lines.agreed, 'sales order line');
  return `The two sides differ on ${on} (${counted(differences, 'difference')}), and agree on ${lines.agreed}.`;
}

function coverageOf({ statement, recordsSince, lines }: Reconciliation): string {
  const { at, since, path, orders } = statement;
  const covers =
    since === null
      ? 'all sales orders'
      : `the ${counted(orders, 'sales order')} that changed since ${shortTime(since)}`;
  const known =
    recordsSince === null ? 'no file is known' : `files are known since ${shortTime(recordsSince)}`;
  const left = [
    ...(lines.tooNew > 0 ? [`${lines.tooNew} moved too recently to tell`] : []),
    ...(lines.notCovered > 0 ? [`${lines.notCovered} are not covered`] : []),
  ];
  const rest = left.length === 0 ? '' : ` Of further lines ${left.join(', and ')}.`;
  return `NetSuite's side is of ${shortTime(at)} and covers ${covers} (${quoteName(path)}); ${known}.${rest}`;
}

const openText = ({ openInBoth: { lines, oldest } }: Reconciliation): string =>
  `${counted(lines, 'line')} ${lines === 1 ? 'is' : 'are'} allocated and shipped by neither side, the oldest since ${shortTime(oldest ?? '')}.`;

const SHOWN_CASES = 3;

/** HotWax's files do not say what HotWax has cancelled. */
function closedLines({ closedInNetSuite: { lines, cases } }: Reconciliation, columns: number): string[] {
  if (lines === 0) return [];
  const one = lines === 1;
  return [
    ...paragraph(
      `${counted(lines, 'line')} that HotWax has allocated ${one ? 'is' : 'are'} closed or cancelled in NetSuite; see that HotWax has cancelled ${one ? 'it' : 'them'}, too:`,
      columns,
    ),
    ...cases.slice(0, SHOWN_CASES).flatMap((closed) => paragraph(itemText(closed), columns, 4)),
    ...(lines > SHOWN_CASES ? paragraph(`and ${lines - SHOWN_CASES} more; --json lists 50`, columns, 4) : []),
  ];
}

type Item = Pick<Difference, 'orderId' | 'orderItemSeqId' | 'salesOrder' | 'line'>;

function itemText({ orderId, orderItemSeqId, salesOrder, line }: Item): string {
  const item = orderItemSeqId === '' ? '' : ` item ${orderItemSeqId}`;
  const order = orderId === '' ? '' : `${orderId}${item}, `;
  return `${order}sales order ${salesOrder}${line === '' ? '' : `, line ${line}`}`;
}

function groupLines(
  { cause, code, says, whatToDo, count, lines, orders, cases }: CauseGroup,
  columns: number,
): string[] {
  return [
    ...paragraph(
      `${cause}${code === '' ? '' : ` (${code})`}: ${counted(lines, 'line')} of ${counted(orders, 'order')}${count === lines ? '' : `, ${counted(count, 'difference')}`}`,
      columns,
    ),
    ...paragraph(`${says}.`, columns, 2),
    ...cases.slice(0, SHOWN_CASES).flatMap((one) => caseLines(one, columns)),
    ...(count > SHOWN_CASES
      ? paragraph(`and ${count - SHOWN_CASES} more; --csv lists them all`, columns, 4)
      : []),
    ...paragraph(`Do: ${whatToDo}`, columns, 2),
    '',
  ];
}

function caseLines(one: Difference, columns: number): string[] {
  const { hotwax, netsuite, says, since, file, row } = one;
  const when = since === null ? '' : `${shortTime(since)}, `;
  const where = file === '' ? '' : `${when}${quoteName(file)}${row === 0 ? '' : `, row ${row}`}`;
  return [
    ...paragraph(itemText(one), columns, 4),
    ...paragraph(`HotWax ${hotwax}; NetSuite: ${netsuite}`, columns, 6),
    ...(says === '' ? [] : paragraph(says, columns, 6)),
    ...(where === '' ? [] : paragraph(where, columns, 6)),
  ];
}
