/**
 * Asks an account what the emulator can only read about, and logs one line of JSON per behaviour: its id as the title, what
 * was seen as the details. It reads, transforms without saving, and writes nothing.
 *
 * Set the parameter custscript_probe_order to the internal id of a sales order with an open line, run the deployment once,
 * and compare the log with expected.json.
 *
 * @NApiVersion 2.1
 * @NScriptType ScheduledScript
 */
define(['N/error', 'N/file', 'N/format', 'N/record', 'N/runtime', 'N/search', 'N/task'], (
  error,
  file,
  format,
  record,
  runtime,
  search,
  task,
) => {
  const SALES_ORDER = { type: 'salesorder' };

  const codeOf = (work) => {
    try {
      work();
      return 'no error';
    } catch (thrown) {
      return thrown.name;
    }
  };

  const kindOf = (value) => {
    if (value === null) return 'null';
    if (Array.isArray(value)) return 'array';
    return Object.prototype.toString.call(value) === '[object Date]' ? 'date' : typeof value;
  };

  const costOf = (work) => {
    const script = runtime.getCurrentScript();
    const before = script.getRemainingUsage();
    work();
    return before - script.getRemainingUsage();
  };

  const rowsOf = (filters, columns) =>
    search.create({ type: 'transaction', filters, columns }).run().getRange({ start: 0, end: 1 });

  const transformed = (id) =>
    record.transform({ fromType: 'salesorder', fromId: id, toType: 'itemfulfillment' });

  const probes = (id) => ({
    'units.record': () => [
      costOf(() => record.load({ ...SALES_ORDER, id })),
      costOf(() => search.lookupFields({ ...SALES_ORDER, id, columns: ['tranid'] })),
    ],
    'error.shape': () => {
      const made = error.create({ name: 'A', message: 'b' });
      return [
        made instanceof Error,
        made.name,
        made.message,
        Object.keys(JSON.parse(JSON.stringify(made))).sort(),
      ];
    },
    'define.arguments': () => codeOf(() => record.load({ type: 'salesorder' })),
    'record.missing': () => codeOf(() => record.load({ ...SALES_ORDER, id: 999999999 })),
    'record.values': () => {
      const order = record.load({ ...SALES_ORDER, id });
      const names = ['entity', 'trandate', 'memo', 'createddate', 'shipcomplete', 'orderstatus'];
      return names.map((fieldId) => kindOf(order.getValue({ fieldId })));
    },
    'record.line-id': () =>
      kindOf(
        record.load({ ...SALES_ORDER, id }).getSublistValue({ sublistId: 'item', fieldId: 'line', line: 0 }),
      ),
    'record.modes': () => [
      codeOf(() => record.load({ ...SALES_ORDER, id }).selectLine({ sublistId: 'item', line: 0 })),
      codeOf(() =>
        record
          .load({ ...SALES_ORDER, id, isDynamic: true })
          .setSublistValue({ sublistId: 'item', fieldId: 'description', line: 0, value: 'x' }),
      ),
    ],
    'transform.lines': () => {
      const shipment = transformed(id);
      const value = (fieldId) => shipment.getSublistValue({ sublistId: 'item', fieldId, line: 0 });
      return [kindOf(value('orderline')), value('itemreceive'), kindOf(value('quantity'))];
    },
    'transform.missing': () => codeOf(() => transformed(999999999)),
    'fulfillment.create': () => codeOf(() => record.create({ type: 'itemfulfillment' })),
    'search.values': () => {
      const names = ['internalid', 'mainline', 'trandate', 'entity', 'quantity'];
      const [row] = rowsOf([['internalid', 'anyof', id], 'AND', ['mainline', 'is', 'F']], names);
      return names.map((name) => kindOf(row.getValue({ name })));
    },
    'search.json': () => {
      const columns = ['internalid', 'entity', search.createColumn({ name: 'tranid', join: 'createdFrom' })];
      const [row] = rowsOf([['internalid', 'anyof', id], 'AND', ['mainline', 'is', 'T']], columns);
      const { values } = JSON.parse(JSON.stringify(row));
      return Object.keys(values).map((key) => [key, kindOf(values[key])]);
    },
    'search.formulas': () => {
      const columns = [
        search.createColumn({ name: 'formulatext', formula: "NVL({memo}, 'none')" }),
        search.createColumn({ name: 'formulanumeric', formula: '1 / 2' }),
        search.createColumn({ name: 'formulatext', formula: "'half ' || 1 / 2" }),
      ];
      const [row] = rowsOf([['internalid', 'anyof', id], 'AND', ['mainline', 'is', 'T']], columns);
      return [
        Object.keys(JSON.parse(JSON.stringify(row)).values),
        row.getValue(columns[1]),
        row.getValue(columns[2]),
      ];
    },
    'search.unknown-column': () =>
      codeOf(() => rowsOf([['internalid', 'anyof', id]], ['custbody_of_no_account'])),
    'search.within-one-date': () =>
      rowsOf(
        [['internalid', 'anyof', id], 'AND', ['datecreated', 'within', '1/1/2000 1:00 am']],
        ['internalid'],
      ).length,
    'search.missing': () => codeOf(() => search.load({ id: 'customsearch_of_no_account' })),
    'format.datetime': () =>
      format
        .format({ value: new Date(0), type: format.Type.DATETIME, timezone: format.Timezone.GMT })
        .replace(/\d/g, '9'),
    'time.server-zone': () => new Date(0).getTimezoneOffset(),
    'file.unsaved': () => {
      const made = file.create({ name: 'a.csv', fileType: file.Type.CSV, contents: 'é' });
      return [kindOf(made.id), made.size, codeOf(() => made.save())];
    },
    'task.unknown-map': () =>
      codeOf(() =>
        task
          .create({
            taskType: task.TaskType.CSV_IMPORT,
            mappingId: 'custimport_of_no_account',
            importFile: 'a\n1',
          })
          .submit(),
      ),
    'runtime.parameter': () =>
      kindOf(runtime.getCurrentScript().getParameter({ name: 'custscript_probe_order' })),
  });

  const execute = () => {
    const id = runtime.getCurrentScript().getParameter({ name: 'custscript_probe_order' });
    const found = probes(id);
    for (const name of Object.keys(found)) {
      let seen;
      try {
        seen = found[name]();
      } catch (thrown) {
        seen = { threw: thrown.name, message: thrown.message };
      }
      log.audit({ title: name, details: JSON.stringify(seen) });
    }
  };

  return { execute };
});
