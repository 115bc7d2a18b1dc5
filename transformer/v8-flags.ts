/**
 * Has V8 collect garbage early: left to itself it lets the heap grow to several times what a conversion holds, as long as
 * the machine has memory, and a container would be ended for it. Imported first, for its effect.
 */
import { setFlagsFromString } from 'node:v8';

setFlagsFromString('--semi-space-growth-factor=1');
setFlagsFromString('--max-semi-space-size=4');
setFlagsFromString('--heap-growing-percent=20');
