/**
 * Takes order updates from SFTP and hands each file to a CSV import, in the style of published scheduled imports.
 *
 * @NApiVersion 2.1
 * @NScriptType ScheduledScript
 */
// biome-ignore-all lint: written as others write their scripts.
define(['N/sftp', 'N/task', 'N/error', 'N/search', 'N/file', 'N/runtime'], function (
  sftp,
  task,
  error,
  search,
  file,
  runtime,
) {
  function execute(context) {
    var script = runtime.getCurrentScript();
    var row = search
      .create({ type: 'customrecord_sftp', columns: ['custrecord_sftp_host', 'custrecord_sftp_key'] })
      .run()
      .getRange({ start: 0, end: 1 })[0];
    var connection = sftp.createConnection({
      username: 'anyone',
      keyId: 'custkey_of_somebody_else',
      url: row.getValue('custrecord_sftp_host'),
      hostKey: row.getValue('custrecord_sftp_key'),
      directory: '/home/wms/orders',
    });
    var list = connection.list({ path: '/in/', sort: sftp.Sort.DATE });
    for (var i = 0; i < list.length; i++) {
      if (script.getRemainingUsage() < 500) return;
      if (list[i].directory) continue;
      var name = list[i].name;
      try {
        var downloaded = connection.download({ directory: '/in', filename: name });
        var csvTask = task.create({ taskType: task.TaskType.CSV_IMPORT });
        csvTask.mappingId = 'custimport_wms_orders';
        csvTask.importFile = downloaded;
        csvTask.name = 'Orders-' + name;
        var id = csvTask.submit();
        var status = task.checkStatus(id);
        log.debug(name + ' ' + status.status);
        if (status.status !== 'FAILED') connection.move({ from: '/in/' + name, to: '/in/archive/' + name });
      } catch (e) {
        log.error({ title: 'Error in ' + name, details: e });
        connection.upload({
          directory: '/in/error/',
          file: file.create({
            name: name + '.error.csv',
            fileType: file.Type.CSV,
            contents: 'file,error\n' + name + ',' + e.message + '\n',
          }),
        });
        connection.move({ from: '/in/' + name, to: '/in/failed/' + name });
      }
    }
  }
  return { execute: execute };
});
