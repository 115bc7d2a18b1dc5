/**
 * Has V8 collect garbage early: left to itself it lets the heap grow to several times what a conversion holds, as long as
 * the machine has memory, and a container would be ended for it. Imported first, for its effect.
 */
import { PerformanceObserver } from 'node:perf_hooks';
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

setFlagsFromString('--heap-growing-percent=20');

/** New objects begin with a space so small that those of a row would be moved before they are garbage; V8 would end with 16 MB. */
const ENOUGH_BYTES = 8 * 2 ** 20;

/** How large that space may become can be set only before the process starts, but it can be kept from growing further. It grows when garbage is collected. */
const collections = new PerformanceObserver(() => {
  const space = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
  if (space === undefined || space.space_size < ENOUGH_BYTES) return;
  setFlagsFromString('--semi-space-growth-factor=1');
  collections.disconnect();
});
collections.observe({ entryTypes: ['gc'] });
