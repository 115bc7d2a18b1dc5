/** Why an item fulfillment is in no export file, as the statement says it. */
import type { NotExported, StatementRow } from '#feeds/statement/rows.ts';

export function reasonIn({ notExported }: StatementRow): { code: NotExported; says: string } {
  const [code = '', ...words] = notExported.split(' ');
  return { code: code as NotExported, says: words.join(' ') };
}

export const reasons: Readonly<Record<NotExported, string>> = {
  SHIPPED_BY_HOTWAX: 'HotWax shipped it itself',
  NOT_SHIPPED: 'it is not shipped',
  NO_HOTWAX_ID: 'the sales order, or its line, lacks the ids of HotWax',
  WAITING: 'the export could not tell it as it stands, and tries again',
  GIVEN_UP: 'the export has given up',
  TICKED: 'its box is ticked',
  NOT_YET: 'no run of the export has taken it up, or it is older than the export goes back',
};

export const adviceOn: Readonly<Partial<Record<NotExported, string>>> = {
  NO_HOTWAX_ID:
    'Fill in HC Order ID on the sales order and HC Order Line ID on the line of the item fulfillment.',
  WAITING: 'Do what the message says; the next run of the export tries again.',
  GIVEN_UP: 'Do what the message says, then clear HC Item Fulfillment Exported.',
};
