/**
 * @NApiVersion 2.1
 * @NScriptType ScheduledScript
 */
define(['N/search', 'N/runtime', 'N/log'], (search, runtime, log) => {
  const execute = () => {
    const limit = runtime.getCurrentScript().getParameter({ name: 'custscript_wms_limit' });
    const orders = search.load({ id: 'customsearch_ready_orders' }).runPaged({ pageSize: limit });
    log.audit('open orders', orders.count);
  };
  return { execute };
});
