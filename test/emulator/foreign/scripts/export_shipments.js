/**
 * Exports shipped lines to the warehouse as CSV, in the style of published exports from a saved search.
 *
 * @NApiVersion 2.1
 * @NScriptType MapReduceScript
 */
// biome-ignore-all lint: written as others write their scripts.
define(['N/file', 'N/record', 'N/search', 'N/sftp', 'N/error', 'N/log'], function (
  file,
  record,
  search,
  sftp,
  error,
  log,
) {
  const marked = new Set();

  function getInputData() {
    return search.load({ id: 'customsearch_shipments' });
  }

  function map(context) {
    var row = JSON.parse(context.value);
    var values = row.values;
    if (!marked.has(row.id)) {
      marked.add(row.id);
      record.submitFields({
        type: record.Type.ITEM_FULFILLMENT,
        id: row.id,
        values: { custbody_wms_sent: true },
      });
    }
    var tracking = values.trackingnumbers;
    if (tracking && tracking.includes('<BR>')) tracking = tracking.replaceAll('<BR>', ' | ');
    context.write({
      key: row.id + '-' + values.custcol_web_line,
      value: {
        order: values['externalid.createdFrom'].value,
        line: values.custcol_web_line,
        location: values.location.value,
        shipped: values.formulatext,
        quantity: values.quantity,
        tracking: tracking,
        method: values.shipmethod.text,
      },
    });
  }

  function reduce(context) {
    var line = JSON.parse(context.values[0]);
    context.write(
      context.key,
      [line.order, line.line, line.location, line.shipped, line.quantity, line.tracking, line.method].join(
        ',',
      ) + '\n',
    );
  }

  function summarize(summary) {
    try {
      var lines = 'order,line,location,shipped,quantity,tracking,method\n';
      var count = 0;
      summary.output.iterator().each(function (key, value) {
        lines += value;
        count++;
        return true;
      });
      log.debug('lines exported: ' + count);
      if (count === 0) return;
      var found = search
        .create({
          type: 'customrecord_sftp',
          columns: [
            'custrecord_sftp_host',
            'custrecord_sftp_user',
            'custrecord_sftp_guid',
            'custrecord_sftp_key',
            'custrecord_sftp_port',
            'custrecord_sftp_dir',
          ],
        })
        .run()
        .getRange({ start: 0, end: 1 })[0];
      var connection = sftp.createConnection({
        username: found.getValue({ name: 'custrecord_sftp_user' }),
        passwordGuid: found.getValue({ name: 'custrecord_sftp_guid' }),
        url: found.getValue({ name: 'custrecord_sftp_host' }),
        port: parseInt(found.getValue({ name: 'custrecord_sftp_port' }), 10),
        hostKey: found.getValue({ name: 'custrecord_sftp_key' }),
        directory: found.getValue({ name: 'custrecord_sftp_dir' }) + 'out',
      });
      var csv = file.create({
        name: summary.dateCreated + '-shipments.csv',
        fileType: file.Type.CSV,
        contents: lines,
      });
      if (csv.size > connection.MAX_FILE_SIZE)
        throw error.create({ name: 'FILE_IS_TOO_BIG', message: 'too big' });
      connection.upload({ directory: '/shipments/', file: csv });
    } catch (e) {
      log.error({ title: 'Export failed', details: e });
      throw error.create({ name: 'Export failed', message: e });
    }
  }

  return { getInputData: getInputData, map: map, reduce: reduce, summarize: summarize };
});
