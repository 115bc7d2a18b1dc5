/**
 * Small scripts that behave like HotWax Commerce's own where an upgrade meets what they leave behind: an updater that archives a file as
 * soon as its import is queued, an exporter that ticks a box before its file is written, a fulfiller that works from the tag of a line.
 */

const script = (type: string, modules: readonly string[], body: string): string => `/**
 * @NApiVersion 2.1
 * @NScriptType ${type}
 */
define([${modules.map((name) => `'N/${name}'`).join(', ')}], (${modules.join(', ')}) => {${body}});
`;

const CONNECT = `
  const connect = () => {
    const fields = ['server', 'userid', 'guid', 'host_key', 'default_file_dir'].map((name) => 'custrecord_ns_sftp_' + name);
    const [found] = search
      .create({ type: 'customrecord_ns_sftp_configuration', columns: fields })
      .run()
      .getRange({ start: 0, end: 1 });
    const [url, username, secret, hostKey, directory] = fields.map((name) => found.getValue(name));
    return sftp.createConnection({ url, username, secret, hostKey, directory });
  };`;

export const UPDATER = script(
  'ScheduledScript',
  ['search', 'sftp', 'task'],
  `${CONNECT}
  const execute = () => {
    const connection = connect();
    for (const { name, directory } of connection.list({ path: 'salesorder/update' })) {
      if (directory) continue;
      const importFile = connection.download({ directory: 'salesorder/update', filename: name });
      const mappingId = 'custimport_update_salesorders_hc';
      task.create({ taskType: task.TaskType.CSV_IMPORT, mappingId, importFile }).submit();
      connection.move({ from: 'salesorder/update/' + name, to: 'salesorder/update/archive/' + name });
    }
  };
  return { execute };`,
);

/** @param folder where it writes: the two exporters go by the same box */
export const exporter = (folder: string): string =>
  script(
    'MapReduceScript',
    ['file', 'record', 'search', 'sftp'],
    `${CONNECT}
  const getInputData = () => {
    const rows = [];
    const columns = ['custbody_hc_order_id', 'custcol_hc_order_line_id', 'location', 'quantity'];
    const filters = [
      ['status', 'anyof', ['ItemShip:C']],
      'and', ['custcol_hc_order_line_id', 'isnotempty', ''],
      'and', ['custcol_hc_item_tag', 'isempty', ''],
      'and', ['custbody_hc_fulfillment_exported', 'is', 'F'],
      'and', ['cogs', 'is', 'F'], 'and', ['shipping', 'is', 'F'], 'and', ['taxline', 'is', 'F'],
      'and', ['lastmodifieddate', 'after', 'yesterday'],
    ];
    search.create({ type: 'itemfulfillment', filters, columns }).run().each((row) => {
      rows.push([row.id, ...columns.map((name) => row.getValue(name))]);
      return true;
    });
    return rows;
  };
  const map = (context) => {
    const [id, ...cells] = JSON.parse(context.value);
    const values = { custbody_hc_fulfillment_exported: true };
    record.submitFields({ type: 'itemfulfillment', id, values });
    context.write({ key: id + '-' + cells[1], value: cells.join(',') });
  };
  const reduce = ({ key, values, write }) => write({ key, value: values[0] });
  const summarize = (summary) => {
    const lines = [];
    summary.output.iterator().each((_key, value) => lines.push(value) > 0);
    if (lines.length === 0) return;
    const name = new Date().toISOString().slice(0, 19).replace(/[T:]/g, '-') + '-SalesOrderFulfillment.csv';
    const contents = ['orderId,orderItemSeqId,externalFacilityId,quantity', ...lines].join('\\n');
    const csv = file.create({ name, fileType: file.Type.CSV, contents });
    connect().upload({ directory: '${folder}', file: csv, replaceExisting: true });
  };
  return { getInputData, map, reduce, summarize };`,
  );

export const FULFILLER = script(
  'ScheduledScript',
  ['record', 'search'],
  `
  const TAG = 'custcol_hc_item_tag';
  const findOrders = () => {
    const found = new Set();
    const filters = [[TAG, 'is', 'hotwax-fulfilled'], 'and', ['status', 'anyof', ['SalesOrd:B', 'SalesOrd:D', 'SalesOrd:E']]];
    search.create({ type: 'salesorder', filters, columns: ['internalid'] }).run().each(({ id }) => !!found.add(id));
    return [...found];
  };
  const fulfill = (fromId) => {
    const order = record.load({ type: 'salesorder', id: fromId });
    const open = [];
    for (let line = 0; line < order.getLineCount({ sublistId: 'item' }); line += 1) {
      const get = (fieldId) => order.getSublistValue({ sublistId: 'item', fieldId, line });
      if (get(TAG) === 'hotwax-fulfilled' && get('location') && !Number(get('quantityfulfilled'))) open.push(String(get('line')));
    }
    if (open.length === 0) return;
    const fulfillment = record.transform({ fromType: 'salesorder', fromId, toType: 'itemfulfillment' });
    for (let line = 0; line < fulfillment.getLineCount({ sublistId: 'item' }); line += 1) {
      const orderLine = String(fulfillment.getSublistValue({ sublistId: 'item', fieldId: 'orderline', line }));
      fulfillment.setSublistValue({ sublistId: 'item', fieldId: 'itemreceive', line, value: open.includes(orderLine) });
    }
    fulfillment.setValue({ fieldId: 'shipstatus', value: 'C' });
    fulfillment.save();
  };
  const execute = () => findOrders().forEach(fulfill);
  return { execute };`,
);
