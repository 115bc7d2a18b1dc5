/**
 * A stand-in for HotWax Commerce's HC_MR_ExportedSalesOrderFulfillmentJson: the same operations, in the same number, and
 * nothing else of it. Which these are, and where they were read, says ../operations.ts.
 *
 * @NApiVersion 2.1
 * @NScriptType MapReduceScript
 */
define(['N/file', 'N/record', 'N/search', './connect'], (file, record, search, connect) => {
  const FIRST_LINE = '00101';

  const getInputData = () => search.load({ id: 'customsearch_hotwax_shipped' });

  const map = (context) => {
    const { id, values } = JSON.parse(context.value);
    // Theirs keeps in mind which it has ticked: once each, if all calls run in one place.
    if (values.custcol_hc_order_line_id === FIRST_LINE) {
      const box = { custbody_hc_fulfillment_exported: true };
      record.submitFields({ type: record.Type.ITEM_FULFILLMENT, id, values: box });
    }
    context.write({ key: id, value: values });
  };

  const reduce = ({ key, values, write }) => write({ key, value: `[${values.join()}]` });

  const summarize = (summary) => {
    const items = [];
    summary.output.iterator().each((_key, value) => items.push(...JSON.parse(value)) > 0);
    if (items.length === 0) return;
    const text = file.create({
      name: 'shipped.json',
      fileType: file.Type.JSON,
      contents: JSON.stringify(items),
    });
    connect().upload({ directory: 'salesorder/import/fulfillment', file: text, replaceExisting: true });
  };
  return { getInputData, map, reduce, summarize };
});
