/**
 * Ships the first line of an order and nothing else, in dynamic mode.
 *
 * @NApiVersion 2.1
 * @NScriptType ScheduledScript
 */
// biome-ignore-all lint: written as others write their scripts.
define(['N/record', 'N/runtime'], (record, runtime) => {
  const execute = () => {
    const orderId = runtime.getCurrentScript().getParameter({ name: 'custscript_order' });
    const shipment = record.transform({
      fromType: 'salesorder',
      fromId: Number(orderId),
      toType: 'itemfulfillment',
      isDynamic: true,
    });
    shipment.setText({ fieldId: 'shipstatus', text: 'Shipped' });
    const count = shipment.getLineCount({ sublistId: 'item' });
    for (let line = 0; line < count; line++) {
      shipment.selectLine({ sublistId: 'item', line });
      shipment.setCurrentSublistValue({ sublistId: 'item', fieldId: 'itemreceive', value: line === 0 });
      if (line === 0) shipment.setCurrentSublistValue({ sublistId: 'item', fieldId: 'quantity', value: 1 });
      shipment.commitLine({ sublistId: 'item' });
    }
    shipment.selectNewLine({ sublistId: 'package' });
    shipment.setCurrentSublistValue({ sublistId: 'package', fieldId: 'packageweight', value: 1 });
    shipment.setCurrentSublistValue({
      sublistId: 'package',
      fieldId: 'packagetrackingnumber',
      value: 'DYN-1',
    });
    shipment.commitLine({ sublistId: 'package' });
    const id = shipment.save();
    const saved = record.load({ type: 'itemfulfillment', id, isDynamic: true });
    log.audit({
      title: 'shipped',
      details: saved.getText({ fieldId: 'shipstatus' }) + ' ' + saved.getLineCount('item'),
    });
  };
  return { execute };
});
