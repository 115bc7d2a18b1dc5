/**
 * Creates item fulfillments for what a JSON file says was shipped; standard mode, saved with an option nobody knows.
 *
 * @NApiVersion 2.x
 * @NScriptType ScheduledScript
 * @NModuleScope SameAccount
 */
// biome-ignore-all lint: written as others write their scripts.
define(['N/record', 'N/sftp', 'N/log'], function (record, sftp, log) {
  var exports = {};

  exports.execute = function () {
    var connection = sftp.createConnection({
      username: 'wms',
      secret: 'custsecret_unknown',
      url: 'sftp.example.com',
      hostKey: 'whatever',
      directory: '/home/wms/shipped',
    });
    connection.list({ path: '/' }).forEach(function (entry) {
      if (entry.directory) return;
      var orders = JSON.parse(connection.download({ directory: '/', filename: entry.name }).getContents());
      orders.forEach(function (order) {
        try {
          ship(order);
        } catch (e) {
          log.error({ title: 'Order ' + order.order_id, details: e });
        }
      });
      connection.move({ from: '/' + entry.name, to: '/archive/' + entry.name });
    });
  };

  function ship(order) {
    var shipment = record.transform({
      fromType: record.Type.SALES_ORDER,
      fromId: order.order_id,
      toType: record.Type.ITEM_FULFILLMENT,
      isDynamic: false,
    });
    shipment.setValue({ fieldId: 'shipstatus', value: 'C' });
    var lines = shipment.getLineCount({ sublistId: 'item' });
    for (var j = 0; j < lines; j++) {
      var orderLine = shipment.getSublistValue({ sublistId: 'item', fieldId: 'orderline', line: j });
      var wanted = order.items.filter(function (item) {
        return item.line_id === orderLine;
      })[0];
      shipment.setSublistValue({ sublistId: 'item', fieldId: 'itemreceive', line: j, value: !!wanted });
      if (!wanted) continue;
      shipment.setSublistValue({ sublistId: 'item', fieldId: 'quantity', line: j, value: wanted.quantity });
      shipment.setSublistValue({
        sublistId: 'item',
        fieldId: 'location',
        line: j,
        value: wanted.location_id,
      });
    }
    log.audit('created', shipment.save({ enableSourceing: true }));
  }

  return exports;
});
