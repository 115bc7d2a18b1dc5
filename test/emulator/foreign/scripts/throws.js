/**
 * @NApiVersion 2.1
 * @NScriptType ScheduledScript
 */
// biome-ignore-all lint: written as others write their scripts.
define(['N/error', 'N/record'], (error, record) => ({
  execute() {
    record.submitFields({ type: 'salesorder', id: 1001, values: { memo: 'before the end' } });
    throw error.create({ name: 'NO_GOOD', message: 'on purpose' });
  },
}));
