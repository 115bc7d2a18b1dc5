/**
 * What is run as `transformer`. A program whose first file is TypeScript loads what strips its types at every start, which
 * takes longer than all the rest; begun here, it finds main.ts and everything else ready in the cache.
 */
import './compile-cache.js';

await import('./main.ts');
