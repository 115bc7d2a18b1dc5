/**
 * A stand-in for HotWax Commerce's HC_SC_UpdateSalesOrders: the same operations, in the same number, and nothing else of it.
 * Which these are, and where they were read, says ../operations.ts.
 *
 * @NApiVersion 2.1
 * @NScriptType ScheduledScript
 */
define(['N/task', './connect'], (task, connect) => {
  const FOLDER = 'salesorder/update';

  const execute = () => {
    const server = connect();
    for (const { name, directory } of server.list({ path: FOLDER })) {
      if (directory) continue;
      const importFile = server.download({ directory: FOLDER, filename: name });
      const mappingId = 'custimport_hotwax_orders';
      const id = task.create({ taskType: task.TaskType.CSV_IMPORT, mappingId, importFile }).submit();
      task.checkStatus(id);
      server.move({ from: `${FOLDER}/${name}`, to: `${FOLDER}/archive/${name}` });
    }
  };
  return { execute };
});
