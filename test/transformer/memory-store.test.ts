import { openMemoryStore } from '../../transformer/file-stores/memory.ts';
import { describeStore } from './file-store.conformance.ts';

describeStore('the memory store', { open: async () => openMemoryStore() });
