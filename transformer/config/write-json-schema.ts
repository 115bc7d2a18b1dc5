/** Writes transformer/configuration.schema.json; a test fails when it was not written again after a change. */
import { writeFileSync } from 'node:fs';
import { configurationJsonSchema } from './json-schema.ts';

writeFileSync(new URL('configuration.schema.json', import.meta.url), configurationJsonSchema());
