/**
 * A page for people who monitor the feeds: the ledger at a glance, and where an order is. It changes nothing.
 *
 * @NApiVersion 2.1
 * @NScriptType Suitelet
 * @NModuleScope SameAccount
 */
import * as log from 'N/log';
import type { EntryPoints } from 'N/types';
import * as serverWidget from 'N/ui/serverWidget';
import * as url from 'N/url';
import { asFailure } from './lib/netsuite/failure.ts';
import { monitorPage } from './lib/netsuite/ids.ts';
import { type Html, html, STYLE } from './lib/page/html.ts';
import { showOrders } from './lib/page/orders.ts';
import { showOverview } from './lib/page/overview.ts';

/** Names of fields, and of parameters of the address: names that NetSuite keeps for itself begin otherwise (help section_1516659125). */
const ID = 'custpage_hc_id';
const PAGE = 'custpage_hc_page';

/** A file's name is the longest there is. */
const LONGEST_ID = 255;

export const onRequest: EntryPoints.Suitelet.onRequest = ({ request, response }) => {
  const id = String(request.parameters[ID] ?? '')
    .trim()
    .slice(0, LONGEST_ID);
  const page = Math.min(Number(/^\d{1,4}$/.exec(String(request.parameters[PAGE] ?? ''))?.[0] ?? 0), 9_999);
  response.writePage({ pageObject: formOf(id, contentOf(id, page)) });
};

/** An error is shown to who looks, and mailed to nobody. */
function contentOf(id: string, page: number): Html {
  try {
    if (id !== '') return html`<p>${linkToFeeds(0, 'All feeds')}</p>${showOrders(id)}`;
    return showOverview(page, addressOf, Date.now());
  } catch (thrown) {
    const { name, message } = asFailure(thrown);
    log.error({ title: 'The page could not be shown', details: { id, page, name, message } });
    return html`<p class="hc-first">This page could not be shown: ${name}: ${message}</p>
<p>If it speaks of a permission, the role that the page runs as lacks it: see docs/monitoring.md.</p>`;
  }
}

const addressOf = (page: number): string =>
  url.resolveScript({ ...monitorPage, ...(page > 0 ? { params: { [PAGE]: page } } : {}) });

const linkToFeeds = (page: number, text: string): Html => html`<a href="${addressOf(page)}">${text}</a>`;

function formOf(id: string, content: Html): serverWidget.Form {
  const form = serverWidget.createForm({ title: 'HotWax feeds' });
  const asked = form.addField({
    id: ID,
    type: serverWidget.FieldType.TEXT,
    label: 'Order, shipment, tracking number or file',
  });
  asked.maxLength = LONGEST_ID;
  asked.setHelpText({
    help: 'Internal id, number, external id or HotWax id of a sales order; internal id or number of an item fulfillment; HotWax shipment id, tracking number, or name of a file.',
  });
  // Whether NetSuite escapes what a field begins with is not documented.
  if (/^[\w .:#/+-]*$/.test(id)) asked.defaultValue = id;
  form.addSubmitButton({ label: 'Look up' });
  const result = form.addField({
    id: 'custpage_hc_result',
    type: serverWidget.FieldType.INLINEHTML,
    label: 'Result',
  });
  result.updateLayoutType({ layoutType: serverWidget.FieldLayoutType.OUTSIDEBELOW });
  result.defaultValue = html`${STYLE}${content}`.markup;
  return form;
}
