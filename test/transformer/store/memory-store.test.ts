import { openMemoryStore } from '../../../testbed/memory-store.ts';
import { describeStore } from './file-store.conformance.ts';

describeStore('the memory store', { open: async () => openMemoryStore() });
