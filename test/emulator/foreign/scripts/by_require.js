/**
 * Does its work when it is loaded, as scripts for the debugger do.
 *
 * @NApiVersion 2.0
 * @NScriptType ScheduledScript
 */
// biome-ignore-all lint: written as others write their scripts.
require(['N/search', 'N/file', 'N/log'], function (search, file, log) {
  var orders = [];
  search
    .load('customsearch_ready_orders')
    .run()
    .each(function (result) {
      orders.push(result.getValue({ name: 'tranid' }) + ' ' + result.getText({ name: 'entity' }));
      return true;
    });
  var report = file.create({
    name: 'open.txt',
    fileType: file.Type.PLAINTEXT,
    contents: orders.join('\n'),
    folder: 500,
  });
  log.audit('saved', report.save());
});
