/**
 * Reads a file of the File Cabinet, moves orders to its locations, and queues another script of the project.
 *
 * @NApiVersion 2.1
 * @NScriptType ScheduledScript
 */
// biome-ignore-all lint: written as others write their scripts.
define(['N/file', 'N/record', 'N/search', 'N/task', 'N/format'], (file, record, search, task, format) => {
  const execute = () => {
    const orders = file.load({ id: 'SuiteScripts/WMS/orders.csv' });
    orders.lines.iterator().each(({ value }) => {
      const [number, location] = value.split(',');
      if (number === 'order') return true;
      const [found] = search
        .create({
          type: search.Type.SALES_ORDER,
          filters: [['numbertext', 'is', number], 'AND', ['mainline', 'is', 'T']],
        })
        .run()
        .getRange({ start: 0, end: 1 });
      if (!found) {
        log.error('no such order', number);
        return true;
      }
      const order = record.load({ type: found.recordType, id: found.id });
      order.setValue({ fieldId: 'location', value: location });
      order.setValue({
        fieldId: 'memo',
        value: 'moved ' + format.format({ value: new Date(), type: format.Type.DATE }),
      });
      order.save();
      return true;
    });
    task
      .create({
        taskType: task.TaskType.SCHEDULED_SCRIPT,
        scriptId: 'customscript_wms_count',
        deploymentId: 'customdeploy_wms_count',
        params: { custscript_wms_limit: 5 },
      })
      .submit();
  };
  return { execute };
});
