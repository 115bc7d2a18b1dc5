/**
 * A stand-in for HotWax Commerce's HC_SC_CreateItemFulfillment since July 2025: the same operations, in the same number, and
 * nothing else of it. Which these are, and where they were read, says ../operations.ts.
 *
 * @NApiVersion 2.1
 * @NScriptType ScheduledScript
 */
define(['N/record', 'N/runtime', 'N/search'], (record, runtime, search) => {
  const LINES_A_RUN = 150;
  const UNITS_KEPT = 500;

  const shipmentsOf = (lines) => {
    const shipments = new Map();
    for (const line of lines) {
      const key = `${line.id} ${line.getValue('location')}`;
      shipments.set(key, [...(shipments.get(key) ?? []), line]);
    }
    return [...shipments.values()];
  };

  const fulfill = (lines) => {
    const wanted = new Map(lines.map((line) => [String(line.getValue('line')), line]));
    const draft = record.transform({
      fromType: record.Type.SALES_ORDER,
      fromId: lines[0].id,
      toType: record.Type.ITEM_FULFILLMENT,
    });
    draft.setValue({ fieldId: 'shipstatus', value: 'C' });
    for (let line = 0; line < draft.getLineCount({ sublistId: 'item' }); line += 1) {
      const orderLine = String(draft.getSublistValue({ sublistId: 'item', fieldId: 'orderline', line }));
      const found = wanted.get(orderLine);
      if (!found) continue;
      const set = (fieldId, value) => draft.setSublistValue({ sublistId: 'item', fieldId, line, value });
      set('quantity', found.getValue('quantity'));
      set('location', found.getValue('location'));
      set('itemreceive', true);
    }
    draft.save();
  };

  const execute = () => {
    const lines = search
      .load({ id: 'customsearch_hotwax_tagged' })
      .run()
      .getRange({ start: 0, end: LINES_A_RUN });
    for (const shipment of shipmentsOf(lines)) {
      if (runtime.getCurrentScript().getRemainingUsage() < UNITS_KEPT) return;
      fulfill(shipment);
    }
  };
  return { execute };
});
